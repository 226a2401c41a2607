package io.pentimento.control;

/** Whether the prompt or the control picture counts for more: the WebUI's "Control Mode". */
public enum ControlMode {
  /** Both count alike. */
  BALANCED("balanced"),
  /**
   * "My prompt is more important": the control's deep layers count fully, each above a bit less.
   */
  PROMPT("prompt"),
  /**
   * "ControlNet is more important": as {@link #PROMPT}, but the negative prompt's half of guidance
   * goes without control, which guidance then multiplies. With diffusers' conventions it is that
   * program's guess mode, whose layers grow from a tenth to all.
   */
  CONTROL("control");

  private final String word;

  ControlMode(String word) {
    this.word = word;
  }

  /** Returns the word for command lines, such as {@code balanced}. */
  public String word() {
    return word;
  }
}
