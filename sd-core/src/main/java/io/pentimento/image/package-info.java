/**
 * Pixels: sizes, resampling, and the text that is written into a picture.
 *
 * <p>Java's own resampling differs from the one that the networks saw in training, so this package
 * brings its own, equal to it within a level. It uses no other package of this library.
 */
@NullMarked
package io.pentimento.image;

import org.jspecify.annotations.NullMarked;
