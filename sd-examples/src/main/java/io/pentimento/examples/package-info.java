/**
 * The demo model, which any application that has this jar can load, and the command line.
 *
 * <p>Start at {@link io.pentimento.examples.DemoModel} or {@link io.pentimento.examples.Sd}: a class for each command, a
 * mixin for each group of options, and {@code Painting}, which carries a request to its files. {@code tour} holds what
 * {@code ./sd demo} shows, {@code recipes} short programs to copy from. Nothing in the library depends on this module.
 */
@NullMarked
package io.pentimento.examples;

import org.jspecify.annotations.NullMarked;
