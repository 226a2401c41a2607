/**
 * The tour that {@code ./sd demo} writes: a {@link io.pentimento.examples.tour.Lesson} for each thing the library does,
 * and the page that shows them. Start at {@link io.pentimento.examples.tour.Tour}.
 */
@NullMarked
package io.pentimento.examples.tour;

import org.jspecify.annotations.NullMarked;
