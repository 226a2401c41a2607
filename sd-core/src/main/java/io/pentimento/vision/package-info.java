/**
 * Networks that find things in pictures: what lies under a click or in a box ({@link
 * io.pentimento.vision.SegmentAnything}), what words say ({@link
 * io.pentimento.vision.TextSegmenter}), and the subject ({@link
 * io.pentimento.vision.SubjectSelector}). Each gives {@link io.pentimento.vision.Selection}s of the
 * picture's size. May use all of the core but {@code grid}.
 */
@NullMarked
package io.pentimento.vision;

import org.jspecify.annotations.NullMarked;
