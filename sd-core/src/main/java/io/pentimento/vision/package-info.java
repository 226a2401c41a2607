/**
 * Networks that look at pictures: what they show, in words ({@link
 * io.pentimento.vision.Describer}), what lies under a click or in a box ({@link
 * io.pentimento.vision.SegmentAnything}), what words say ({@link
 * io.pentimento.vision.TextSegmenter}), the subject ({@link io.pentimento.vision.SubjectSelector}),
 * and where things and people are ({@link io.pentimento.vision.YoloModel}).
 *
 * <p>All models are files of the user's; none is bundled. What a file holds is told by its tensors'
 * names. Nothing of the core uses this package; it may use all of the core but {@code grid}.
 */
@NullMarked
package io.pentimento.vision;

import org.jspecify.annotations.NullMarked;
