package io.pentimento.examples;

import io.pentimento.ImageToImage;
import io.pentimento.image.ImageSize;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the picture that a new one starts from is brought to its size. */
final class ImageToImageOptions {
  @Option(
      names = "--scale",
      paramLabel = "X",
      description =
          "How many times as large the new picture is, in place of --width and --height; its sides"
              + " are rounded down to what the model can draw.")
  private @Nullable Double scale;

  @Option(
      names = "--upscaler",
      paramLabel = "NAME|FILE",
      description =
          "What enlarges the picture to start from: Lanczos, Nearest, or the file of an ESRGAN"
              + " network; Lanczos unless set.")
  private @Nullable String upscaler;

  @Option(
      names = "--latent-upscale",
      description = "Resize the picture's latent in place of the picture.")
  private boolean latentUpscale;

  /** Tells whether any of these is set. */
  boolean isAnySet() {
    return scale != null || upscaler != null || latentUpscale;
  }

  /**
   * Gives these settings to a request.
   *
   * @param size the size that is asked for, if any
   */
  ImageToImage.Builder apply(ImageToImage.Builder builder, Optional<ImageSize> size) {
    if (scale != null && size.isPresent()) {
      throw new IllegalArgumentException(
          "--scale and --width exclude each other. Set one of them.");
    }
    size.ifPresent(asked -> builder.size(asked.width(), asked.height()));
    Optional.ofNullable(scale).ifPresent(builder::scaleBy);
    if (upscaler != null) {
      builder.upscaler(NamedUpscaler.of("--upscaler", upscaler));
    }
    return builder.latentUpscale(latentUpscale);
  }
}
