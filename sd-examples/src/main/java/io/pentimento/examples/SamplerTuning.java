package io.pentimento.examples;

import io.pentimento.sampling.Sampler;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that some samplers have. */
final class SamplerTuning {
  @Option(
      names = "--eta",
      paramLabel = "X",
      description = "How much of the noise is new; 1 unless set, 0 for DDIM.")
  private @Nullable Double eta;

  @Option(
      names = "--churn",
      paramLabel = "X",
      description = "How much noise all steps together add (S_churn); 0 unless set.")
  private @Nullable Double churn;

  @Option(
      names = "--tmin",
      paramLabel = "SIGMA",
      description = "The smallest noise level at which --churn adds noise; 0 unless set.")
  private @Nullable Double smallest;

  @Option(
      names = "--tmax",
      paramLabel = "SIGMA",
      description = "The largest noise level at which --churn adds noise; no limit unless set.")
  private @Nullable Double largest;

  @Option(
      names = "--noise-scale",
      paramLabel = "X",
      description = "The standard deviation of the noise that steps add (S_noise); 1 unless set.")
  private @Nullable Double noiseScale;

  /**
   * Gives these options to a sampler.
   *
   * @throws IllegalArgumentException if it has one of them not, or not with that value
   */
  Sampler in(Sampler start) {
    Sampler sampler = with(start, "--eta", List.of("Eta", "Eta DDIM"), eta);
    sampler = with(sampler, "--churn", List.of("Sigma churn"), churn);
    // The upper limit first: the lower one must not lie above it.
    sampler = with(sampler, "--tmax", List.of("Sigma tmax"), largest);
    sampler = with(sampler, "--tmin", List.of("Sigma tmin"), smallest);
    return with(sampler, "--noise-scale", List.of("Sigma noise"), noiseScale);
  }

  private static Sampler with(
      Sampler sampler, String option, List<String> names, @Nullable Double value) {
    if (value == null) {
      return sampler;
    }
    return names.stream()
        .map(name -> sampler.withSetting(name, Double.toString(value)))
        .flatMap(Optional::stream)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s needs a sampler that has this option, but %s has not."
                        .formatted(option, sampler.name())));
  }
}
