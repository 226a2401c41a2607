package io.pentimento.image;

import java.math.BigDecimal;

/** How large a hires fix makes a picture. */
public sealed interface HiresTarget permits HiresTarget.Scaled, HiresTarget.Resized {
  /** Returns the sizes for a first pass of a size. */
  HiresSize from(ImageSize first);

  /** Returns the name under which pictures record it. */
  String name();

  /** Returns what pictures record under that name. */
  String value();

  /**
   * Enlarges by a factor.
   *
   * @param factor the factor, above 0, at most 1000
   */
  static HiresTarget scaled(double factor) {
    return new Scaled(factor);
  }

  /**
   * Enlarges to a size. If both sides are given, the picture is enlarged until it covers them, and
   * what stands out is cut off.
   *
   * @param width pixels across, or 0 for what keeps the shape
   * @param height pixels down, or 0 for what keeps the shape
   */
  static HiresTarget resized(int width, int height) {
    return new Resized(width, height);
  }

  /**
   * Enlarges by a factor.
   *
   * @param factor the factor, above 0, at most 1000
   */
  record Scaled(double factor) implements HiresTarget {
    /** Checks the factor. */
    public Scaled {
      if (!(factor > 0 && factor <= 1000)) {
        throw new IllegalArgumentException(
            "hires scale must be in (0, 1000], but got: " + factor + ".");
      }
    }

    @Override
    public HiresSize from(ImageSize first) {
      return new HiresSize(first.scaled(factor), 0, 0);
    }

    @Override
    public String name() {
      return "Hires upscale";
    }

    @Override
    public String value() {
      return BigDecimal.valueOf(factor).stripTrailingZeros().toPlainString();
    }
  }

  /**
   * Enlarges to a size.
   *
   * @param width pixels across, or 0 for what keeps the shape
   * @param height pixels down, or 0 for what keeps the shape
   */
  record Resized(int width, int height) implements HiresTarget {
    /** Checks that a side is given. */
    public Resized {
      if (width < 0 || height < 0 || (width == 0 && height == 0)) {
        throw new IllegalArgumentException(
            "hires width and height must be 0 or more, and one of them above 0, but got: %dx%d."
                .formatted(width, height));
      }
    }

    @Override
    public HiresSize from(ImageSize first) {
      ImageSize upscaled =
          byWidth(first)
              ? new ImageSize(width, side(width, first.height(), first.width()))
              : new ImageSize(side(height, first.width(), first.height()), height);
      boolean both = width > 0 && height > 0;
      return new HiresSize(
          upscaled,
          both ? (upscaled.width() - width) / HiresSize.CELL : 0,
          both ? (upscaled.height() - height) / HiresSize.CELL : 0);
    }

    /** Tells whether the width decides: it is the only one, or the height follows it and covers. */
    private boolean byWidth(ImageSize first) {
      boolean wider = first.width() / (double) first.height() < width / (double) height;
      return height == 0 || (width > 0 && wider);
    }

    private static int side(long given, int other, int same) {
      return Math.toIntExact(given * other / same);
    }

    @Override
    public String name() {
      return "Hires resize";
    }

    @Override
    public String value() {
      return width + "x" + height;
    }
  }
}
