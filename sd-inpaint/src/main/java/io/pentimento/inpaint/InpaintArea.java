package io.pentimento.inpaint;

/** How much of the picture the model looks at while it repaints. */
public sealed interface InpaintArea {
  /** The model sees the whole picture. */
  static InpaintArea wholePicture() {
    return new WholePicture();
  }

  /**
   * The model sees the masked part and some surroundings, enlarged to the size it works at: small
   * things get more detail.
   *
   * @param padding how many pixels of the picture around the mask it sees, 0 to 1024; the WebUI's
   *     default is 32
   */
  static InpaintArea onlyMasked(int padding) {
    return new OnlyMasked(padding);
  }

  /** The model sees the whole picture. */
  record WholePicture() implements InpaintArea {}

  /**
   * The model sees the masked part and some surroundings.
   *
   * @param padding pixels of the picture around the mask, 0 to 1024
   */
  record OnlyMasked(int padding) implements InpaintArea {
    /** Checks the padding. */
    public OnlyMasked {
      if (padding < 0 || padding > 1024) {
        throw new IllegalArgumentException(
            "padding must be in [0, 1024] pixels, but got: " + padding + ". The usual one is 32.");
      }
    }
  }
}
