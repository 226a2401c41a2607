package io.pentimento.inpaint;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** How the new area of an {@link Outpaint} is made. */
public sealed interface OutpaintMode {
  /** Returns {@link #smooth(int)} with a seam of 16 pixels, the mode unless one is set. */
  static OutpaintMode smooth() {
    return smooth(16);
  }

  /**
   * Grows a picture by exactly what is asked. Where the model can see it all, that is done at once.
   * Else it is first painted small enough for that, which settles what lies where, and then
   * enlarged by up to 2.5 at a time and painted in parts of the model's size, which add detail.
   *
   * @param seam how far into the picture it blends with what is new, in pixels, 0 to 512; with 0
   *     the whole picture keeps its bytes
   */
  static OutpaintMode smooth(int seam) {
    return new Smooth(seam);
  }

  /** Returns the WebUI's "Outpainting mk2" with its usual settings. */
  static OutpaintMode matchedNoise() {
    return matchedNoise(8, 1, 0.05);
  }

  /**
   * The WebUI's "Outpainting mk2": one side after the other starts from noise with the frequencies
   * and colours of the picture. The sides grow until the picture's is a multiple of 64.
   *
   * @param maskBlur how soft the border is, in pixels, 0 to 64; eleven times as many pixels of the
   *     picture may change beside it
   * @param falloff the exponent of the picture's spectrum, 0 to 4: higher gives coarser noise
   * @param colourVariation how coloured the noise is before it gets the picture's colours, 0 to 1
   */
  static OutpaintMode matchedNoise(int maskBlur, double falloff, double colourVariation) {
    return new NoiseMatched(maskBlur, falloff, colourVariation);
  }

  /** Returns the WebUI's "Poor man's outpainting" with its usual settings. */
  static OutpaintMode fill() {
    return fill(4, MaskedContent.FILL);
  }

  /**
   * The WebUI's "Poor man's outpainting": the extended picture is cut into tiles that overlap by
   * the pixels asked, and those with a new part are repainted. The sides grow until the picture's
   * is a multiple of 64.
   *
   * @param maskBlur how soft the border is, in pixels, 0 to 64; seven times as many pixels of the
   *     picture may change beside it
   * @param content what the new area starts from
   */
  static OutpaintMode fill(int maskBlur, MaskedContent content) {
    return new Filled(maskBlur, content);
  }

  /** Returns {@link #extend(int)} with a seam of 0: the picture keeps its bytes. */
  static OutpaintMode extend() {
    return extend(0);
  }

  /**
   * Repaints the new area in one pass over the whole extended picture, as programs around diffusers
   * do. The work grows with the picture, and large pictures come out repetitive.
   *
   * @param seam how far into the picture it blends with what is new, in pixels, 0 to 512
   */
  static OutpaintMode extend(int seam) {
    return new Extended(seam);
  }

  /** Returns the denoising strength that suits this mode, used unless another is asked. */
  double usualStrength();

  /**
   * Returns this mode and its settings under the names that pictures record them by, the WebUI's
   * where it has one.
   */
  Map<String, String> settings();

  /**
   * Grows in passes at the model's own size.
   *
   * @param seam pixels of the picture that may blend with what is new, 0 to 512
   */
  record Smooth(int seam) implements OutpaintMode {
    /** Checks the seam. */
    public Smooth {
      requireSeam(seam);
    }

    @Override
    public double usualStrength() {
      return 0.8;
    }

    @Override
    public Map<String, String> settings() {
      return recorded("smooth", "Outpaint seam", seam);
    }
  }

  /**
   * Outpainting mk2.
   *
   * @param maskBlur how soft the border is, in pixels, 0 to 64
   * @param falloff the exponent of the picture's spectrum, 0 to 4
   * @param colourVariation how coloured the noise is, 0 to 1
   */
  record NoiseMatched(int maskBlur, double falloff, double colourVariation)
      implements OutpaintMode {
    /** Checks every setting. */
    public NoiseMatched {
      requireBlur(maskBlur);
      if (!(falloff >= 0 && falloff <= 4)) {
        throw new IllegalArgumentException(
            "falloff must be in [0, 4], but got: " + falloff + ". The usual one is 1.");
      }
      if (!(colourVariation >= 0 && colourVariation <= 1)) {
        throw new IllegalArgumentException(
            "colourVariation must be in [0, 1], but got: "
                + colourVariation
                + ". The usual one is 0.05.");
      }
    }

    @Override
    public double usualStrength() {
      return 0.8;
    }

    @Override
    public Map<String, String> settings() {
      Map<String, String> settings = recorded("matched noise", "Mask blur", maskBlur);
      settings.put("Outpaint falloff", Double.toString(falloff));
      settings.put("Outpaint colour variation", Double.toString(colourVariation));
      return settings;
    }
  }

  /**
   * Poor man's outpainting.
   *
   * @param maskBlur how soft the border is, in pixels, 0 to 64
   * @param content what the new area starts from
   */
  record Filled(int maskBlur, MaskedContent content) implements OutpaintMode {
    /** Checks every setting. */
    public Filled {
      requireBlur(maskBlur);
      Objects.requireNonNull(content, "content");
    }

    @Override
    public double usualStrength() {
      return 0.75;
    }

    @Override
    public Map<String, String> settings() {
      Map<String, String> settings = recorded("fill", "Mask blur", maskBlur);
      if (content != MaskedContent.ORIGINAL) {
        settings.put("Masked content", content.recordedName());
      }
      return settings;
    }
  }

  /**
   * One pass over the whole extended picture.
   *
   * @param seam pixels of the picture that may blend with what is new, 0 to 512
   */
  record Extended(int seam) implements OutpaintMode {
    /** Checks the seam. */
    public Extended {
      requireSeam(seam);
    }

    @Override
    public double usualStrength() {
      return 1;
    }

    @Override
    public Map<String, String> settings() {
      return recorded("extend", "Outpaint seam", seam);
    }
  }

  private static Map<String, String> recorded(String mode, String setting, int pixels) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("Outpaint mode", mode);
    settings.put(setting, Integer.toString(pixels));
    return settings;
  }

  private static void requireSeam(int seam) {
    if (seam < 0 || seam > 512) {
      throw new IllegalArgumentException(
          "seam must be in [0, 512] pixels, but got: " + seam + ". The usual one is 16.");
    }
  }

  private static void requireBlur(int maskBlur) {
    if (maskBlur < 0 || maskBlur > 64) {
      throw new IllegalArgumentException(
          "maskBlur must be in [0, 64] pixels, but got: " + maskBlur + ".");
    }
  }
}
