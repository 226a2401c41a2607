package io.pentimento.grid;

import io.pentimento.RequestBuilder;
import io.pentimento.sampling.Sampler;
import java.util.List;
import java.util.Optional;

/** Axes that change an option of the sampler. */
final class SamplerEdits {
  private SamplerEdits() {}

  /** Makes the axis of an option from values as they are typed. */
  static Axis<RequestBuilder<?>> of(String name, String option, String text) {
    return number(name, List.of(option), AxisValues.numbers(text));
  }

  /**
   * Makes the axis of an option.
   *
   * @param name the axis's name
   * @param options the names under which samplers have it
   */
  static Axis<RequestBuilder<?>> number(String name, List<String> options, List<Double> values) {
    return Axis.<RequestBuilder<?>, Double>of(
            name, values, (builder, value) -> change(builder, options, value))
        .last();
  }

  private static void change(RequestBuilder<?> builder, List<String> options, double value) {
    Sampler sampler = builder.build().sampling().sampler();
    builder.sampler(
        options.stream()
            .map(option -> sampler.withSetting(option, Double.toString(value)))
            .flatMap(Optional::stream)
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "the sampler must have this option, but %s has none of it."
                            .formatted(sampler.name()))));
  }
}
