package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import java.util.Optional;

/**
 * A small and fast stand-in for a model's autoencoder (Bohan's "Tiny AutoEncoder for Stable
 * Diffusion"; diffusers' AutoencoderTiny). Its latents are the U-Net's own, and it finds no
 * variance.
 */
public final class TinyAutoencoder implements LatentCodec {
  private final Optional<TinyEncoder> encoder;
  private final Optional<TinyDecoder> decoder;
  private final TinyAutoencoderConfig shape;
  private final NumberType type;

  /**
   * Joins the halves that a file has, at least one.
   *
   * @param shape the configuration of one of them
   * @param type the type the weights were read in, in which the network computes
   */
  TinyAutoencoder(
      Optional<TinyEncoder> encoder,
      Optional<TinyDecoder> decoder,
      TinyAutoencoderConfig shape,
      NumberType type) {
    this.encoder = encoder;
    this.decoder = decoder;
    this.shape = shape;
    this.type = type;
  }

  /** Tells whether it can encode; a file may hold the decoder alone. */
  public boolean encodes() {
    return encoder.isPresent();
  }

  /** Tells whether it can decode; a file may hold the encoder alone. */
  public boolean decodes() {
    return decoder.isPresent();
  }

  @Override
  public int latentChannels() {
    return shape.latentChannels();
  }

  @Override
  public int factor() {
    return 1 << (shape.blocks().size() - 1);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if it cannot encode
   */
  @Override
  public NDArray moments(Scope parent, NDArray pixels, Observer observer) {
    TinyEncoder half =
        encoder.orElseThrow(
            () ->
                new IllegalStateException(
                    "This tiny autoencoder was loaded without an encoder. Put taesd_encoder beside"
                        + " taesd_decoder to start from pictures."));
    try (Scope scope = parent.open("tiny encoder")) {
      NDArray unit = scope.plain(pixels).add(1).div(2);
      NDArray latent = half.apply(scope, scope.pixels(unit, type), observer);
      return parent.adopt(scope.plain(latent));
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if it cannot decode
   */
  @Override
  public NDArray decode(Scope parent, NDArray latent, Observer observer) {
    TinyDecoder half =
        decoder.orElseThrow(
            () -> new IllegalStateException("This tiny autoencoder was loaded without a decoder."));
    try (Scope scope = parent.open("tiny decoder")) {
      NDArray clamped = TinyDecoder.clamped(scope.plain(latent));
      NDArray unit = scope.plain(half.apply(scope, scope.pixels(clamped, type), observer));
      return parent.adopt(unit.mul(2).sub(1));
    }
  }

  /** Returns the latent itself. */
  @Override
  public NDArray toModel(NDArray latent) {
    return latent.duplicate();
  }

  /** Returns the latent itself. */
  @Override
  public NDArray fromModel(NDArray latent) {
    return latent.duplicate();
  }
}
