/**
 * Networks that look at pictures: what they are of, in words, what lies under a click or in a box
 * ({@link io.pentimento.vision.SegmentAnything}), what words say ({@link
 * io.pentimento.vision.TextSegmenter}), the subject ({@link io.pentimento.vision.SubjectSelector}),
 * and where things and people are ({@link io.pentimento.vision.YoloModel}).
 *
 * <p>Nothing of the core uses it; it may use all of the core but {@code grid}.
 */
@NullMarked
package io.pentimento.vision;

import org.jspecify.annotations.NullMarked;
