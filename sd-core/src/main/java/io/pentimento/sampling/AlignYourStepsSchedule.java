package io.pentimento.sampling;

/**
 * Ten steps that were optimised for a kind of model, then 0: Sabour et al. 2024, "Align Your
 * Steps". Other numbers of steps lie between them, interpolated in the logarithm.
 *
 * @param model the kind of model
 */
record AlignYourStepsSchedule(Model model) implements SigmaSchedule {
  /** For which models the paper's authors published levels. */
  enum Model {
    SD1(14.615, 6.475, 3.861, 2.697, 1.886, 1.396, 0.963, 0.652, 0.399, 0.152, 0.029),
    SDXL(14.615, 6.315, 3.771, 2.181, 1.342, 0.862, 0.555, 0.380, 0.234, 0.113, 0.029);

    private final double[] sigmas;

    Model(double... sigmas) {
      this.sigmas = sigmas;
    }

    private int last() {
      return sigmas.length - 1;
    }

    /** Returns the level at a place in [0, 1], counted from the small end. */
    private double sigmaAt(double place) {
      double position = place * last();
      int low = Math.min((int) position, last() - 1);
      double logLow = Math.log(sigmas[last() - low]);
      double logHigh = Math.log(sigmas[last() - low - 1]);
      return Math.exp(logLow + (logHigh - logLow) * (position - low));
    }
  }

  @Override
  public String name() {
    return "Align Your Steps";
  }

  @Override
  public double[] sigmas(int steps, NoiseLevels levels) {
    double[] sigmas = new double[steps + 1];
    for (int i = 0; i < steps; i++) {
      double place = steps > 1 ? (steps - 1 - i) / (double) (steps - 1) : 0;
      sigmas[i] = (float) model.sigmaAt(place);
    }
    return sigmas;
  }
}
