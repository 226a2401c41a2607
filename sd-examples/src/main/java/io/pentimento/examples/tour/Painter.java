package io.pentimento.examples.tour;

import io.pentimento.Generation;
import io.pentimento.GenerationRequest;
import java.awt.image.BufferedImage;
import java.util.function.Consumer;

/** Makes the pictures of a lesson: a pipeline, or what reports progress around it. */
@FunctionalInterface
public interface Painter {
  /**
   * Makes the pictures of a request.
   *
   * @param onTheWay hears of every picture that a request of several runs makes, in order
   */
  Generation paint(GenerationRequest request, Consumer<? super BufferedImage> onTheWay);

  /** Makes the pictures of a request. */
  default Generation paint(GenerationRequest request) {
    return paint(request, picture -> {});
  }
}
