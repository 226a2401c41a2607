package io.pentimento.examples;

import io.pentimento.sampling.SigmaSchedule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The noise levels of the steps. */
final class ScheduleOptions {
  @Option(
      names = "--schedule",
      paramLabel = "NAME",
      converter = ScheduleConverter.class,
      completionCandidates = ScheduleConverter.class,
      description =
          "One of ${COMPLETION-CANDIDATES}, in any case; Automatic, which is the sampler's own,"
              + " unless set.")
  private @Nullable SigmaSchedule schedule;

  @Option(
      names = "--sigma-min",
      paramLabel = "SIGMA",
      description = "The last noise level above 0; the model's smallest unless set.")
  private @Nullable Double sigmaMin;

  @Option(
      names = "--sigma-max",
      paramLabel = "SIGMA",
      description = "The first noise level; the model's largest unless set.")
  private @Nullable Double sigmaMax;

  @Option(
      names = "--rho",
      paramLabel = "X",
      description = "How much levels crowd at the small end, for Karras and Polyexponential.")
  private @Nullable Double rho;

  @Option(
      names = "--sigmas",
      paramLabel = "SIGMA",
      split = ",",
      description =
          "Noise levels of your own, falling, such as 14.6,6.5,2.7,0: one more than steps.")
  private @Nullable List<Double> sigmas;

  @Option(
      names = "--timesteps",
      paramLabel = "T",
      split = ",",
      description = "Training timesteps of your own, falling, such as 999,700,400,100.")
  private @Nullable List<Double> timesteps;

  @Option(names = "--discard-penultimate", description = "Leave the last noise level but one out.")
  private boolean discard;

  /** Returns how many steps the levels are for that are listed; empty where none are. */
  OptionalInt steps() {
    if (sigmas != null) {
      return OptionalInt.of(sigmas.size() - 1);
    }
    return timesteps == null ? OptionalInt.empty() : OptionalInt.of(timesteps.size());
  }

  private Optional<SigmaSchedule> listed() {
    if (sigmas != null && timesteps != null) {
      throw new IllegalArgumentException(
          "--sigmas and --timesteps exclude each other. Set the one or the other.");
    }
    if (sigmas != null) {
      return Optional.of(SigmaSchedule.ofSigmas(sigmas));
    }
    return Optional.ofNullable(timesteps).map(SigmaSchedule::ofTimesteps);
  }

  /** Returns the schedule that is set, or one to start from, with the other settings. */
  SigmaSchedule in(SigmaSchedule start) {
    SigmaSchedule levels = listed().orElse(schedule == null ? start : schedule);
    if (sigmaMin != null || sigmaMax != null) {
      Map<String, Double> recorded = levels.settings();
      levels =
          levels.withRange(
              sigmaMin == null ? recorded.getOrDefault("Schedule min sigma", 0.0) : sigmaMin,
              sigmaMax == null ? recorded.getOrDefault("Schedule max sigma", 0.0) : sigmaMax);
    }
    if (rho != null) {
      levels = levels.withRho(rho);
    }
    return discard && !levels.discardsPenultimate() ? levels.discardingPenultimate() : levels;
  }
}
