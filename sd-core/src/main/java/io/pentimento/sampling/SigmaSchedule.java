package io.pentimento.sampling;

import java.util.List;
import java.util.Map;

/** Chooses the noise levels of a run. */
public interface SigmaSchedule {
  /** Returns the name under which pictures record this schedule, such as {@code "Karras"}. */
  String name();

  /**
   * Computes the levels.
   *
   * @param steps how many steps are asked, at least 1
   * @param levels the model's noise levels by training timestep
   * @return usually {@code steps + 1} values, from large to small, usually ending in 0
   */
  double[] sigmas(int steps, NoiseLevels levels);

  /**
   * Returns the settings of this schedule that pictures record, by the names under which they do,
   * such as {@code "Schedule rho"}: those that are not as usual, but both of Beta always.
   */
  default Map<String, Double> settings() {
    return Map.of();
  }

  /**
   * Returns this schedule with another power; a schedule that has none returns itself, and {@link
   * #automatic()} hands it to the sampler's own.
   *
   * @param rho the power, in (0, 1000]
   */
  default SigmaSchedule withRho(double rho) {
    return this;
  }

  /**
   * Returns this schedule between other levels; a schedule with levels of its own returns itself,
   * and {@link #automatic()} hands them to the sampler's own.
   *
   * @param sigmaMin the last level above 0, or 0 for the model's smallest
   * @param sigmaMax the first level, or 0 for the model's largest
   */
  default SigmaSchedule withRange(double sigmaMin, double sigmaMax) {
    return this;
  }

  /** Tells whether levels are made for one step more, and the last but one is left out. */
  default boolean discardsPenultimate() {
    return false;
  }

  /**
   * Returns this schedule made for one step more, with its last level but one left out ("Discard
   * penultimate sigma"). {@link Sampler.Family#TIMESTEP Timestep} samplers, which have no schedule,
   * take one step more.
   */
  default SigmaSchedule discardingPenultimate() {
    return new DiscardingSchedule(this);
  }

  /** The sampler's own schedule, see {@link Sampler#ownSchedule()}. */
  static SigmaSchedule automatic() {
    return new AutomaticSchedule(0, SigmaRange.OF_MODEL);
  }

  /** Evenly spaced timesteps. */
  static SigmaSchedule uniform() {
    return new UniformSchedule();
  }

  /** Evenly spaced timesteps, between two levels if {@link #withRange} names them. */
  static SigmaSchedule normal() {
    return new NormalSchedule(SigmaRange.OF_MODEL);
  }

  /** Evenly spaced timesteps, of one step more without the last, as generative-models has them. */
  static SigmaSchedule sgmUniform() {
    return new SgmUniformSchedule(SigmaRange.OF_MODEL);
  }

  /** Evenly spaced entries of the model's table, counted from the largest sigma. */
  static SigmaSchedule simple() {
    return new SimpleSchedule();
  }

  /**
   * Evenly spaced entries of the model's table, counted from the small end, as DDIM takes them; the
   * largest sigma is not reached, and there may be one level more than asked.
   */
  static SigmaSchedule ddim() {
    return new DdimSchedule();
  }

  /** Evenly spaced logarithms of sigma. */
  static SigmaSchedule exponential() {
    return new ExponentialSchedule(SigmaRange.OF_MODEL);
  }

  /** Logarithms of sigma evenly spaced in a power, which {@link #withRho} changes from 1. */
  static SigmaSchedule polyexponential() {
    return new PolyexponentialSchedule(PolyexponentialSchedule.USUAL_RHO, SigmaRange.OF_MODEL);
  }

  /**
   * Evenly spaced arc tangents of sigma: Sabour et al. 2024, "Align Your Steps", section 3.1. Ends
   * at the smallest sigma, not at 0.
   */
  static SigmaSchedule klOptimal() {
    return new KlOptimalSchedule(SigmaRange.OF_MODEL);
  }

