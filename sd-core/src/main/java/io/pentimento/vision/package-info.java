/**
 * Networks that look at pictures and tell what they see: captions and tags, to be prompts. Start at
 * {@link io.pentimento.vision.Describer}.
 *
 * <p>All models are files of the user's; none is bundled. What a file holds is told by its tensors'
 * names, see {@link io.pentimento.vision.VisionKind}. The package stands above {@code
 * io.pentimento} and uses {@code model}, {@code checkpoint}, {@code image} and {@code internal}
 * beside it.
 */
@NullMarked
package io.pentimento.vision;

import org.jspecify.annotations.NullMarked;
