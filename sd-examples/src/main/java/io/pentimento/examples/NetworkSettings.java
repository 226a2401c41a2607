package io.pentimento.examples;

import io.pentimento.patch.FreeU;
import io.pentimento.sampling.NetworkOptions;
import io.pentimento.sampling.SeamlessAxes;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the networks compute. */
final class NetworkSettings {
  private static final int FACTORS = 4;

  @Option(
      names = "--seamless",
      paramLabel = "AXES",
      description =
          "Along which axes the picture joins its other side: ${COMPLETION-CANDIDATES}, in any"
              + " case.")
  private @Nullable SeamlessAxes seamless;

  @Option(
      names = "--freeu",
      paramLabel = "B1,B2,S1,S2",
      split = ",",
      description = "FreeU's factors, such as 1.5,1.6,0.9,0.2.")
  private @Nullable List<Double> freeU;

  @Option(
      names = "--freeu-v2",
      description = "Let FreeU's factors count most where the features are strongest.")
  private boolean byStructure;

  @Option(
      names = "--pag",
      paramLabel = "SCALE",
      description = "Perturbed-attention guidance, 0 to 100, usually 3; one more call a step.")
  private @Nullable Double perturbedAttention;

  @Option(
      names = "--sag",
      paramLabel = "SCALE",
      description = "Self-attention guidance, 0 to 100, usually 0.75; one more call a step.")
  private @Nullable Double selfAttention;

  @Option(
      names = "--token-merging",
      paramLabel = "RATIO",
      description =
          "Which share of tokens is merged where the network works at the full resolution, 0 to"
              + " 0.9; saves time for a little of the detail. Of no effect on SDXL.")
  private @Nullable Double tokenMerging;

  @Option(
      names = "--deep-cache",
      paramLabel = "CALLS",
      description =
          "At every how many calls the whole U-Net is computed, 1 to 100; between them most of it"
              + " is remembered, for half the time and less of the detail at 3.")
  private @Nullable Integer deepInterval;

  /** Gives these settings to others. */
  NetworkOptions in(NetworkOptions start) {
    NetworkOptions options = seamless == null ? start : start.withSeamless(seamless);
    if (freeU != null) {
      options = options.withFreeU(factors(freeU));
    } else if (byStructure) {
      options = options.withFreeU(FreeU.sd15().withByStructure(true));
    }
    if (perturbedAttention != null) {
      options = options.withPerturbedAttention(perturbedAttention);
    }
    if (selfAttention != null) {
      options = options.withSelfAttention(selfAttention);
    }
    if (tokenMerging != null) {
      options = options.withTokenMerging(tokenMerging);
    }
    return deepInterval == null ? options : options.withDeepInterval(deepInterval);
  }

  private FreeU factors(List<Double> given) {
    if (given.size() != FACTORS) {
      throw new IllegalArgumentException(
          "--freeu must be 4 factors such as 1.5,1.6,0.9,0.2, but got: " + given.size() + ".");
    }
    return new FreeU(given.get(0), given.get(1), given.get(2), given.get(3), byStructure);
  }
}
