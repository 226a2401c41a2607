/**
 * How fast the parts are that a picture's time goes into, one class a subject. Networks have the
 * sizes of Stable Diffusion 1.5 and weights that are made up, so no checkpoint is needed.
 *
 * <p>How to run them, and what was seen: {@code benchmarks/README.md}.
 */
@NullMarked
package io.pentimento.benchmarks;

import org.jspecify.annotations.NullMarked;
