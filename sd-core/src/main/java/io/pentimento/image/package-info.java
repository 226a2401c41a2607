/**
 * Pictures as 8-bit samples, and the arithmetic on them that the numbers of Stable Diffusion
 * programs depend on: resampling, blurring and compositing exactly as Pillow does them, bit for
 * bit.
 *
 * <p>Start at {@link io.pentimento.image.Pixels}. Uses nothing but the JDK.
 */
@NullMarked
package io.pentimento.image;

import org.jspecify.annotations.NullMarked;
