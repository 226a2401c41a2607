/**
 * Readers of model files, and a writer. Start at {@link io.pentimento.checkpoint.Checkpoint#open
 * Checkpoint.open} for one file, at {@link io.pentimento.checkpoint.DiffusersFolder} for a folder
 * of models, and at {@link io.pentimento.checkpoint.TensorValues} for the numbers themselves.
 *
 * <p>Every file is taken to be hostile: no length in it is believed before it is compared with the
 * size of the file, no class that it names is loaded (of an object, {@link
 * io.pentimento.checkpoint.PickledObject} keeps the name), and whatever does not hold ends in a
 * {@link io.pentimento.checkpoint.ModelFormatException} that says which file, which entry and why.
 *
 * <p>Uses the JDK and Gson only.
 */
@NullMarked
package io.pentimento.checkpoint;

import org.jspecify.annotations.NullMarked;
