package io.pentimento.model;

/** Turns text into the token ids that a text encoder was trained on. */
public interface Tokenizer extends AutoCloseable {
  /** Returns the ids of a text, without start, end and padding, however long it is. */
  int[] tokenize(String text);

  /** Returns the id with which the text encoder's input starts. */
  int startId();

  /** Returns the id that ends a text. */
  int endId();

  /** Returns the id that fills the input behind the end. */
  int padId();

  /** Returns how many ids the text encoder takes in, start and end included; 77 for CLIP. */
  int maxLength();

  /** Frees what it holds outside of the heap. */
  @Override
  default void close() {}
}
