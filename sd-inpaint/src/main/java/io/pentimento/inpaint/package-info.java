/**
 * Repainting parts of pictures: masks and their algebra, and the request that repaints what a mask
 * marks.
 *
 * <p>Start at {@link io.pentimento.inpaint.Inpaint} and {@link io.pentimento.inpaint.Mask}; {@link
 * io.pentimento.inpaint.Canvas} is a session over one picture. Whatever is asked but {@link
 * io.pentimento.inpaint.Compose#raw}, a pixel where the blurred mask is 0 keeps its bytes.
 */
@NullMarked
package io.pentimento.inpaint;

import org.jspecify.annotations.NullMarked;
