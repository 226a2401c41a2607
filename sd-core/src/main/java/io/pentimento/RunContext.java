package io.pentimento;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;
import io.pentimento.model.LatentCodec;
import io.pentimento.sampling.Conventions;
import io.pentimento.sampling.LatentContext;
import io.pentimento.sampling.LatentSpace;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a plan sees of the run it opens in. */
final class RunContext implements LatentContext {
  private final LoadedModel model;
  private final Scope run;
  private final Conventions conventions;
  private final ImageNoise imageNoise;
  private final Optional<NDArray> previous;
  private @Nullable NDArray noise;

  RunContext(
      LoadedModel model,
      Scope run,
      Conventions conventions,
      ImageNoise imageNoise,
      Optional<NDArray> previous) {
    this.model = model;
    this.run = run;
    this.conventions = conventions;
    this.imageNoise = imageNoise;
    this.previous = previous;
  }

  @Override
  public LatentSpace space() {
    return model.space();
  }

  @Override
  public Conventions conventions() {
    return conventions;
  }

  @Override
  public int batch() {
    return imageNoise.batch();
  }

  @Override
  public NDArray noise() {
    if (noise == null) {
      noise = imageNoise.first(run);
    }
    return noise;
  }

  @Override
  public NDArray encode(BufferedImage picture) {
    try (Scope scope = run.open("encode")) {
      return latent(scope, moments(scope, picture));
    }
  }

  private NDArray moments(Scope scope, BufferedImage picture) {
    float[] pixels = PictureCodec.values(picture);
    return model.pictures().moments(scope, pixels, 1, 3, picture.getHeight(), picture.getWidth());
  }

  @Override
  public NDArray encodeUnscaled(BufferedImage picture) {
    int channels = model.vae().latentChannels();
    try (Scope scope = run.open("encode")) {
      return run.adopt(scope.slice(moments(scope, picture), 0, channels, 1));
    }
  }

  @Override
  public NDArray encode(NDArray pixels) {
    try (Scope scope = run.open("encode")) {
      return latent(scope, model.pictures().moments(scope, pixels));
    }
  }

  /**
   * Takes the posterior's mean, or samples it where the autoencoder finds a variance, and scales
   * that to what the U-Net knows.
   */
  private NDArray latent(Scope scope, NDArray moments) {
    LatentCodec vae = model.vae();
    int channels = vae.latentChannels();
    NDArray mean = scope.slice(moments, 0, channels, 1);
    boolean sampled = conventions == Conventions.DIFFUSERS && moments.getShape().get(1) > channels;
    NDArray latent =
        sampled ? sample(scope, mean, scope.slice(moments, channels, 2L * channels, 1)) : mean;
    return run.adopt(vae.toModel(latent));
  }

  /** Samples the posterior as diffusers does, with the next draw of each image's generator. */
  private NDArray sample(Scope scope, NDArray mean, NDArray logVariance) {
    NDArray deviation = logVariance.clip(-30, 20).div(2).exp();
    return imageNoise.next(scope).mul(deviation).add(mean);
  }

  @Override
  public Optional<NDArray> previous() {
    return previous;
  }

  @Override
  public List<BufferedImage> decode(NDArray latents) {
    PictureCodec codec = new PictureCodec(model.vae(), conventions);
    return model.vae().held(() -> decoded(codec, latents));
  }

  private List<BufferedImage> decoded(PictureCodec codec, NDArray latents) {
    List<BufferedImage> pictures = new ArrayList<>();
    for (long i = 0; i < latents.getShape().get(0); i++) {
      try (Scope scope = run.open("image")) {
        pictures.add(codec.decode(scope, scope.slice(latents, i, i + 1, 0)));
      }
    }
    return pictures;
  }

  @Override
  public NDArray array(float[] values, long... shape) {
    return run.array(values, shape);
  }
}
