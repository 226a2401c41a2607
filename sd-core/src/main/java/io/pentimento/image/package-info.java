/**
 * Pictures as 8-bit samples, and the arithmetic on them that the numbers of Stable Diffusion
 * programs depend on: resampling, blurring and compositing exactly as Pillow does them, bit for
 * bit.
 *
 * <p>Start at {@link io.pentimento.image.Pixels}; {@link io.pentimento.image.PictureReader} reads
 * files. Uses nothing else of this library.
 */
@NullMarked
package io.pentimento.image;

import org.jspecify.annotations.NullMarked;
