/**
 * The command line {@link io.pentimento.examples.Sd} and the {@link io.pentimento.examples.DemoModel demo model}, which
 * any application that has this jar can load. Short programs to copy from are in {@code recipes}. Nothing in the
 * library depends on this module.
 */
@NullMarked
package io.pentimento.examples;

import org.jspecify.annotations.NullMarked;
