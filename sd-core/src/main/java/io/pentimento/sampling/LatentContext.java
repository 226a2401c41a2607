package io.pentimento.sampling;

import ai.djl.ndarray.NDArray;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Optional;

/**
 * What a {@link LatentPlan} may use of the model while it opens, and for how long: everything lives
 * in the run's scope.
 */
public interface LatentContext {
  /** Returns the model's latent dimensions. */
  LatentSpace space();

  /** Returns whose arithmetic the run follows. */
  Conventions conventions();

  /** Returns how many pictures the run makes. */
  int batch();

  /**
   * Returns the noise the sampler starts from, {@code [batch, channels, height / f, width / f]},
   * unit variance. The first call draws it, further ones return the same array.
   */
  NDArray noise();

  /**
   * Encodes a picture whose sides are multiples of the latent factor.
   *
   * @return the posterior's mean times the model's scaling factor, {@code [1, channels, height / f,
   *     width / f]}; with {@link Conventions#DIFFUSERS} a sample of the posterior for each image,
   *     {@code [batch, ...]}
   */
  NDArray encode(BufferedImage picture);

  /**
   * Encodes pixels.
   *
   * @param pixels {@code [1, 3, height, width]}, float32 in [-1, 1]
   * @return the posterior's mean times the model's scaling factor, {@code [1, channels, height / f,
   *     width / f]}; with {@link Conventions#DIFFUSERS} a sample of the posterior for each image,
   *     {@code [batch, ...]}
   */
  NDArray encode(NDArray pixels);

  /**
   * Encodes a picture for the channels that a model edits it by: InstructPix2Pix was trained on
   * latents that are not scaled.
   *
   * @return the posterior's mean as it is, {@code [1, channels, height / f, width / f]}
   */
  NDArray encodeUnscaled(BufferedImage picture);

  /**
   * Returns the latent that the pass before ended with, {@code [batch, channels, height / f, width
   * / f]} of that pass; empty in the first.
   */
  Optional<NDArray> previous();

  /**
   * Decodes latents to pictures.
   *
   * @param latents {@code [batch, channels, height / f, width / f]}
   */
  List<BufferedImage> decode(NDArray latents);

  /** Creates an array in the run's scope from float values, row-major. */
  NDArray array(float[] values, long... shape);
}