  /** Levels optimised for Stable Diffusion 1: Sabour et al. 2024, "Align Your Steps". */
  static SigmaSchedule alignYourSteps() {
    return new AlignYourStepsSchedule(AlignYourStepsSchedule.Model.SD1);
  }

  /** Levels optimised for SDXL: Sabour et al. 2024, "Align Your Steps". */
  static SigmaSchedule alignYourStepsXl() {
    return new AlignYourStepsSchedule(AlignYourStepsSchedule.Model.SDXL);
  }

  /** Quantiles of a beta distribution with alpha and beta 0.6: Lee et al. 2024. */
  static SigmaSchedule beta() {
    return beta(BetaSchedule.USUAL, BetaSchedule.USUAL);
  }

  /**
   * Quantiles of a beta distribution: Lee et al. 2024, "Beta Sampling is All You Need".
   *
   * @param alpha the smaller, the more levels near the smallest sigma, in (0, 100]
   * @param beta the smaller, the more levels near the largest sigma, in (0, 100]
   */
  static SigmaSchedule beta(double alpha, double beta) {
    return new BetaSchedule(new BetaDistribution(alpha, beta), SigmaRange.OF_MODEL);
  }

  /** Karras et al. 2022, equation 5, with rho 7, between the model's smallest and largest sigma. */
  static SigmaSchedule karras() {
    return new KarrasSchedule(KarrasSchedule.USUAL_RHO, SigmaRange.OF_MODEL);
  }

  /** Karras levels with rho 7 between 10 and 0.1, as the WebUI had them in its beginnings. */
  static SigmaSchedule oldKarras() {
    return karras(KarrasSchedule.USUAL_RHO, 0.1, 10);
  }

  /**
   * Karras et al. 2022, equation 5.
   *
   * @param rho how much the levels crowd at the small end, 7 in the paper
   * @param sigmaMin the last level above 0, or 0 for the model's smallest
   * @param sigmaMax the first level, or 0 for the model's largest
   */
  static SigmaSchedule karras(double rho, double sigmaMin, double sigmaMax) {
    return new KarrasSchedule(rho, new SigmaRange(sigmaMin, sigmaMax));
  }

  /**
   * The levels that are listed, whatever the model's. Set as many steps as they are for: {@code
   * RequestBuilder.sigmas} does both. Other numbers of steps, as hires fix may ask for, lie between
   * them, interpolated in ln sigma.
   *
   * @param sigmas the levels, falling, one more than steps; the last is usually 0
   * @throws IllegalArgumentException if they do not fall, are negative, or fewer than 2
   */
  static SigmaSchedule ofSigmas(List<Double> sigmas) {
    return new GivenSigmas(sigmas);
  }

  /**
   * The levels of the training timesteps that are listed, then 0. {@link Sampler.Family#TIMESTEP
   * Timestep} samplers go by them as well, the WebUI's down to timestep 0. Set as many steps as
   * there are: {@code RequestBuilder.timesteps} does both. Other numbers of steps lie between them.
   *
   * @param timesteps the timesteps, falling, 0 or more; those above the model's last count as that
   * @throws IllegalArgumentException if they do not fall, are negative, or there are none
   */
  static SigmaSchedule ofTimesteps(List<Double> timesteps) {
    return new GivenTimesteps(timesteps);
  }

  /** Returns the names of all schedules of this library, as pictures record them. */
  static List<String> names() {
    return ScheduleNames.known();
  }

  /**
   * Finds a schedule by name, in any case: as pictures record it ({@code "SGM Uniform"}), or as
   * command lines and diffusers spell it ({@code "sgm_uniform"}, {@code "use_karras_sigmas"});
   * levels and timesteps of one's own as {@code "Sigmas 14.6 3.9 0"} and {@code "Timesteps 999
   * 500"}.
   *
   * @throws IllegalArgumentException if there is none of that name; the message lists the known
   *     ones
   */
  static SigmaSchedule named(String name) {
    return ScheduleNames.find(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "schedule must be one of %s, but got: %s."
                        .formatted(String.join(", ", ScheduleNames.known()), name)));
  }
}
