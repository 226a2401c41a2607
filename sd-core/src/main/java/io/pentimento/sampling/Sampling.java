package io.pentimento.sampling;

import io.pentimento.control.ControlUnit;
import io.pentimento.control.ImagePrompt;
import io.pentimento.patch.ModelPatch;
import io.pentimento.prompt.PromptReading;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The settings that every kind of request shares.
 *
 * @param steps denoising steps, 1 to 1000
 * @param guidance how strongly the prompt is followed
 * @param seeds where noise comes from
 * @param batch how many pictures, 1 to 64
 * @param sampler the sampler
 * @param schedule the noise levels
 * @param prompts how prompts are read
 * @param sourceNoise how noise is put on what the run starts from
 * @param conventions whose step arithmetic is followed
 * @param refiner a second model that takes over on the way
 * @param patch what is changed of the model, beside what prompts name
 * @param control what steers the picture by other pictures
 * @param imagePrompts pictures that say what the picture should be like, beside the prompt
 * @param network how the networks compute, beside that
 */
public record Sampling(
    int steps,
    Guidance guidance,
    Seeds seeds,
    int batch,
    Sampler sampler,
    SigmaSchedule schedule,
    PromptReading prompts,
    SourceNoise sourceNoise,
    Conventions conventions,
    Optional<Refiner> refiner,
    ModelPatch patch,
    List<ControlUnit> control,
    List<ImagePrompt> imagePrompts,
    NetworkOptions network) {
  /** Checks every setting. */
  public Sampling {
    if (steps < 1 || steps > 1000) {
      throw new IllegalArgumentException("steps must be in [1, 1000], but got: " + steps + ".");
    }
    if (batch < 1 || batch > 64) {
      throw new IllegalArgumentException(
          "batch must be in [1, 64], but got: " + batch + ". Make more in further calls.");
    }
    Objects.requireNonNull(guidance, "guidance");
    Objects.requireNonNull(seeds, "seeds");
    Objects.requireNonNull(sampler, "sampler");
    Objects.requireNonNull(schedule, "schedule");
    Objects.requireNonNull(prompts, "prompts");
    Objects.requireNonNull(sourceNoise, "sourceNoise");
    Objects.requireNonNull(conventions, "conventions");
    Objects.requireNonNull(refiner, "refiner");
    Objects.requireNonNull(patch, "patch");
    control = List.copyOf(control);
    imagePrompts = List.copyOf(imagePrompts);
    Objects.requireNonNull(network, "network");
    if (!seeds.each().isEmpty() && seeds.each().size() != batch) {
      throw new IllegalArgumentException(
          "There must be a seed for each of the %d pictures, but got: %d."
              .formatted(batch, seeds.each().size()));
    }
  }

  /**
   * The WebUI's defaults: 20 steps of DPM++ 2M at guidance scale 7, one picture of a random seed.
   */
  public static Sampling defaults() {
    return new Sampling(
        20,
        Guidance.of(7),
        Seeds.of(-1),
        1,
        Sampler.dpmpp2m(),
        SigmaSchedule.automatic(),
        PromptReading.defaults(),
        SourceNoise.defaults(),
        Conventions.WEBUI,
        Optional.empty(),
        ModelPatch.none(),
        List.of(),
        List.of(),
        NetworkOptions.none());
  }

  /** Returns the scale of the guidance. */
  public double guidanceScale() {
    return guidance.scale();
  }

  /** Returns the first picture's seed, or -1 if it is left to chance. */
  public long seed() {
    return seeds.each().isEmpty() ? seeds.first() : seeds.each().get(0);
  }

  /** Returns these settings with another guidance scale. */
  public Sampling withGuidanceScale(double guidanceScale) {
    return withGuidance(guidance.withScale(guidanceScale));
  }

  /** Returns these settings with another first seed. */
  public Sampling withSeed(long seed) {
    return withSeeds(seeds.withFirst(seed));
  }

  /** Returns these settings with a seed for each picture, as many as there are seeds. */
  public Sampling withSeeds(List<Long> each) {
    if (each.isEmpty()) {
      throw new IllegalArgumentException("There must be at least one seed, but got none.");
    }
    return withSeeds(seeds.withEach(List.of()))
        .withBatch(each.size())
        .withSeeds(seeds.withEach(each));
  }

  /** Returns these settings with another clip skip. */
  public Sampling withClipSkip(int clipSkip) {
    return withPrompts(prompts.withClipSkip(clipSkip));
  }

  /** Returns these settings with another noise source. */
  public Sampling withNoise(NoiseSource noise) {
    return withSeeds(seeds.withSource(noise));
  }

  /** Returns these settings with another step count. */
  public Sampling withSteps(int steps) {
    Draft draft = new Draft(this);
    draft.steps = steps;
    return draft.sampling();
  }

  /** Returns these settings with another guidance. */
  public Sampling withGuidance(Guidance guidance) {
    Draft draft = new Draft(this);
    draft.guidance = guidance;
    return draft.sampling();
  }

  /** Returns these settings with other seeds. */
  public Sampling withSeeds(Seeds seeds) {
    Draft draft = new Draft(this);
    draft.seeds = seeds;
    return draft.sampling();
  }

  /** Returns these settings with another number of pictures. */
  public Sampling withBatch(int batch) {
    Draft draft = new Draft(this);
    draft.batch = batch;
    return draft.sampling();
  }

  /** Returns these settings with another sampler. */
  public Sampling withSampler(Sampler sampler) {
    Draft draft = new Draft(this);
    draft.sampler = sampler;
    return draft.sampling();
  }

  /** Returns these settings with another schedule. */
  public Sampling withSchedule(SigmaSchedule schedule) {
    Draft draft = new Draft(this);
    draft.schedule = schedule;
    return draft.sampling();
  }

  /** Returns these settings with another way to read prompts. */
  public Sampling withPrompts(PromptReading prompts) {
    Draft draft = new Draft(this);
    draft.prompts = prompts;
    return draft.sampling();
  }

  /** Returns these settings with other noise on what runs start from. */
  public Sampling withSourceNoise(SourceNoise sourceNoise) {
    Draft draft = new Draft(this);
    draft.sourceNoise = sourceNoise;
    return draft.sampling();
  }

  /** Returns these settings with another program's conventions. */
  public Sampling withConventions(Conventions conventions) {
    Draft draft = new Draft(this);
    draft.conventions = conventions;
    return draft.sampling();
  }

  /** Returns these settings with a second model that takes over on the way. */
  public Sampling withRefiner(Refiner refiner) {
    return withRefiner(Optional.of(refiner));
  }

  /** Returns these settings with a second model that takes over on the way, or with none. */
  public Sampling withRefiner(Optional<Refiner> refiner) {
    Draft draft = new Draft(this);
    draft.refiner = refiner;
    return draft.sampling();
  }

  /** Returns these settings with other changes to the model. */
  public Sampling withPatch(ModelPatch patch) {
    Draft draft = new Draft(this);
    draft.patch = patch;
    return draft.sampling();
  }

  /** Returns these settings with other control units. */
  public Sampling withControl(List<ControlUnit> control) {
    Draft draft = new Draft(this);
    draft.control = control;
    return draft.sampling();
  }

  /** Returns these settings with other image prompts. */
  public Sampling withImagePrompts(List<ImagePrompt> imagePrompts) {
    Draft draft = new Draft(this);
    draft.imagePrompts = imagePrompts;
    return draft.sampling();
  }

  /** Returns these settings with other options of the networks. */
  public Sampling withNetwork(NetworkOptions network) {
    Draft draft = new Draft(this);
    draft.network = network;
    return draft.sampling();
  }

  /** Settings of which one is changed. */
  private static final class Draft {
    private int steps;
    private Guidance guidance;
    private Seeds seeds;
    private int batch;
    private Sampler sampler;
    private SigmaSchedule schedule;
    private PromptReading prompts;
    private SourceNoise sourceNoise;
    private Conventions conventions;
    private Optional<Refiner> refiner;
    private ModelPatch patch;
    private List<ControlUnit> control;
    private List<ImagePrompt> imagePrompts;
    private NetworkOptions network;

    Draft(Sampling start) {
      steps = start.steps;
      guidance = start.guidance;
      seeds = start.seeds;
      batch = start.batch;
      sampler = start.sampler;
      schedule = start.schedule;
      prompts = start.prompts;
      sourceNoise = start.sourceNoise;
      conventions = start.conventions;
      refiner = start.refiner;
      patch = start.patch;
      control = start.control;
      imagePrompts = start.imagePrompts;
      network = start.network;
    }

    Sampling sampling() {
      return new Sampling(
          steps,
          guidance,
          seeds,
          batch,
          sampler,
          schedule,
          prompts,
          sourceNoise,
          conventions,
          refiner,
          patch,
          control,
          imagePrompts,
          network);
    }
  }
}
