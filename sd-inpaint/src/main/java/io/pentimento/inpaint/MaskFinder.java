package io.pentimento.inpaint;

import io.pentimento.vision.SegmentAnything;
import io.pentimento.vision.SubjectSelector;
import io.pentimento.vision.TextSegmenter;
import java.awt.image.BufferedImage;

/**
 * Finds what of a picture is to be repainted: by words, or its subject, so that one finder makes
 * the masks of many pictures.
 *
 * <pre>{@code
 * MaskFinder hair = MaskFinder.words(clipSeg, "hair").sharpened(sam, 0.4);
 * for (BufferedImage photo : photos) {
 *   Mask mask = hair.find(photo).grow(4).feather(4);
 *   if (!mask.isEmpty()) {
 *     pipeline.generate(Inpaint.builder(photo, mask, "blonde hair").build());
 *   }
 * }
 * }</pre>
 */
@FunctionalInterface
public interface MaskFinder {
  /**
   * Finds it in a picture.
   *
   * @return a mask of the picture's size, which is empty where the picture has no such thing
   */
  Mask find(BufferedImage picture);

  /**
   * Finds what words say, as surely as the network is, which is soft and coarse.
   *
   * @param words what is sought; with commas between them, several things
   */
  static MaskFinder words(TextSegmenter segmenter, String words) {
    return picture -> Mask.of(segmenter.select(picture, words));
  }

  /** Finds the subject of a picture, soft at its edges. */
  static MaskFinder subject(SubjectSelector selector) {
    return picture -> Mask.of(selector.select(picture));
  }

  /**
   * Marks fully what this finds more surely than a threshold, and nothing else.
   *
   * @param threshold in [0, 1); 0.4 to 0.5 suits words
   */
  default MaskFinder above(double threshold) {
    int level = SharpEdges.level(threshold);
    return picture -> find(picture).threshold(level);
  }

  /**
   * Draws the edges of what this finds anew: for each part of it, Segment Anything is asked for the
   * thing in the part's box, grown by 5 percent, at its surest place. Parts of less than a
   * thousandth of the picture are passed over.
   *
   * @param threshold how sure what counts must be, in [0, 1); 0.4 to 0.5 suits words
   */
  default MaskFinder sharpened(SegmentAnything sam, double threshold) {
    int level = SharpEdges.level(threshold);
    return picture -> new SharpEdges(sam, level).around(picture, find(picture));
  }
}
