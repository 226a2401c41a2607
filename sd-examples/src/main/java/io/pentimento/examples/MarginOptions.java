package io.pentimento.examples;

import io.pentimento.image.AspectRatio;
import io.pentimento.image.ImageSize;
import io.pentimento.inpaint.Margins;
import io.pentimento.inpaint.Outpaint;
import io.pentimento.inpaint.OutpaintAnchor;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How far a picture is extended: by pixels, to a size, or to a shape. */
final class MarginOptions {
  @Option(
      names = "--left",
      paramLabel = "PIXELS",
      description = "How far it grows to the left; 0 unless set.")
  private int left;

  @Option(
      names = "--right",
      paramLabel = "PIXELS",
      description = "How far it grows to the right; 0 unless set.")
  private int right;

  @Option(
      names = "--up",
      paramLabel = "PIXELS",
      description = "How far it grows above; 0 unless set.")
  private int up;

  @Option(
      names = "--down",
      paramLabel = "PIXELS",
      description = "How far it grows below; 0 unless set.")
  private int down;

  @Option(
      names = "--to",
      paramLabel = "WxH",
      converter = SizeConverter.class,
      description = "In place of these: the size to extend it to, such as 768x512.")
  private @Nullable ImageSize size;

  @Option(
      names = "--aspect",
      paramLabel = "W:H",
      converter = AspectConverter.class,
      description = "In place of these: the shape to extend it to, such as 16:9.")
  private @Nullable AspectRatio shape;

  @Option(
      names = "--anchor",
      paramLabel = "PLACE",
      description =
          "With --to and --aspect: where the picture lies in the result, one of"
              + " ${COMPLETION-CANDIDATES}; centre unless set.")
  private @Nullable OutpaintAnchor anchor;

  /** Gives the margins to a request. */
  Outpaint.Builder apply(Outpaint.Builder builder) {
    Margins margins = new Margins(left, right, up, down);
    long ways = Stream.of(!margins.isNone(), size != null, shape != null).filter(b -> b).count();
    if (ways != 1) {
      throw new IllegalArgumentException(
          "Say how far the picture is to grow in one way: by --left, --right, --up and --down, by"
              + " --to, or by --aspect.");
    }
    if (!margins.isNone() && anchor != null) {
      throw new IllegalArgumentException(
          "--anchor goes with --to and --aspect. With --left and its sisters, leave it out.");
    }
    OutpaintAnchor place = anchor == null ? OutpaintAnchor.CENTRE : anchor;
    if (size != null) {
      return builder.to(size, place);
    }
    return shape == null ? builder.margins(margins) : builder.to(shape, place);
  }
}
