package io.pentimento.examples;

import io.pentimento.inpaint.Inpaint;
import io.pentimento.inpaint.SoftInpainting;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Soft inpainting: whether, and its settings, which go with it alone. */
final class SoftOptions {
  @ArgGroup(exclusive = false)
  private @Nullable Settings settings;

  /** Gives these settings to a request. */
  Inpaint.Builder apply(Inpaint.Builder builder) {
    return settings != null && settings.enabled
        ? builder.softInpainting(settings.value())
        : builder;
  }

  private static final class Settings {
    @Option(
        names = "--soft-inpainting",
        required = true,
        description =
            "Keep partly masked places partly, and give back pixels as far as nothing changed;"
                + " wants a large --mask-blur.")
    private boolean enabled;

    @Option(
        names = "--soft-schedule-bias",
        paramLabel = "X",
        description = "Above 1 the first steps keep more, below 1 the last ones; 1 unless set.")
    private double scheduleBias = SoftInpainting.defaults().scheduleBias();

    @Option(
        names = "--soft-preservation",
        paramLabel = "X",
        description = "How strongly partly masked places are kept, 0 to 8; 0.5 unless set.")
    private double preservationStrength = SoftInpainting.defaults().preservationStrength();

    @Option(
        names = "--soft-transition-contrast",
        paramLabel = "X",
        description = "How much contrast lies between kept and new, 1 to 32; 4 unless set.")
    private double transitionContrast = SoftInpainting.defaults().transitionContrast();

    @Option(
        names = "--soft-mask-influence",
        paramLabel = "X",
        description = "How much the mask says what is given back, 0 to 1; 0 unless set.")
    private double maskInfluence = SoftInpainting.defaults().maskInfluence();

    @Option(
        names = "--soft-difference-threshold",
        paramLabel = "X",
        description = "The change at which half of a pixel is given back, 0 to 8; 0.5 unless set.")
    private double differenceThreshold = SoftInpainting.defaults().differenceThreshold();

    @Option(
        names = "--soft-difference-contrast",
        paramLabel = "X",
        description = "How sharp the step is there, 0 to 8; 2 unless set.")
    private double differenceContrast = SoftInpainting.defaults().differenceContrast();

    SoftInpainting value() {
      return new SoftInpainting(
          scheduleBias,
          preservationStrength,
          transitionContrast,
          maskInfluence,
          differenceThreshold,
          differenceContrast);
    }
  }
}
