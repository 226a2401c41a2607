package io.pentimento;

import io.pentimento.control.ControlUnit;
import io.pentimento.control.ImagePrompt;
import io.pentimento.image.ImageSize;
import io.pentimento.patch.FreeU;
import io.pentimento.patch.ModelPatch;
import io.pentimento.prompt.Emphasis;
import io.pentimento.prompt.SizeConditioning;
import io.pentimento.sampling.Conventions;
import io.pentimento.sampling.Guidance;
import io.pentimento.sampling.NetworkOptions;
import io.pentimento.sampling.NoiseSource;
import io.pentimento.sampling.Refiner;
import io.pentimento.sampling.RegionalPrompt;
import io.pentimento.sampling.Sampler;
import io.pentimento.sampling.Sampling;
import io.pentimento.sampling.SeamlessAxes;
import io.pentimento.sampling.Seeds;
import io.pentimento.sampling.SigmaSchedule;
import java.util.List;
import java.util.Objects;
import java.util.stream.DoubleStream;

/**
 * The settings that the builders of all requests share.
 *
 * @param <B> the builder itself
 */
public abstract class RequestBuilder<B extends RequestBuilder<B>> {
  private String prompt;
  private String negativePrompt = "";
  private Sampling sampling = Sampling.defaults();

  /** Starts with a prompt and {@link Sampling#defaults()}. */
  protected RequestBuilder(String prompt) {
    this.prompt = Objects.requireNonNull(prompt, "prompt");
  }

  /** Starts with the settings of a request. */
  protected RequestBuilder(GenerationRequest request) {
    this.prompt = request.prompt();
    this.negativePrompt = request.negativePrompt();
    this.sampling = request.sampling();
  }

