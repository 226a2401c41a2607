package io.pentimento.vision;

/** Which characters of a tag get a backslash, so that a prompt takes them as they are. */
public enum TagEscaping {
  /** None: brackets become emphasis. */
  NONE,
  /** Round brackets, as in the sample programs of the WD taggers. */
  BRACKETS,
  /** Round brackets and backslashes, as in the WebUI. */
  BRACKETS_AND_BACKSLASHES;

  String applyTo(String text) {
    if (this == NONE) {
      return text;
    }
    String escaped = this == BRACKETS ? text : text.replace("\\", "\\\\");
    return escaped.replace("(", "\\(").replace(")", "\\)");
  }
}
