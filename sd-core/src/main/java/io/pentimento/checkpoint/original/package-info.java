/**
 * Model files in the layout of the original programs, which hold all networks under other names
 * than diffusers' folders, and no configuration. Start at {@link
 * io.pentimento.checkpoint.original.OriginalModel}: it finds out what a file is and shows each
 * network as a {@link io.pentimento.checkpoint.Checkpoint} with diffusers' names. May use {@code
 * checkpoint} alone.
 */
@NullMarked
package io.pentimento.checkpoint.original;

import org.jspecify.annotations.NullMarked;
