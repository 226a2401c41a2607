/**
 * How a picture steers what is generated. Start at {@link io.pentimento.control.ControlUnit}: a
 * network, the picture it looks at, and how strongly and when it counts. A {@link
 * io.pentimento.control.Preprocessor} makes of any picture one that such networks were trained on.
 * An {@link io.pentimento.control.ImagePrompt} stands beside the words of the prompt instead.
 *
 * <p>This package uses {@code io.pentimento.image} and the JDK only.
 */
@NullMarked
package io.pentimento.control;

import org.jspecify.annotations.NullMarked;
