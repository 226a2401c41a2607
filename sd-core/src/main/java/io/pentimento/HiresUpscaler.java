package io.pentimento;

import io.pentimento.image.Upscaler;
import io.pentimento.sampling.LatentUpscale;
import java.util.Objects;

/** What enlarges a picture between the two passes of hires fix. */
public sealed interface HiresUpscaler {
  /** Returns the name under which pictures record it. */
  String name();

  /**
   * Enlarges the latent.
   *
   * @param mode how
   */
  record OfLatent(LatentUpscale mode) implements HiresUpscaler {
    /** Checks that nothing is null. */
    public OfLatent {
      Objects.requireNonNull(mode, "mode");
    }

    @Override
    public String name() {
      return mode.label();
    }
  }

  /**
   * Enlarges the decoded picture, which is then encoded again.
   *
   * @param upscaler how
   */
  record OfPicture(Upscaler upscaler) implements HiresUpscaler {
    /** Checks that nothing is null. */
    public OfPicture {
      Objects.requireNonNull(upscaler, "upscaler");
    }

    @Override
    public String name() {
      return upscaler.name();
    }
  }

  /** Finds one of those that need no model by the name that pictures record. */
  static HiresUpscaler named(String name) {
    return HiresUpscalerNames.find(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "hires upscaler must be one of %s, but got: %s."
                        .formatted(String.join(", ", HiresUpscalerNames.known()), name)));
  }
}
