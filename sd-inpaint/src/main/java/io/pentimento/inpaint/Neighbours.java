package io.pentimento.inpaint;

/** Which pixels touch each other. */
public enum Neighbours {
  /** Those that share an edge: up to four around a pixel. */
  FOUR,
  /** Those that share an edge or a corner: up to eight around a pixel. */
  EIGHT
}
