package io.pentimento.examples;

import io.pentimento.sampling.RefinedPasses;
import io.pentimento.sampling.Refiner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A second model that takes over on the way. */
final class RefinerOptions {
  @Option(
      names = "--refiner",
      paramLabel = "PATH",
      description =
          "A second model of the same latents that goes on where the first has come to a share of"
              + " its way: SDXL's refiner, or any other.")
  private @Nullable Path file;

  @Option(
      names = "--refiner-switch-at",
      paramLabel = "SHARE",
      description = "That share, 0 to 1; 0.8 unless set.")
  private @Nullable Double switchAt;

  @Option(names = "--refiner-by-steps", description = "Count the way in steps, not in timesteps.")
  private boolean bySteps;

  @Option(
      names = "--hires-refiner",
      paramLabel = "PASS",
      description =
          "In which passes of a hires fix it takes over: first, second or both; second unless set.")
  private @Nullable RefinedPasses passes;

  /** Tells whether a second model is named. */
  boolean isGiven() {
    return file != null;
  }

  /**
   * Returns the second model that is named.
   *
   * @param start the settings where none are set; its model is replaced
   * @throws IOException if there is no such file
   */
  Optional<Refiner> in(Optional<Refiner> start) throws IOException {
    if (file == null) {
      if (switchAt != null || bySteps || passes != null) {
        throw new IllegalArgumentException(
            "--refiner-switch-at, --refiner-by-steps and --hires-refiner need --refiner with a"
                + " model.");
      }
      return start;
    }
    if (!Files.exists(file)) {
      throw new IOException("--refiner " + file + ": there is no such file or folder.");
    }
    RefinerFile model = new RefinerFile(file);
    Refiner usual = Refiner.of(model);
    Refiner refiner =
        start
            .map(one -> new Refiner(model, one.switchAt(), one.bySteps(), one.passes()))
            .orElse(usual);
    if (switchAt != null) {
      refiner = refiner.withSwitchAt(switchAt);
    }
    if (bySteps) {
      refiner = refiner.withBySteps(true);
    }
    return Optional.of(passes == null ? refiner : refiner.withPasses(passes));
  }
}
