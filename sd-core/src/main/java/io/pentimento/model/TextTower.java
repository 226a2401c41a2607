package io.pentimento.model;

import io.pentimento.model.TextEncoderConfig.Activation;

/**
 * A text encoder with its tokenizer, and which of its layers a model was trained on.
 *
 * @param tokenizer turns texts into ids, with the padding that the encoder was trained with
 * @param encoder the network
 * @param plain whether the last layer but one is taken as it is, as SDXL does, and not the last one
 *     normalised
 */
public record TextTower(Tokenizer tokenizer, TextEncoder encoder, boolean plain) {
  private static final int PENULTIMATE = 2;

  /** Returns this tower with another encoder, such as a patched one. */
  public TextTower with(TextEncoder other) {
    return new TextTower(tokenizer, other, plain);
  }

  /**
   * Returns which layer is taken, counted from the end, 1 for the last.
   *
   * <p>OpenCLIP encoders have one, whatever is asked. Of SDXL's first encoder, 1 and 2 both stand
   * for the last but one, which it was trained on.
   *
   * @param clipSkip the layer that a request asks for
   * @throws IllegalArgumentException if the encoder has fewer layers
   */
  public int layer(int clipSkip) {
    boolean openClip = encoder.config().activation() == Activation.GELU;
    int layer = openClip ? 1 : clipSkip;
    int taken = plain ? Math.max(PENULTIMATE, layer) : layer;
    encoder.checkClipSkip(taken);
    return taken;
  }
}
