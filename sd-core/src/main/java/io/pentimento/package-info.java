/**
 * Stable Diffusion inside a Java program: a loaded model, requests, and what comes back.
 *
 * <p>Start at {@link io.pentimento.Pipeline}, which owns a loaded model and all its native memory.
 * A request such as {@link io.pentimento.TextToImage} or {@link io.pentimento.ImageToImage} is an
 * immutable value; {@link io.pentimento.Pipeline#generate} turns it into a {@link
 * io.pentimento.Generation}, and {@link io.pentimento.Pipeline#start} into a {@link
 * io.pentimento.Run} that can be watched and cancelled. The settings that every request shares are
 * one record, {@link io.pentimento.sampling.Sampling}.
 *
 * <p>Signatures here use types of the JDK and of this library only. The package may use every other
 * package of the module; no other package uses it.
 */
@NullMarked
package io.pentimento;

import org.jspecify.annotations.NullMarked;
