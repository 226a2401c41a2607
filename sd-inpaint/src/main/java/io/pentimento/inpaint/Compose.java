package io.pentimento.inpaint;

/**
 * How what was generated is joined with the picture. In every way but {@link #raw()}, a pixel keeps
 * its bytes where the blurred mask is 0.
 */
public sealed interface Compose {
  /**
   * The picture lies over what was generated, clear where the mask is: the WebUI's way. With {@link
   * InpaintArea#wholePicture()} it is clear from half masked on, with {@link
   * InpaintArea#onlyMasked} where fully masked.
   */
  static Compose overlay() {
    return new Overlaid();
  }

  /**
   * What was generated replaces the picture where the blurred mask is at least half (128), with a
   * hard edge.
   */
  static Compose paste() {
    return new Pasted();
  }

  /**
   * As {@link #overlay()}, after what was generated got the colours that the picture has along the
   * mask's border. Their difference there is interpolated over the masked part, as smoothly as a
   * membrane that is clamped at the border, and added: Pérez et al. 2003, "Poisson Image Editing",
   * section 3, in the form of Farbman et al. 2011, "Convolution Pyramids", section 4.2. Steps of
   * colour and brightness at the seam go; the colour of the middle may change.
   */
  static Compose seamless() {
    return new Seamless();
  }

  /**
   * What was generated, and nothing of the picture: the WebUI with its "overlay original" switched
   * off. No pixel is promised to stay, and the result has the size the model worked at, with {@link
   * InpaintArea#onlyMasked} that of the part it looked at. Alpha is lost.
   */
  static Compose raw() {
    return new Raw();
  }

  /** The picture lies over what was generated. */
  record Overlaid() implements Compose {}

  /** What was generated replaces the picture with a hard edge. */
  record Pasted() implements Compose {}

  /** What was generated gets the colours of the mask's border, then lies under the picture. */
  record Seamless() implements Compose {}

  /** What was generated, alone. */
  record Raw() implements Compose {}
}
