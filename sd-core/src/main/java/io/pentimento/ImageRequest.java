package io.pentimento;

import io.pentimento.image.ColourCorrection;
import io.pentimento.sampling.LatentSpace;
import io.pentimento.sampling.Sampling;
import java.awt.image.BufferedImage;
import java.util.Optional;

/**
 * A request that starts from a picture, such as image to image and inpainting, and that can go on
 * from the picture it made.
 */
public interface ImageRequest extends LatentRequest {
  /** Returns the picture to start from. */
  BufferedImage image();

  /** Returns how much of it is replaced, in [0, 1]. */
  double denoisingStrength();

  /**
   * Returns what gives the new picture the colours of the one it starts from; empty unless that is
   * asked for.
   *
   * @throws IllegalArgumentException if a setting does not suit the model
   */
  Optional<ColourCorrection> colours(LatentSpace space);

  /** Returns this request with other settings of sampling. */
  ImageRequest withSampling(Sampling sampling);

  /**
   * Returns the request that goes on from a picture which this one made, and gives back one of the
   * same size: the picture is not resized again, lies under the mask as it is, and its colours are
   * not corrected.
   *
   * @param image the picture
   * @param denoisingStrength how much of it is replaced, in [0, 1]
   */
  ImageRequest goingOn(BufferedImage image, double denoisingStrength, Sampling sampling);
}
