package io.pentimento.sampling;

import ai.djl.ndarray.NDArray;
import java.util.function.DoubleUnaryOperator;

/**
 * Integrates the probability-flow equation from noise to a picture's latent. A sampler is a small
 * algorithm over a {@link Denoiser} and a list of noise levels; one of your own can be a lambda.
 */
@FunctionalInterface
public interface Sampler {
  /** What a sampler's latent and levels mean. */
  enum Family {
    /**
     * The latent is clean latent + sigma × noise, and any {@link SigmaSchedule} gives the levels
     * (k-diffusion).
     */
    SIGMA,
    /**
     * The latent has constant variance, and the levels are whole training timesteps (DDIM and its
     * kin). The steps' sigmas are still {@code sqrt((1 - alphaBar) / alphaBar)} of those timesteps.
     */
    TIMESTEP
  }

  /**
   * Runs all steps.
   *
   * @param denoiser the network with guidance and blending applied
   * @param x the latent at the first level, {@code [batch, channels, height / f, width / f]},
   *     scaled as {@link #family()} says
   * @param steps the steps to take; none where DDIM is asked for a single timestep
   * @return the latent after the last step, as {@link Step#keep} returned it
   */
  NDArray sample(Denoiser denoiser, NDArray x, Steps steps);

  /** Returns the name under which pictures record this sampler, such as {@code "DPM++ 2M"}. */
  default String name() {
    return "Custom";
  }

  /** Returns what the latent and the levels of this sampler mean. */
  default Family family() {
    return Family.SIGMA;
  }

  /** Returns the schedule that {@link SigmaSchedule#automatic()} stands for with this sampler. */
  default SigmaSchedule ownSchedule() {
    return SigmaSchedule.uniform();
  }

  /**
   * Returns the schedule that is used where one is asked for: that one, unless the sampler makes
   * its own levels.
   */
  default SigmaSchedule scheduleFor(SigmaSchedule asked) {
    return AutomaticSchedule.resolved(asked, ownSchedule());
  }

  /**
   * Returns the noise levels that are used where a model has these: the same, unless the sampler
   * was made for models that know only some of them.
   */
  default NoiseLevels levelsFor(NoiseLevels levels) {
    return levels;
  }

  /**
   * Wraps a network's denoiser, below guidance and blending, for samplers whose networks estimate
   * the clean latent in a way of their own.
   *
   * @param denoiser the denoiser as the model's {@link Prediction} makes it
   * @param timestepOfSigma at which timestep the network is called
   */
  default Denoiser wrap(Denoiser denoiser, DoubleUnaryOperator timestepOfSigma) {
    return denoiser;
  }

  /**
   * Returns how often the denoiser is called in one step, 1 or 2: prompts that change on the way
   * count calls.
   */
  default int callsPerStep() {
    return 1;
  }

  /**
   * Tells whether levels are made for one step more, and the last level before 0 is left out.
   * Samplers that look between levels have that from k-diffusion.
   */
  default boolean discardsPenultimate() {
    return false;
  }

  /** Returns the guidance that is used where one is asked for. */
  default Guidance guidanceFor(Guidance asked) {
    return asked;
  }

  /** Tells whether the sampler asks for {@link Denoiser#estimate estimates} without guidance. */
  default boolean needsUnguided() {
    return false;
  }

  /** Euler's method: Karras et al. 2022, algorithm 2 without its second-order correction. */
  static Sampler euler() {
    return euler(Churn.none());
  }

  /** Euler's method with noise added before each step, as {@code churn} says. */
  static Sampler euler(Churn churn) {
    return new EulerSampler(churn);
  }

  /** Euler's method with noise added anew after each step ("Euler a"). */
  static Sampler eulerAncestral() {
    return eulerAncestral(1);
  }

  /**
   * Euler's method with noise added anew after each step ("Euler a").
   *
   * @param eta how much of the noise is new: 0 is Euler's method itself, 1 is usual
   */
  static Sampler eulerAncestral(double eta) {
    return new EulerAncestralSampler(eta);
  }

  /** DDIM: Song et al. 2020, "Denoising Diffusion Implicit Models", equation 12, with eta 0. */
  static Sampler ddim() {
    return ddim(0);
  }

  /**
   * DDIM: Song et al. 2020, "Denoising Diffusion Implicit Models", equation 12.
   *
   * @param eta how much of the noise is new: 0 is deterministic, 1 is DDPM
   */
  static Sampler ddim(double eta) {
    return new DdimSampler(eta);
  }

  /** DPM-Solver++(2M): Lu et al. 2022, "DPM-Solver++", algorithm 2. */
  static Sampler dpmpp2m() {
    return new Dpmpp2mSampler();
  }

  /**
   * Finds a sampler by name, in any case: as pictures record it ({@code "DPM++ 2M"}), or as
   * k-diffusion and diffusers spell it ({@code "dpmpp_2m"}, {@code "DPMSolverMultistepScheduler"}).
   * For names with a schedule behind, such as {@code "DPM++ 2M Karras"}, see {@link SamplerChoice}.
   *
   * @throws IllegalArgumentException if there is none of that name; the message lists the known
   *     ones
   */
  static Sampler named(String name) {
    return SamplerNames.find(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "sampler must be one of %s, but got: %s."
                        .formatted(String.join(", ", SamplerNames.known()), name)));
  }
}
