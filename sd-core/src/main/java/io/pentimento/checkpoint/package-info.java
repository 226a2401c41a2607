/**
 * Reads model files, none of which is trusted: safetensors, and {@code torch.save} without running
 * any of its code.
 *
 * <p>Start at {@link io.pentimento.checkpoint.Checkpoint}. The package may use {@code internal}.
 */
@NullMarked
package io.pentimento.checkpoint;

import org.jspecify.annotations.NullMarked;
