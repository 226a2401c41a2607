package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The variational autoencoder between pixels and latents (Rombach et al. 2022, section 3.1;
 * diffusers' AutoencoderKL). Immutable: any number of threads may use one.
 *
 * <p>Latents here are the autoencoder's own: {@link #toModel} and {@link #fromModel} scale between
 * them and what the U-Net sees.
 */
public final class Autoencoder implements LatentCodec {
  private static final double EPS = 1e-6;

  private final AutoencoderConfig config;
  private final NumberType type;
  private final Half encoder;
  private final Half decoder;
  private final Optional<Conv> quantConv;
  private final Optional<Conv> postQuantConv;

  /** The layers of the encoder, or of the decoder. */
  private record Half(
      Conv convIn,
      List<AutoencoderStage> stages,
      AutoencoderMiddle middle,
      Norm normOut,
      Conv convOut) {}

  /**
   * Reads the network.
   *
   * @param type the type the weights were read in, in which the network computes
   * @throws ModelFormatException if tensors are missing, of the wrong shape, or left over
   */
  public Autoencoder(AutoencoderConfig config, Weights weights, NumberType type)
      throws ModelFormatException {
    this.config = config;
    this.type = type;
    int first = config.channels().get(0);
    int deepest = config.channels().get(config.channels().size() - 1);
    int moments = 2 * config.latentChannels();
    Weights down = weights.at("encoder");
    this.encoder =
        new Half(
            down.conv("conv_in", 3, first, 3, 1),
            IntStream.range(0, config.channels().size())
                .mapToObj(
                    i -> AutoencoderStage.readDown(down.at("down_blocks." + i), config, i, EPS))
                .toList(),
            AutoencoderMiddle.read(down.at("mid_block"), config, deepest, EPS),
            down.norm("conv_norm_out", deepest, EPS),
            down.conv("conv_out", deepest, moments, 3, 1));
    Weights up = weights.at("decoder");
    this.decoder =
        new Half(
            up.conv("conv_in", config.latentChannels(), deepest, 3, 1),
            IntStream.range(0, config.channels().size())
                .mapToObj(i -> AutoencoderStage.readUp(up.at("up_blocks." + i), config, i, EPS))
                .toList(),
            AutoencoderMiddle.read(up.at("mid_block"), config, deepest, EPS),
            up.norm("conv_norm_out", first, EPS),
            up.conv("conv_out", first, 3, 3, 1));
    this.quantConv =
        config.quantConv()
            ? Optional.of(weights.conv("quant_conv", moments, moments, 1, 1))
            : Optional.empty();
    this.postQuantConv =
        config.postQuantConv()
            ? Optional.of(
                weights.conv(
                    "post_quant_conv", config.latentChannels(), config.latentChannels(), 1, 1))
            : Optional.empty();
    weights.finish();
  }

  /** Returns the architecture. */
  public AutoencoderConfig config() {
    return config;
  }

  @Override
  public int latentChannels() {
    return config.latentChannels();
  }

  @Override
  public int factor() {
    return config.factor();
  }

  /**
   * Encodes pixels to the posterior's moments.
   *
   * @param pixels {@code [batch, 3, height, width]}, float32 in [-1, 1]; sides are multiples of the
   *     factor
   * @return mean then log variance, {@code [batch, 2 × latentChannels, height / factor, width /
   *     factor]}, float32
   */
  @Override
  public NDArray moments(Scope parent, NDArray pixels, Observer observer) {
    try (Scope scope = parent.open("vae encoder")) {
      NDArray hidden = encoder.convIn.apply(scope, scope.pixels(pixels, type));
      for (AutoencoderStage stage : encoder.stages) {
        try (NDArray previous = hidden) {
          hidden = stage.down(scope, previous);
        }
      }
      hidden = encoder.middle.apply(scope, hidden);
      observer.see("encoder.mid_block", hidden);
      NDArray moments =
          encoder.normOut.groupSiluConv(scope, hidden, config.normGroups(), encoder.convOut);
      if (quantConv.isPresent()) {
        moments = quantConv.get().apply(scope, moments);
      }
      return parent.adopt(scope.plain(moments));
    }
  }

  /**
   * Encodes pixels to the posterior's mean, the latent that is decoded back most faithfully.
   *
   * @param pixels {@code [batch, 3, height, width]}, float32 in [-1, 1]; sides are multiples of the
   *     factor
   * @return {@code [batch, latentChannels, height / factor, width / factor]}, float32
   */
  public NDArray encode(Scope parent, NDArray pixels) {
    try (Scope scope = parent.open("encode")) {
      NDArray moments = moments(scope, pixels, Observer.NONE);
      return parent.adopt(scope.slice(moments, 0, config.latentChannels(), 1));
    }
  }

  /**
   * Decodes a latent.
   *
   * @param latent {@code [batch, latentChannels, h, w]}, float32
   * @return {@code [batch, 3, h × factor, w × factor]}, float32, about [-1, 1] but not clamped
   */
  @Override
  public NDArray decode(Scope parent, NDArray latent, Observer observer) {
    try (Scope scope = parent.open("vae decoder")) {
      NDArray hidden = scope.pixels(latent, type);
      if (postQuantConv.isPresent()) {
        hidden = postQuantConv.get().apply(scope, hidden);
      }
      hidden = decoder.middle.apply(scope, decoder.convIn.apply(scope, hidden));
      observer.see("decoder.mid_block", hidden);
      for (int i = 0; i < decoder.stages.size(); i++) {
        try (NDArray previous = hidden) {
          hidden = decoder.stages.get(i).up(scope, previous);
        }
        observer.see("decoder.up_blocks." + i, hidden);
      }
      NDArray out =
          decoder.normOut.groupSiluConv(scope, hidden, config.normGroups(), decoder.convOut);
      return parent.adopt(scope.plain(out));
    }
  }

  /** Scales the autoencoder's latent to the U-Net's: {@code (latent - shift) × scale}. */
  @Override
  public NDArray toModel(NDArray latent) {
    return latent.sub(config.shiftFactor()).mul(config.scalingFactor());
  }

  /** Scales the U-Net's latent to the autoencoder's: {@code latent / scale + shift}. */
  @Override
  public NDArray fromModel(NDArray latent) {
    return latent.div(config.scalingFactor()).add(config.shiftFactor());
  }
}
