package io.pentimento.examples;

import io.pentimento.TiledUpscale;
import io.pentimento.image.Enlargement;
import io.pentimento.image.ImageSize;
import io.pentimento.image.Upscaler;
import java.awt.image.BufferedImage;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How large a picture becomes, and what makes it so. */
final class EnlargementOptions {
  @Option(
      names = "--upscaler",
      paramLabel = "NAME|FILE",
      description =
          "What enlarges: Lanczos, Nearest, or the .pth or .safetensors file of an ESRGAN network;"
              + " Lanczos unless set.")
  private String upscaler = Upscaler.lanczos().name();

  @Option(
      names = "--scale",
      paramLabel = "X",
      description =
          "How many times as large the picture becomes, 1 to 8; its sides are rounded down to"
              + " multiples of 8. With --prompt 1 to 4, and exactly.")
  private @Nullable Double scale;

  @Option(
      names = "--size",
      paramLabel = "WxH",
      converter = SizeConverter.class,
      description = "The exact size; what stands out on two sides is cut off.")
  private @Nullable ImageSize size;

  @Option(
      names = "--no-crop",
      description = "With --size: cut nothing off; the picture covers the size.")
  private boolean whole;

  @Option(
      names = "--max-side",
      paramLabel = "N",
      description = "With --scale: the most pixels that the longer side gets.")
  private @Nullable Integer maxSide;

  @Option(
      names = "--second",
      paramLabel = "NAME|FILE",
      description = "What enlarges the picture as well, to be blended in.")
  private @Nullable String second;

  @Option(
      names = "--second-visibility",
      paramLabel = "X",
      description = "With --second: how much of it shows, 0 to 1; 0.5 unless set.")
  private @Nullable Double visibility;

  /** Refuses options that do not go together. */
  private void check() {
    if ((scale == null) == (size == null)) {
      throw new IllegalArgumentException(
          "Set --scale or --size, and not both: how large the picture becomes.");
    }
    requireWith(whole, "--no-crop", size, "--size");
    requireWith(maxSide != null, "--max-side", scale, "--scale");
    requireWith(visibility != null, "--second-visibility", second, "--second");
  }

  private static void requireWith(
      boolean set, String option, @Nullable Object other, String needed) {
    if (set && other == null) {
      throw new IllegalArgumentException(
          "%s goes with %s, which is not set.".formatted(option, needed));
    }
  }

  /**
   * Returns what the options ask for.
   *
   * @param picture what is enlarged, whose size must suit
   */
  Enlargement enlargement(BufferedImage picture) {
    check();
    Enlargement.Target target =
        scale != null
            ? new Enlargement.Scaled(
                scale, maxSide == null ? OptionalInt.empty() : OptionalInt.of(maxSide))
            : new Enlargement.Covering(Objects.requireNonNull(size, "size"), !whole);
    target.sizeFor(ImageSize.of(picture));
    Enlargement first =
        Enlargement.of(target).withUpscaler(NamedUpscaler.of("--upscaler", upscaler));
    return second == null
        ? first
        : first.withSecond(
            NamedUpscaler.of("--second", second), Optional.ofNullable(visibility).orElse(0.5));
  }

  /** Gives these settings to a request that draws the enlarged picture anew. */
  TiledUpscale.Builder apply(TiledUpscale.Builder builder) {
    check();
    if (whole || maxSide != null || second != null) {
      throw new IllegalArgumentException(
          "--no-crop, --max-side and --second go without --prompt, but one of them is set.");
    }
    if (scale != null) {
      builder.scale(scale);
    }
    if (size != null) {
      builder.size(size.width(), size.height());
    }
    return builder.upscaler(NamedUpscaler.of("--upscaler", upscaler));
  }
}
