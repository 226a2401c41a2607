package io.pentimento.control;

import io.pentimento.image.Pixels;
import java.util.List;
import java.util.Optional;

/**
 * Makes of a picture one that a ControlNet was trained on. All names and defaults are those of the
 * WebUI's ControlNet extension. None of them needs a network.
 */
public interface Preprocessor {
  /**
   * Returns what the network is to see, of the same size.
   *
   * @param picture RGB, at the size that the model works at
   */
  Pixels apply(Pixels picture);

  /** Returns the name in the WebUI's ControlNet extension, such as {@code canny}. */
  String module();

  /**
   * Returns the numbers that the extension calls Threshold A and Threshold B, as many of them as
   * this preprocessor has there.
   */
  default List<Double> thresholds() {
    return List.of();
  }

  /**
   * Returns this preprocessor with other numbers in place of {@link #thresholds}; one that has none
   * returns itself.
   *
   * @param thresholds as many as this has, or more
   * @throws IllegalArgumentException if one is out of its range
   */
  default Preprocessor withThresholds(List<Double> thresholds) {
    return this;
  }

  /** Tells whether the network is to see nothing of what is repainted. */
  default boolean hidesMasked() {
    return false;
  }

  /** Leaves the picture as it is. */
  static Preprocessor none() {
    return PlainPreprocessor.NONE;
  }

  /** Turns dark lines on white to white ones on black: {@code invert}. */
  static Preprocessor invert() {
    return PlainPreprocessor.INVERT;
  }

  /** Draws edges, {@code canny}, with the thresholds 100 and 200. */
  static Preprocessor canny() {
    return new Canny(100, 200);
  }

  /** Draws lines where a picture is darker than around: {@code lineart_standard}. */
  static Preprocessor lineart() {
    return new StandardLineart(6, 8);
  }

  /** Turns a sketch of dark lines to white ones on black: {@code scribble}, the threshold 127. */
  static Preprocessor scribble() {
    return PlainPreprocessor.SCRIBBLE;
  }

  /** Draws a scribble of a picture, {@code scribble_xdog}, with the threshold 32. */
  static Preprocessor scribbleXdog() {
    return new ScribbleXdog(32);
  }

  /** White where all colours are bright, else black: {@code threshold}, with 127. */
  static Preprocessor threshold() {
    return new Threshold(127);
  }

  /** Blurs, {@code blur_gaussian}, with a sigma of 9 pixels. */
  static Preprocessor blur() {
    return new GaussianBlur(9);
  }

  /** Takes details away, {@code tile_resample}, by a factor of 1, which takes none. */
  static Preprocessor tile() {
    return new TileResample(1);
  }

  /** Makes squares of one colour each, {@code t2ia_color_grid}, of about 64 pixels. */
  static Preprocessor colourGrid() {
    return new ColourGrid(64);
  }

  /** Hides what is repainted, {@code inpaint_only}: needs a request with a mask. */
  static Preprocessor inpaint() {
    return PlainPreprocessor.INPAINT;
  }

  /** Returns the names of all preprocessors. */
  static List<String> names() {
    return PreprocessorNames.all();
  }

  /** Returns the preprocessor of a name, with its defaults; empty if there is none. */
  static Optional<Preprocessor> named(String name) {
    return PreprocessorNames.find(name);
  }
}
