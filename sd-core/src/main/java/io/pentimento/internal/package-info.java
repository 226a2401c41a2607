/**
 * The seam to the tensor engine: start-up, precision, memory scopes, and operations it lacks.
 *
 * <p>Everything that is particular to DJL's PyTorch engine is kept here, so that another binding
 * could stand in its place. Nothing here is exported, and nothing here is part of the public API.
 * The package uses no other package of this library.
 */
@NullMarked
package io.pentimento.internal;

import org.jspecify.annotations.NullMarked;
