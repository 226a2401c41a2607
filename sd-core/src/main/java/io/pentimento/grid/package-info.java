/**
 * One picture out of many: a request whose settings vary along one to three axes, the "X/Y/Z plot"
 * of AUTOMATIC1111's WebUI.
 *
 * <p>Start at {@link io.pentimento.grid.Grid}. An {@link io.pentimento.grid.Axis} is a setting and
 * its values; {@link io.pentimento.grid.AxisKinds} makes one of words, such as a command line has
 * them, and {@link io.pentimento.grid.AxisValues} reads the values.
 *
 * <p>May use {@code io.pentimento} and every other package of the module; no other package of it
 * uses this one.
 */
@NullMarked
package io.pentimento.grid;

import org.jspecify.annotations.NullMarked;
