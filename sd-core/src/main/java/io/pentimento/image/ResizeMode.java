package io.pentimento.image;

/**
 * How a picture is brought to a size of another shape: the WebUI's "Resize mode". All resize with
 * Lanczos, unless an upscaler is given.
 */
public enum ResizeMode {
  /** Stretches the picture. Keeps its channels. */
  JUST_RESIZE {
    @Override
    Pixels resize(Pixels picture, int width, int height, Stretch stretch) {
      return stretch.to(picture, width, height);
    }
  },
  /** Covers the whole size, and cuts off what stands out. Gives RGB. */
  CROP_AND_RESIZE {
    @Override
    Pixels resize(Pixels picture, int width, int height, Stretch stretch) {
      return centred(scaled(picture, width, height, true, stretch), width, height);
    }
  },
  /**
   * Fits the whole picture in, and continues its border lines outwards. Gives RGB. Where an odd
   * number of lines is left, one line of the right or lower strip stays black or falls away, as in
   * the WebUI.
   */
  RESIZE_AND_FILL {
    @Override
    Pixels resize(Pixels picture, int width, int height, Stretch stretch) {
      Pixels scaled = scaled(picture, width, height, false, stretch);
      Pixels result = centred(scaled, width, height);
      int above = height / 2 - scaled.height() / 2;
      int left = width / 2 - scaled.width() / 2;
      if (wider(picture, width, height) && above > 0) {
        fillRows(result, scaled, above);
      } else if (taller(picture, width, height) && left > 0) {
        fillColumns(result, scaled, left);
      }
      return result;
    }
  };

  /** Brings a picture to a size, whatever its shape. */
  @FunctionalInterface
  interface Stretch {
    Pixels to(Pixels picture, int width, int height);
  }

  /** Brings a picture to a size. */
  public Pixels resize(Pixels picture, int width, int height) {
    return resize(picture, width, height, Resampling.LANCZOS::resize);
  }

  /**
   * Brings a picture to a size, and lets an upscaler enlarge it where it becomes larger: until it
   * covers the size, which Lanczos then makes exact. Grey pictures, such as masks, see Lanczos
   * alone.
   */
  public Pixels resize(Pixels picture, int width, int height, Upscaler upscaler) {
    return resize(picture, width, height, (from, w, h) -> enlarged(from, w, h, upscaler));
  }

  abstract Pixels resize(Pixels picture, int width, int height, Stretch stretch);

  private static Pixels enlarged(Pixels picture, int width, int height, Upscaler upscaler) {
    double factor = Math.max(width / (double) picture.width(), height / (double) picture.height());
    if (factor <= 1 || picture.channels() == 1) {
      return Resampling.LANCZOS.resize(picture, width, height);
    }
    ImageSize cover = picture.size().covering(new ImageSize(width, height));
    Pixels large = Pixels.of(upscaler.upscale(picture.toImage(), cover));
    return Resampling.LANCZOS.resize(large, width, height);
  }

  /** Tells whether the target is of narrower shape than the picture. */
  private static boolean wider(Pixels picture, int width, int height) {
    return (double) width / height < (double) picture.width() / picture.height();
  }

  /** Tells whether the target is of wider shape than the picture. */
  private static boolean taller(Pixels picture, int width, int height) {
    return (double) width / height > (double) picture.width() / picture.height();
  }

  private static Pixels scaled(
      Pixels picture, int width, int height, boolean cover, Stretch stretch) {
    boolean fullWidth = cover ? taller(picture, width, height) : wider(picture, width, height);
    boolean fullHeight = cover ? !taller(picture, width, height) : !wider(picture, width, height);
    long w = picture.width();
    long h = picture.height();
    int scaledWidth = fullWidth ? width : (int) Math.max(1, w * height / h);
    int scaledHeight = fullHeight ? height : (int) Math.max(1, h * width / w);
    return stretch.to(picture, scaledWidth, scaledHeight).rgb();
  }

  private static Pixels centred(Pixels scaled, int width, int height) {
    return scaled.onCanvas(
        new ImageSize(width, height),
        width / 2 - scaled.width() / 2,
        height / 2 - scaled.height() / 2);
  }

  private static void fillRows(Pixels canvas, Pixels scaled, int above) {
    int length = canvas.width() * 3;
    int next = Math.min(1, scaled.height() - 1);
    int last = scaled.height() - 1;
    byte[] samples = canvas.samples();
    for (int i = 0; i < length; i++) {
      byte top = beyond(scaled.samples()[i], scaled.samples()[next * length + i]);
      byte bottom =
          beyond(scaled.samples()[last * length + i], scaled.samples()[(last - next) * length + i]);
      for (int y = 0; y < above; y++) {
        samples[y * length + i] = top;
        if (above + scaled.height() + y < canvas.height()) {
          samples[(above + scaled.height() + y) * length + i] = bottom;
        }
      }
    }
  }

  private static void fillColumns(Pixels canvas, Pixels scaled, int left) {
    int next = Math.min(1, scaled.width() - 1);
    int last = scaled.width() - 1;
    byte[] samples = canvas.samples();
    for (int y = 0; y < canvas.height(); y++) {
      int row = y * canvas.width();
      int from = y * scaled.width();
      for (int c = 0; c < 3; c++) {
        byte before =
            beyond(scaled.samples()[from * 3 + c], scaled.samples()[(from + next) * 3 + c]);
        byte after =
            beyond(
                scaled.samples()[(from + last) * 3 + c],
                scaled.samples()[(from + last - next) * 3 + c]);
        for (int x = 0; x < left; x++) {
          samples[(row + x) * 3 + c] = before;
          if (left + scaled.width() + x < canvas.width()) {
            samples[(row + left + scaled.width() + x) * 3 + c] = after;
          }
        }
      }
    }
  }

  /**
   * Returns the sample beyond an edge: the reference resizes a box of no height with the bicubic
   * filter, which extrapolates by an eighth of the step between the two outermost lines.
   */
  private static byte beyond(byte edge, byte next) {
    int eighths = 9 * (edge & 0xff) - (next & 0xff);
    return (byte) Math.max(0, Math.min(255, Math.floorDiv(eighths + 4, 8)));
  }
}
