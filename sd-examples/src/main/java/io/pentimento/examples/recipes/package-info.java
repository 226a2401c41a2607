/**
 * Short programs to copy from, one task each. All run on the bundled demo model; put the folder of another model in the
 * place of {@link io.pentimento.examples.DemoModel#portraits()}. Start at {@code GenerateAPicture}.
 */
@NullMarked
package io.pentimento.examples.recipes;

import org.jspecify.annotations.NullMarked;
