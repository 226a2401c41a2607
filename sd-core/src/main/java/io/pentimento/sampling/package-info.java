/**
 * How noise becomes a latent. Start at {@link io.pentimento.sampling.Sampler}: a small algorithm
 * over a {@link io.pentimento.sampling.Denoiser}. A {@link io.pentimento.sampling.SigmaSchedule}
 * chooses noise levels from the model's {@link io.pentimento.sampling.NoiseLevels}, a {@link
 * io.pentimento.sampling.Ladder} is what one run steps down, and a {@link
 * io.pentimento.sampling.NoiseSource} makes noise from seeds.
 *
 * <p>Arrays that an operation returns hang on the manager of its first operand. This package uses
 * {@code io.pentimento.image} and the JDK only.
 */
@NullMarked
package io.pentimento.sampling;

import org.jspecify.annotations.NullMarked;
