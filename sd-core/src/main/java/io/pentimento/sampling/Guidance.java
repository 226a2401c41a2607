package io.pentimento.sampling;

/**
 * How strongly the prompt is followed, and in which steps the negative prompt takes part.
 *
 * @param scale classifier-free guidance: 1 is the prompt alone, larger follows it more strongly; 0
 *     to 100, usually 1 to 15
 * @param rescale how much of the guided prediction's contrast is brought back to that of the
 *     prompt's own, 0 (none) to 1: phi of Lin et al. 2023, "Common Diffusion Noise Schedules and
 *     Sample Steps are Flawed", section 3.4
 * @param skipEarly until which share of all calls of the network guidance is left out, 0 (never) to
 *     1 ("Skip Early CFG")
 * @param minSigma below which noise level guidance is left out, in every second call ("NGMS"); 0
 *     for never. With samplers that count in timesteps it is compared with the timestep
 * @param everyCall whether {@code minSigma} leaves guidance out in every call, not every second
 * @param imageScale how strongly a model that edits pictures by instruction keeps to the picture, 0
 *     to 100, usually 1 to 2: Brooks et al. 2023, "InstructPix2Pix", equation 3
 */
public record Guidance(
    double scale,
    double rescale,
    double skipEarly,
    double minSigma,
    boolean everyCall,
    double imageScale) {
  /** The WebUI's. */
  public static final double USUAL_IMAGE_SCALE = 1.5;

  /** Checks every setting. */
  public Guidance {
    if (!(scale >= 0 && scale <= 100)) {
      throw new IllegalArgumentException(
          "guidanceScale must be in [0, 100], but got: " + scale + ".");
    }
    if (!(rescale >= 0 && rescale <= 1)) {
      throw new IllegalArgumentException("rescale must be in [0, 1], but got: " + rescale + ".");
    }
    if (!(skipEarly >= 0 && skipEarly <= 1)) {
      throw new IllegalArgumentException(
          "skipEarly must be in [0, 1], but got: " + skipEarly + ".");
    }
    if (!(imageScale >= 0 && imageScale <= 100)) {
      throw new IllegalArgumentException(
          "imageGuidanceScale must be in [0, 100], but got: " + imageScale + ".");
    }
    if (!(minSigma >= 0 && minSigma < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "minSigma must be 0 or more, and finite, but got: " + minSigma + ".");
    }
  }

  /** Guidance of a scale in all steps. */
  public static Guidance of(double scale) {
    return new Guidance(scale, 0, 0, 0, false, USUAL_IMAGE_SCALE);
  }

  /** Returns this guidance with another scale. */
  public Guidance withScale(double scale) {
    return new Guidance(scale, rescale, skipEarly, minSigma, everyCall, imageScale);
  }

  /** Returns this guidance with another rescaling. */
  public Guidance withRescale(double rescale) {
    return new Guidance(scale, rescale, skipEarly, minSigma, everyCall, imageScale);
  }

  /** Returns this guidance without the first calls. */
  public Guidance withSkipEarly(double skipEarly) {
    return new Guidance(scale, rescale, skipEarly, minSigma, everyCall, imageScale);
  }

  /** Returns this guidance without every second, or any, call below a noise level. */
  public Guidance withMinSigma(double minSigma, boolean everyCall) {
    return new Guidance(scale, rescale, skipEarly, minSigma, everyCall, imageScale);
  }

  /** Returns this guidance with another one towards the picture that is edited. */
  public Guidance withImageScale(double imageScale) {
    return new Guidance(scale, rescale, skipEarly, minSigma, everyCall, imageScale);
  }

  /** Tells whether a call of the network does without the negative prompt. */
  public boolean isSkipped(int call, int calls, double sigma) {
    boolean early = skipEarly > 0 && (double) call / calls <= skipEarly;
    return early || (minSigma > 0 && sigma < minSigma && (everyCall || call % 2 == 1));
  }
}
