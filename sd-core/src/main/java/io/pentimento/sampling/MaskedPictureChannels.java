package io.pentimento.sampling;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.Optional;

/**
 * The channels that the U-Net of an inpainting model takes beside the noisy latent: the mask, 1
 * where the picture is to be repainted, and the latent of the picture with that part greyed out,
 * {@code [1, 1 + channels, h, w]} in all.
 */
public final class MaskedPictureChannels {
  private MaskedPictureChannels() {}

  /**
   * Tells whether a model takes these channels.
   *
   * @throws IllegalArgumentException if it takes other ones, which only a kind of request of their
   *     own can give
   */
  public static boolean areTakenBy(LatentSpace space) {
    int extra = space.inputChannels() - space.channels();
    if (extra == 0) {
      return false;
    }
    if (extra == space.channels() + 1) {
      return true;
    }
    throw new IllegalArgumentException(
        ("The model's U-Net must take %d channels, or %d if it is an inpainting model, but takes"
             + " %d. A model that edits pictures by instruction (InstructPix2Pix) needs a picture:"
             + " use ImageToImage.")
            .formatted(space.channels(), 2 * space.channels() + 1, space.inputChannels()));
  }

  /**
   * Makes the channels of a mask and a picture.
   *
   * @param mask {@code [1, 1, h, w]}, 1 = repaint, in the run's scope
   * @param maskedPicture the encoded picture without what the mask covers, {@code [1 or batch,
   *     channels, h, w]}
   */
  public static NDArray of(NDArray mask, NDArray maskedPicture) {
    long batch = maskedPicture.getShape().get(0);
    return (batch == 1 ? mask : mask.repeat(0, batch)).concat(maskedPicture, 1);
  }

  /**
   * Makes the channels of a picture that is masked everywhere, or nothing for a model that takes
   * none.
   */
  public static Optional<NDArray> ofNothing(LatentContext context, int width, int height) {
    LatentSpace space = context.space();
    if (!areTakenBy(space)) {
      return Optional.empty();
    }
    int rows = height / space.factor();
    int columns = width / space.factor();
    float[] ones = new float[rows * columns];
    Arrays.fill(ones, 1);
    try (NDArray grey = context.array(new float[3 * width * height], 1, 3, height, width)) {
      return Optional.of(of(context.array(ones, 1, 1, rows, columns), context.encode(grey)));
    }
  }
}
