/**
 * How a request changes a model without changing it: a {@link io.pentimento.patch.ModelPatch} says
 * what its networks would be like, and the run works on networks that share all weights that are
 * left alone.
 */
@NullMarked
package io.pentimento.patch;

import org.jspecify.annotations.NullMarked;
