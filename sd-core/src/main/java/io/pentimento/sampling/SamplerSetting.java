package io.pentimento.sampling;

import java.util.function.DoubleFunction;
import java.util.function.Function;

/**
 * An option of a sampler as pictures record it.
 *
 * @param name the field's name
 * @param value what it is
 * @param usual what it is where pictures do not record it
 * @param with makes the same sampler with another value; refuses one that it cannot have
 */
record SamplerSetting(String name, String value, String usual, Function<String, Sampler> with) {
  /** From here on not every whole number is a double. */
  private static final double LARGE = 1e15;

  /** A setting that is a number. */
  static SamplerSetting number(
      String name, double value, double usual, DoubleFunction<Sampler> with) {
    return new SamplerSetting(
        name, text(value), text(usual), written -> with.apply(number(written)));
  }

  /** How much of the noise is new, 1 unless told. */
  static SamplerSetting eta(double eta, DoubleFunction<Sampler> with) {
    return number("Eta", eta, 1, with);
  }

  /** How much of DDIM's noise is new, 0 unless told. */
  static SamplerSetting ddimEta(double eta, DoubleFunction<Sampler> with) {
    return number("Eta DDIM", eta, 0, with);
  }

  /** The standard deviation of new noise, 1 unless told. */
  static SamplerSetting noiseScale(double noiseScale, DoubleFunction<Sampler> with) {
    return number("Sigma noise", noiseScale, 1, with);
  }

  /** Writes a whole number without its zero, as the WebUI's page does. */
  private static String text(double value) {
    return value == Math.rint(value) && Math.abs(value) < LARGE
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  private static double number(String text) {
    double number;
    try {
      number = Double.parseDouble(text.strip());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("It must be a number.", e);
    }
    if (!Double.isFinite(number)) {
      throw new IllegalArgumentException("It must be a finite number.");
    }
    return number;
  }
}
