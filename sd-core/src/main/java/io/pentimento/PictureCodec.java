package io.pentimento;

import ai.djl.ndarray.NDArray;
import io.pentimento.image.Pixels;
import io.pentimento.internal.Scope;
import io.pentimento.model.LatentCodec;
import io.pentimento.model.Observer;
import io.pentimento.sampling.Conventions;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;

/** Turns 8-bit pictures into the U-Net's latents and back, tile by tile where they are large. */
final class PictureCodec {
  private final LatentCodec vae;
  private final Conventions conventions;

  PictureCodec(LatentCodec vae, Conventions conventions) {
    this.vae = vae;
    this.conventions = conventions;
  }

  /**
   * Returns a picture's pixels, {@code [1, 3, height, width]} row-major in [-1, 1]; alpha is
   * ignored.
   */
  static float[] values(BufferedImage picture) {
    byte[] samples = Pixels.of(picture).rgb().samples();
    int plane = samples.length / 3;
    float[] values = new float[samples.length];
    for (int i = 0; i < plane; i++) {
      for (int c = 0; c < 3; c++) {
        values[c * plane + i] = (samples[3 * i + c] & 0xff) / 255f * 2 - 1;
      }
    }
    return values;
  }

  /** Decodes one latent {@code [1, channels, h, w]} as the U-Net knows it. */
  BufferedImage decode(Scope parent, NDArray latent) {
    try (Scope scope = parent.open("decode")) {
      // What is computed from an array lands beside it: a view of the latent, in this scope.
      NDArray own = vae.fromModel(scope.plain(latent));
      NDArray decoded = new TiledAutoencoder(vae).decode(scope, own, Observer.NONE);
      if (!scope.isFinite(decoded)) {
        throw new GenerationFailedException(
            "The autoencoder made NaN or infinite values, first in its %s. %s"
                .formatted(firstNotFinite(scope, own), NotFiniteFinder.ADVICE));
      }
      return picture(decoded);
    }
  }

  private String firstNotFinite(Scope scope, NDArray latent) {
    NotFiniteFinder finder = new NotFiniteFinder(scope);
    new TiledAutoencoder(vae).decode(scope, latent, finder);
    return finder.found().orElse("output layer");
  }

  private BufferedImage picture(NDArray decoded) {
    long[] shape = decoded.getShape().getShape();
    int height = Math.toIntExact(shape[2]);
    int width = Math.toIntExact(shape[3]);
    int plane = width * height;
    float[] values = decoded.toFloatArray();
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int[] rgb = ((DataBufferInt) picture.getRaster().getDataBuffer()).getData();
    for (int i = 0; i < plane; i++) {
      rgb[i] =
          level(values[i]) << 16 | level(values[plane + i]) << 8 | level(values[2 * plane + i]);
    }
    return picture;
  }

  /** The WebUI truncates to 8 bits, diffusers rounds (to even). */
  private int level(float value) {
    float unit = Math.min(1, Math.max(0, (value + 1) / 2));
    return conventions == Conventions.WEBUI ? (int) (unit * 255) : (int) Math.rint(unit * 255);
  }
}
