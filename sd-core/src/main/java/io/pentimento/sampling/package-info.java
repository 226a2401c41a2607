/**
 * How noise becomes a picture's latent: samplers, schedules of noise levels, and seeded noise.
 *
 * <p>Everything turns on one idea: a {@link io.pentimento.sampling.Denoiser} maps a noisy latent
 * and its noise level to an estimate of the clean latent. Guidance and mask blending wrap a
 * denoiser in another; a {@link io.pentimento.sampling.Sampler} walks from level to level and knows
 * none of them.
 *
 * <p>This is where the library is extended. An algorithm of your own is a {@code Sampler}, noise
 * levels of your own are a {@link io.pentimento.sampling.SigmaSchedule}, and a task of your own is
 * a {@link io.pentimento.sampling.LatentPlan}: where the latent starts, what the estimates are
 * blended with, and what becomes of the picture.
 *
 * <p>The package may use {@code model}, {@code checkpoint}, {@code image} and {@code internal}.
 */
@NullMarked
package io.pentimento.sampling;

import org.jspecify.annotations.NullMarked;
