package io.pentimento.examples.tour;

import io.pentimento.Generation;
import io.pentimento.GenerationRequest;
import java.awt.image.BufferedImage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Has the portrait, from which most lessons start, painted only once. */
final class PortraitOnce implements Painter {
  private final Painter painter;
  private @Nullable Generation portrait;

  PortraitOnce(Painter painter) {
    this.painter = painter;
  }

  @Override
  public Generation paint(GenerationRequest request, Consumer<? super BufferedImage> onTheWay) {
    if (!request.equals(Portrait.request())) {
      return painter.paint(request, onTheWay);
    }
    if (portrait == null) {
      portrait = painter.paint(request, onTheWay);
    }
    return portrait;
  }
}