  /**
   * Checks a setting that is a share.
   *
   * @param name the setting, for the message
   * @throws IllegalArgumentException if the value is not in [0, 1]
   */
  public static void requireFraction(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(
          name + " must be in [0, 1], but got: " + value + ". Pass 0.55 for 55 percent.");
    }
  }

  /** Returns this builder as its own type. */
  protected abstract B self();

  /** Builds the request. */
  public abstract GenerationRequest build();

  /** Sets what the picture should show. */
  public B prompt(String prompt) {
    this.prompt = Objects.requireNonNull(prompt, "prompt");
    return self();
  }

  /** Sets what the picture should not show. */
  public B negativePrompt(String negativePrompt) {
    this.negativePrompt = Objects.requireNonNull(negativePrompt, "negativePrompt");
    return self();
  }

  /** Takes over all of steps, guidance, seed, batch, sampler and schedule at once. */
  public B sampling(Sampling sampling) {
    this.sampling = Objects.requireNonNull(sampling, "sampling");
    return self();
  }

  /** Sets the number of denoising steps, 1 to 1000; 20 unless set. */
  public B steps(int steps) {
    return sampling(sampling.withSteps(steps));
  }

  /** Sets how strongly the prompt is followed, usually 1 to 15; 7 unless set. */
  public B guidanceScale(double guidanceScale) {
    return sampling(sampling.withGuidanceScale(guidanceScale));
  }

  /** Sets the first picture's seed, 0 or more, or -1 for a random one. */
  public B seed(long seed) {
    return sampling(sampling.withSeed(seed));
  }

  /** Sets how many pictures to make, with seeds counting up from the first; 1 unless set. */
  public B batch(int batch) {
    return sampling(sampling.withBatch(batch));
  }

  /** Sets the sampler; DPM++ 2M unless set. */
  public B sampler(Sampler sampler) {
    return sampling(sampling.withSampler(sampler));
  }

  /** Sets the noise schedule; the sampler's own unless set. */
  public B schedule(SigmaSchedule schedule) {
    return sampling(sampling.withSchedule(schedule));
  }

  /**
   * Sets noise levels of one's own and as many steps as they are for.
   *
   * @param sigmas the levels, falling, one more than steps; the last is usually 0
   */
  public B sigmas(double... sigmas) {
    schedule(SigmaSchedule.ofSigmas(DoubleStream.of(sigmas).boxed().toList()));
    return steps(sigmas.length - 1);
  }

  /**
   * Sets training timesteps of one's own, falling, and as many steps as there are.
   *
   * @param timesteps where the network is called, usually from 999 on
   */
  public B timesteps(double... timesteps) {
    schedule(SigmaSchedule.ofTimesteps(DoubleStream.of(timesteps).boxed().toList()));
    return steps(timesteps.length);
  }

  /** Sets which layer of the text encoder is used, counted from the last one, 1; 1 unless set. */
  public B clipSkip(int clipSkip) {
    return sampling(sampling.withClipSkip(clipSkip));
  }

  /** Sets a seed for each picture, and as many pictures as there are seeds. */
  public B seeds(List<Long> seeds) {
    return sampling(sampling.withSeeds(seeds));
  }

  /**
   * Mixes a second noise in, for a picture that resembles that of the seed.
   *
   * @param seed the second noise's seed, 0 or more, or -1 for a random one
   * @param strength how far to turn towards it, 0 to 1
   */
  public B variation(long seed, double strength) {
    return sampling(
        sampling.withSeeds(sampling.seeds().withVariation(new Seeds.Variation(seed, strength))));
  }

  /** Keeps the composition that the seed gives at another size, in pixels. */
  public B seedResizeFrom(int width, int height) {
    return sampling(
        sampling.withSeeds(sampling.seeds().withResizeFrom(new ImageSize(width, height))));
  }

  /** Adds a difference to the seeds of all noise after the first ("ENSD"); 0 unless set. */
  public B stepSeedDelta(long delta) {
    return sampling(sampling.withSeeds(sampling.seeds().withStepSeedDelta(delta)));
  }

  /** Sets guidance with all its options. */
  public B guidance(Guidance guidance) {
    return sampling(sampling.withGuidance(guidance));
  }

  /** Brings back a share, 0 to 1, of the contrast that guidance adds; 0 unless set. */
  public B guidanceRescale(double rescale) {
    return guidance(sampling.guidance().withRescale(rescale));
  }

  /** Sets how weights in prompts act; as in the WebUI unless set. */
  public B emphasis(Emphasis emphasis) {
    return sampling(sampling.withPrompts(sampling.prompts().withEmphasis(emphasis)));
  }

  /** Sets what an SDXL model is told of the picture's size; the size that is drawn unless set. */
  public B sizeConditioning(SizeConditioning sizes) {
    return sampling(sampling.withPrompts(sampling.prompts().withSizes(sizes)));
  }

  /** Sets where noise comes from; torch's CPU generator unless set. */
  public B noise(NoiseSource noise) {
    return sampling(sampling.withNoise(noise));
  }

  /** Sets whose step arithmetic is followed; the WebUI's unless set. */
  public B conventions(Conventions conventions) {
    return sampling(sampling.withConventions(conventions));
  }

  /**
   * Sets the LoRAs, embeddings and hypernetworks of this request, beside those that prompts name;
   * none unless set.
   */
  public B adapters(ModelPatch adapters) {
    return sampling(sampling.withPatch(Objects.requireNonNull(adapters, "adapters")));
  }

  /** Sets the ControlNets that steer the picture, which add up; none unless set. */
  public B control(ControlUnit... units) {
    return sampling(sampling.withControl(List.of(units)));
  }

  /** Sets a second model that takes over on the way; none unless set. */
  public B refiner(Refiner refiner) {
    return sampling(sampling.withRefiner(refiner));
  }

  /**
   * Sets the pictures that the model looks at beside the prompt, each by an IP-Adapter; none unless
   * set.
   */
  public B imagePrompt(ImagePrompt... prompts) {
    return sampling(sampling.withImagePrompts(List.of(prompts)));
  }

  /** Sets along which axes the picture joins its other side; none unless set. */
  public B seamless(SeamlessAxes axes) {
    return network(sampling.network().withSeamless(axes));
  }

  /** Sets how the U-Net's way up weighs its inputs; as trained unless set. */
  public B freeU(FreeU freeU) {
    return network(sampling.network().withFreeU(freeU));
  }

  /** Sets the scale of perturbed-attention guidance, 0 to 100, usually 3; 0, none, unless set. */
  public B perturbedAttention(double scale) {
    return network(sampling.network().withPerturbedAttention(scale));
  }

  /** Sets the scale of self-attention guidance, 0 to 100, usually 0.75; 0, none, unless set. */
  public B selfAttention(double scale) {
    return network(sampling.network().withSelfAttention(scale));
  }

  /**
   * Sets which share of the tokens of the largest resolution is merged to save time, 0 to 0.9; 0,
   * none, unless set.
   */
  public B tokenMerging(double ratio) {
    return network(sampling.network().withTokenMerging(ratio));
  }

  /**
   * Sets at every how many calls the whole U-Net is computed (DeepCache; Ma et al. 2024). At those
   * between, only its first and last blocks are, with what the others gave last. 1, each call,
   * unless set; 3 takes about half the time for pictures of the same composition. Without effect
   * while control units, or perturbed- or self-attention guidance, count.
   */
  public B deepCache(int interval) {
    return network(sampling.network().withDeepInterval(interval));
  }

  /** Sets texts that count in parts of the picture, beside the prompt; none unless set. */
  public B regionalPrompts(RegionalPrompt... regions) {
    return network(
        sampling.network().withRegions(sampling.network().regions().withRegions(List.of(regions))));
  }

  /**
   * Sets how much of every place the prompt has for itself beside the texts of regions, in [0, 1];
   * 0 unless set, which leaves it what they do not cover.
   */
  public B basePromptShare(double share) {
    return network(
        sampling.network().withRegions(sampling.network().regions().withBaseShare(share)));
  }

  /** Sets how the networks compute; as trained unless set. */
  public B network(NetworkOptions network) {
    return sampling(sampling.withNetwork(network));
  }

  /** Returns the prompt set so far. */
  protected String prompt() {
    return prompt;
  }

  /** Returns the negative prompt set so far. */
  protected String negativePrompt() {
    return negativePrompt;
  }

  /** Returns the shared settings so far. */
  protected Sampling sampling() {
    return sampling;
  }
}
