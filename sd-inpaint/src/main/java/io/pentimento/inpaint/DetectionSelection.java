package io.pentimento.inpaint;

import io.pentimento.RequestBuilder;
import io.pentimento.image.ImageSize;
import io.pentimento.vision.Detection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * Which of the things that were found are repainted, and in what order: first by class, confidence
 * and share of the picture, then so many at most, then sorted, as ADetailer does.
 *
 * @param confidence only what is surer than this, in [0, 1]
 * @param classNames only what is of one of these classes; empty for all
 * @param smallestShare only what has a box of at least this share of the picture, in [0, 1]
 * @param largestShare only what has a box of at most this share of the picture, in [0, 1]
 * @param most at most so many; 0 for all
 * @param preferred which ones those are
 * @param order in what order they are repainted
 */
public record DetectionSelection(
    double confidence,
    Set<String> classNames,
    double smallestShare,
    double largestShare,
    int most,
    Preference preferred,
    DetectionOrder order) {
  /** ADetailer's: all that is surer than 0.3, as found. */
  public static final DetectionSelection DEFAULTS =
      new DetectionSelection(0.3, Set.of(), 0, 1, 0, Preference.LARGEST, DetectionOrder.AS_FOUND);

  /** What is kept where there is too much. */
  public enum Preference {
    /** The largest boxes. */
    LARGEST,
    /** Those the detector is surest of. */
    SUREST
  }

  /** Checks every setting. */
  public DetectionSelection {
    RequestBuilder.requireFraction("confidence", confidence);
    RequestBuilder.requireFraction("smallestShare", smallestShare);
    RequestBuilder.requireFraction("largestShare", largestShare);
    Objects.requireNonNull(preferred, "preferred");
    Objects.requireNonNull(order, "order");
    classNames = Set.copyOf(classNames);
    if (smallestShare > largestShare) {
      throw new IllegalArgumentException(
          "smallestShare must be at most largestShare, but got: %s and %s."
              .formatted(smallestShare, largestShare));
    }
    if (most < 0) {
      throw new IllegalArgumentException(
          "most must be 1 or more, or 0 for all, but got: " + most + ".");
    }
  }

  /** Returns this selection with another confidence, in [0, 1]. */
  public DetectionSelection withConfidence(double confidence) {
    return new DetectionSelection(
        confidence, classNames, smallestShare, largestShare, most, preferred, order);
  }

  /** Returns this selection with other classes, named as the detector names them. */
  public DetectionSelection withClassNames(Set<String> classNames) {
    return new DetectionSelection(
        confidence, classNames, smallestShare, largestShare, most, preferred, order);
  }

  /** Returns this selection with other limits of the share of the picture, in [0, 1]. */
  public DetectionSelection withShares(double smallest, double largest) {
    return new DetectionSelection(
        confidence, classNames, smallest, largest, most, preferred, order);
  }

  /** Returns this selection with another number at most. */
  public DetectionSelection withMost(int most, Preference preferred) {
    return new DetectionSelection(
        confidence, classNames, smallestShare, largestShare, most, preferred, order);
  }

  /** Returns this selection with another order. */
  public DetectionSelection withOrder(DetectionOrder order) {
    return new DetectionSelection(
        confidence, classNames, smallestShare, largestShare, most, preferred, order);
  }

  /**
   * Chooses.
   *
   * @param found what was found
   * @param picture the size of the picture that was searched
   */
  public List<Detection> of(List<Detection> found, ImageSize picture) {
    return order.sort(limited(suitable(found, picture)), picture);
  }

  private List<Detection> suitable(List<Detection> found, ImageSize picture) {
    double area = (double) picture.width() * picture.height();
    return found.stream()
        .filter(one -> one.confidence() > confidence)
        .filter(one -> classNames.isEmpty() || classNames.contains(one.className()))
        .filter(one -> one.box().area() / area >= smallestShare)
        .filter(one -> one.box().area() / area <= largestShare)
        .toList();
  }

  /** The best first, and of equals the later one. */
  private List<Detection> limited(List<Detection> found) {
    if (most == 0) {
      return found;
    }
    ToDoubleFunction<Detection> worth =
        preferred == Preference.LARGEST ? one -> one.box().area() : Detection::confidence;
    List<Detection> sorted = new ArrayList<>(found);
    sorted.sort(Comparator.comparingDouble(worth));
    Collections.reverse(sorted);
    return List.copyOf(sorted.subList(0, Math.min(most, sorted.size())));
  }
}
