/**
 * The text by which pictures tell how they were made, and the picture files that carry it: the
 * "parameters" of AUTOMATIC1111's WebUI 1.10, which most programs and sites read.
 *
 * <p>Start at {@link io.pentimento.infotext.Infotext}, the text, and at {@link
 * io.pentimento.infotext.PictureFile}, where it is kept. Text from a file is not trusted: every
 * text is read in time that grows with its length, and none is refused.
 *
 * <p>May use {@code prompt}; only {@code io.pentimento} and other modules use it.
 */
@NullMarked
package io.pentimento.infotext;

import org.jspecify.annotations.NullMarked;
