package io.pentimento.vision;

import java.awt.image.BufferedImage;

/**
 * Tells in words what a picture shows, as a prompt would. Safe for use by many threads at once.
 * Close it to free its memory.
 */
public sealed interface Describer extends AutoCloseable
    permits Captioner, DeepDanbooru, Interrogator, WdTagger {
  /** Returns what it is called: the name of its file or folder, without the ending. */
  String name();

  /**
   * Describes a picture with the usual settings.
   *
   * @param picture of any size; what is transparent becomes white
   * @throws io.pentimento.GenerationFailedException if the engine fails, or the network makes NaN
   * @throws IllegalStateException if this is closed
   */
  String describe(BufferedImage picture);

  /** Waits for the threads that use it, and frees the memory. May be called again. */
  @Override
  void close();
}
