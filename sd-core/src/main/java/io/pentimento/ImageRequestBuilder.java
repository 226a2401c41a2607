package io.pentimento;

import io.pentimento.image.Compositing;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * The settings that the builders of all requests share which start from a picture.
 *
 * @param <B> the builder itself
 */
public abstract class ImageRequestBuilder<B extends ImageRequestBuilder<B>>
    extends RequestBuilder<B> {
  private BufferedImage image;
  private Color background = Color.WHITE;
  private OptionalDouble denoisingStrength = OptionalDouble.empty();

  /** Starts with a picture and a prompt. */
  protected ImageRequestBuilder(BufferedImage image, String prompt) {
    super(prompt);
    this.image = Objects.requireNonNull(image, "image");
  }

  /** Starts with the settings of a request. */
  protected ImageRequestBuilder(
      GenerationRequest request, BufferedImage image, Color background, double denoisingStrength) {
    super(request);
    this.image = image;
    this.background = background;
    this.denoisingStrength = OptionalDouble.of(denoisingStrength);
  }

  /** Sets the picture to start from. */
  public B image(BufferedImage image) {
    this.image = Objects.requireNonNull(image, "image");
    return self();
  }

  /**
   * Sets the colour that the model sees where the picture is transparent; white unless set.
   *
   * @param background an opaque colour
   */
  public B background(Color background) {
    this.background = Compositing.requireOpaque("background", background);
    return self();
  }

  /**
   * Sets how much of what is started from is replaced, in [0, 1]; unless set, what is usual for
   * this kind of request.
   */
  public B denoisingStrength(double denoisingStrength) {
    requireFraction("denoisingStrength", denoisingStrength);
    this.denoisingStrength = OptionalDouble.of(denoisingStrength);
    return self();
  }

  /** Returns the picture set so far. */
  protected BufferedImage image() {
    return image;
  }

  /** Returns the background set so far. */
  protected Color background() {
    return background;
  }

  /**
   * Returns the denoising strength set so far.
   *
   * @param usual what it is if none was set
   */
  protected double denoisingStrengthOr(double usual) {
    return denoisingStrength.orElse(usual);
  }
}
