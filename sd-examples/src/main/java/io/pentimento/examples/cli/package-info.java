/**
 * The commands of {@link io.pentimento.examples.Sd}: a class for each command, a mixin for each group of options, and
 * what carries a request from the command line to files. Start at {@code TextToImageCommand}.
 */
@NullMarked
package io.pentimento.examples.cli;

import org.jspecify.annotations.NullMarked;
