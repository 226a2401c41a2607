/**
 * Networks that look at pictures. Start at {@link io.pentimento.vision.YoloModel}, which finds
 * things and people.
 *
 * <p>This package uses {@code io.pentimento}, {@code model}, {@code checkpoint}, {@code image} and
 * {@code internal}; nothing of the core uses it.
 */
@NullMarked
package io.pentimento.vision;

import org.jspecify.annotations.NullMarked;
