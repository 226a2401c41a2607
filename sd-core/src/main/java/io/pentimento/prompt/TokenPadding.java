package io.pentimento.prompt;

/** What becomes of a prompt and a negative prompt that take different numbers of tokens. */
public enum TokenPadding {
  /** Each goes through the network at its own length. */
  NONE,
  /** The shorter one is filled up with the encoding of no words ("Pad conds"). */
  EMPTY_TEXT,
  /**
   * The negative prompt is cut, or filled up with its own last vector, to the prompt's length ("Pad
   * conds v0").
   */
  LAST_VECTOR
}
