/**
 * The networks, as plain Java over arrays: text encoder, U-Net and autoencoder.
 *
 * <p>One network a file: small blocks above, the whole network last. Every number of an
 * architecture stands in a configuration record that is read from the model's own {@code
 * config.json}, so that other widths, depths and latent factors need no new code. No network knows
 * the layout or the names of a checkpoint file; those are the business of {@link
 * io.pentimento.checkpoint}.
 *
 * <p>A network is immutable once loaded and may be used by many threads at once. What it computes
 * hangs on the manager of the activation it was given, never on the manager that holds its weights.
 *
 * <p>A {@link io.pentimento.model.NetworkPatch} collects what a request changes; the changed
 * network is the same classes over {@link io.pentimento.model.PatchedTensors}.
 *
 * <p>The package may use {@code checkpoint}, {@code image}, {@code internal} and {@code patch}.
 */
@NullMarked
package io.pentimento.model;

import org.jspecify.annotations.NullMarked;
