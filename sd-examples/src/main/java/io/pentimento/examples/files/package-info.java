/** Writing files so that nobody ever sees half of one: {@link io.pentimento.examples.files.WholeFile}. */
@NullMarked
package io.pentimento.examples.files;

import org.jspecify.annotations.NullMarked;
