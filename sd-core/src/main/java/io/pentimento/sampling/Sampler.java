package io.pentimento.sampling;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  /**
   * Returns the options of this sampler that pictures record, by the names under which they do,
   * such as {@code "Eta"}, in order: those that are not as usual.
   */
  default Map<String, String> settings() {
    return Map.of();
  }

  /**
   * Returns this sampler with an option as a picture records it, or empty if it has no such option.
   *
   * @param name a name such as {@link #settings()} has
   * @param value the option's value
   * @throws IllegalArgumentException if the option cannot have that value; the message says what it
   *     must be
   */
  default Optional<Sampler> withSetting(String name, String value) {
    return Optional.empty();
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

  /** Heun's method: Karras et al. 2022, algorithm 2. */
  static Sampler heun() {
    return heun(Churn.none());
  }

  /**
   * Heun's method: Karras et al. 2022, algorithm 2, with noise added before each step, as {@code
   * churn} says.
   */
  static Sampler heun(Churn churn) {
    return new HeunSampler(churn);
  }

  /** DPM-Solver-2: Lu et al. 2022, "DPM-Solver", by a step to the middle of each. */
  static Sampler dpm2() {
    return dpm2(Churn.none());
  }

  /**
   * DPM-Solver-2: Lu et al. 2022, "DPM-Solver", by a step to the middle of each, with noise added
   * before each step, as {@code churn} says.
   */
  static Sampler dpm2(Churn churn) {
    return new Dpm2Sampler(churn);
  }

  /** DPM-Solver-2 with noise added anew after each step ("DPM2 a"). */
  static Sampler dpm2Ancestral() {
    return dpm2Ancestral(1, 1);
  }

  /**
   * DPM-Solver-2 with noise added anew after each step ("DPM2 a").
   *
   * @param eta how much of the noise is new: 0 is DPM-Solver-2 itself, 1 is usual
   * @param noiseScale the standard deviation of the new noise, usually 1
   */
  static Sampler dpm2Ancestral(double eta, double noiseScale) {
    return new Dpm2AncestralSampler(eta, noiseScale);
  }

  /** DPM-Solver++(2S) with noise added anew after each step ("DPM++ 2S a"). */
  static Sampler dpmpp2sAncestral() {
    return dpmpp2sAncestral(1, 1);
  }

  /**
   * DPM-Solver++(2S) with noise added anew after each step ("DPM++ 2S a").
   *
   * @param eta how much of the noise is new: 0 is DPM-Solver++(2S) itself, 1 is usual
   * @param noiseScale the standard deviation of the new noise, usually 1
   */
  static Sampler dpmpp2sAncestral(double eta, double noiseScale) {
    return new Dpmpp2sAncestralSampler(eta, noiseScale);
  }

  /** DPM++ SDE: DPM-Solver++(2S) with noise of one path in each half step. */
  static Sampler dpmppSde() {
    return dpmppSde(1, 1);
  }

  /**
   * DPM++ SDE: DPM-Solver++(2S) with noise of one path in each half step.
   *
   * @param eta how much of the noise is new: 0 is deterministic, 1 is usual
   * @param noiseScale the standard deviation of the new noise, usually 1
   */
  static Sampler dpmppSde(double eta, double noiseScale) {
    return new DpmppSdeSampler(eta, noiseScale);
  }

  /** SDE-DPM-Solver++(2M): Lu et al. 2022, "DPM-Solver++", with noise of one path. */
  static Sampler dpmpp2mSde() {
    return dpmpp2mSde(1, 1);
  }

  /**
   * SDE-DPM-Solver++(2M): Lu et al. 2022, "DPM-Solver++", with noise of one path.
   *
   * @param eta how much of the noise is new: 0 is deterministic, 1 is usual
   * @param noiseScale the standard deviation of the new noise, usually 1
   */
  static Sampler dpmpp2mSde(double eta, double noiseScale) {
    return new Dpmpp2mSdeSampler(eta, noiseScale, Dpmpp2mSdeSampler.Correction.MIDPOINT);
  }

  /** DPM++ 2M SDE with Heun's correction in place of the midpoint's. */
  static Sampler dpmpp2mSdeHeun() {
    return dpmpp2mSdeHeun(1, 1);
  }

  /**
   * DPM++ 2M SDE with Heun's correction in place of the midpoint's.
   *
   * @param eta how much of the noise is new: 0 is deterministic, 1 is usual
   * @param noiseScale the standard deviation of the new noise, usually 1
   */
  static Sampler dpmpp2mSdeHeun(double eta, double noiseScale) {
    return new Dpmpp2mSdeSampler(eta, noiseScale, Dpmpp2mSdeSampler.Correction.HEUN);
  }

  /** DPM++ 3M SDE: as DPM++ 2M SDE, of order 3. */
  static Sampler dpmpp3mSde() {
    return dpmpp3mSde(1, 1);
  }

  /**
   * DPM++ 3M SDE: as DPM++ 2M SDE, of order 3.
   *
   * @param eta how much of the noise is new: 0 is deterministic, 1 is usual
   * @param noiseScale the standard deviation of the new noise, usually 1
   */
  static Sampler dpmpp3mSde(double eta, double noiseScale) {
    return new Dpmpp3mSdeSampler(eta, noiseScale);
  }

  /** The linear multistep method of Adams and Bashforth, order 4 ("LMS"). */
  static Sampler lms() {
    return new LmsSampler();
  }

  /** DPM-Solver-fast: Lu et al. 2022, "DPM-Solver", appendix D. It makes its own levels. */
  static Sampler dpmFast() {
    return dpmFast(1, 1);
  }

  /**
   * DPM-Solver-fast: Lu et al. 2022, "DPM-Solver", appendix D. It makes its own levels.
   *
   * @param eta how much of the noise is new: 0 is deterministic, 1 is usual
   * @param noiseScale the standard deviation of the new noise, usually 1
   */
  static Sampler dpmFast(double eta, double noiseScale) {
    return new DpmFastSampler(eta, noiseScale);
  }

  /** DPM-Solver-12/23 with eta 1 ("DPM adaptive"): it makes its own levels, as many as it needs. */
  static Sampler dpmAdaptive() {
    return dpmAdaptive(1);
  }

  /**
   * DPM-Solver-12/23: Lu et al. 2022, "DPM-Solver", appendix C ("DPM adaptive"). It makes its own
   * levels, as many as it needs.
   *
   * @param eta how much of the noise is new: 0 is deterministic, 1 is usual
   */
  static Sampler dpmAdaptive(double eta) {
    return new DpmAdaptiveSampler(eta);
  }

  /** Restart sampling: Xu et al. 2023, algorithm 1, with Heun's method. */
  static Sampler restart() {
    return new RestartSampler();
  }

  /** DDIM with CFG++: Chung et al. 2024, algorithm 2, with eta 0. */
  static Sampler ddimCfgpp() {
    return ddimCfgpp(0);
  }

  /**
   * DDIM with CFG++: Chung et al. 2024, "CFG++", algorithm 2. A guidance scale of 12.5 is the
   * paper's 1.
   *
   * @param eta how much of the noise is new: 0 is deterministic, 1 is DDPM
   */
  static Sampler ddimCfgpp(double eta) {
    return new DdimCfgppSampler(eta);
  }

  /** PLMS: Liu et al. 2022, "Pseudo Numerical Methods for Diffusion Models on Manifolds". */
  static Sampler plms() {
    return new PlmsSampler();
  }

  /** UniPC: Zhao et al. 2023, of order 3 with B1. */
  static Sampler unipc() {
    return unipc(UniPc.defaults());
  }

  /** UniPC: Zhao et al. 2023, as {@code settings} say. */
  static Sampler unipc(UniPc settings) {
    return new UniPcSampler(settings);
  }

  /** Latent consistency models: Luo et al. 2023, algorithm 3; for networks distilled for it. */
  static Sampler lcm() {
    return new LcmSampler();
  }

  /** Returns the names of all samplers of this library, as pictures record them. */
  static List<String> names() {
    return SamplerNames.known();
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
