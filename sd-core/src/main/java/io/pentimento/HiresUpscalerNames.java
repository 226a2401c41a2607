package io.pentimento;

import io.pentimento.image.Upscaler;
import io.pentimento.sampling.LatentUpscale;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The upscalers that need no model of their own. */
final class HiresUpscalerNames {
  private static final List<HiresUpscaler> OFFERED =
      Stream.<HiresUpscaler>concat(
              Arrays.stream(LatentUpscale.values()).map(HiresUpscaler.OfLatent::new),
              Stream.of(Upscaler.lanczos(), Upscaler.nearest()).map(HiresUpscaler.OfPicture::new))
          .toList();

  private HiresUpscalerNames() {}

  static List<String> known() {
    return OFFERED.stream().map(HiresUpscaler::name).toList();
  }

  /** Finds an upscaler by name, in any case. */
  static Optional<HiresUpscaler> find(String name) {
    return OFFERED.stream()
        .filter(upscaler -> upscaler.name().equalsIgnoreCase(name.strip()))
        .findFirst();
  }
}
