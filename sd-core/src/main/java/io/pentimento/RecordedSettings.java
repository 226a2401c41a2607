package io.pentimento;

import io.pentimento.infotext.Infotext;
import io.pentimento.patch.ModelPatch;
import io.pentimento.prompt.Emphasis;
import io.pentimento.prompt.ExtraNetwork;
import io.pentimento.prompt.ExtraNetworks;
import io.pentimento.prompt.PromptReading;
import io.pentimento.prompt.PromptTexts;
import io.pentimento.prompt.TokenPadding;
import io.pentimento.sampling.Guidance;
import io.pentimento.sampling.NetworkOptions;
import io.pentimento.sampling.Sampler;
import io.pentimento.sampling.Sampling;
import io.pentimento.sampling.SeamlessAxes;
import io.pentimento.sampling.Seeds;
import io.pentimento.sampling.SigmaSchedule;
import io.pentimento.sampling.SourceNoise;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Tells how a picture was made. Every setting that is not as usual is told, also one that changed
 * nothing, so that the request can be read back. A field {@code Version} is left out: readers take
 * it for the WebUI's, and switch on what its older versions did.
 */
final class RecordedSettings {
  /** From here on not every whole number is a double. */
  private static final double LARGE = 1e15;

  private RecordedSettings() {}

  /**
   * Returns the prompts and the settings, of which the request's own replace those of all.
   *
   * @param drawn the seeds of all pictures
   * @param index the picture's place in its batch
   * @param files what is told of the model's files
   */
  static Infotext of(
      GenerationRequest request,
      Seeds drawn,
      int index,
      String size,
      String model,
      Map<String, String> files) {
    Sampling sampling = request.sampling();
    SigmaSchedule schedule = recordedSchedule(sampling);
    // Readers know the WebUI's manner of prompts alone.
    PromptTexts prompts =
        sampling.prompts().manner().read(request.prompt(), request.negativePrompt());
    Infotext.Builder text =
        Infotext.builder(withTags(prompts.prompt(), sampling.patch()))
            .negativePrompt(prompts.negativePrompt())
            .field("Steps", sampling.steps())
            .field("Sampler", sampling.sampler().name())
            .field("Schedule type", schedule.name())
            .field("RNG", sampling.seeds().source().name())
            .field("Seed", drawn.each().get(index))
            .field("Size", size)
            .field("Model", model);
    files.forEach(text::field);
    number(text, "CFG scale", sampling.guidanceScale());
    if (sampling.prompts().clipSkip() > 1) {
      text.field("Clip skip", sampling.prompts().clipSkip());
    }
    seeds(text, drawn, index);
    request
        .settings()
        .forEach(
            (name, value) ->
                text.field(
                    name, name.equals("Hires prompt") ? withTags(value, sampling.patch()) : value));
    String strength = request.settings().get("Denoising strength");
    if (strength != null) {
      number(text, "Denoising strength", Double.parseDouble(strength));
    }
    sourceNoise(text, sampling.sourceNoise());
    sampling.sampler().settings().forEach(text::field);
    schedule(text, schedule, sampling.schedule());
    flag(text, "SGM noise multiplier", sampling.sourceNoise().fullVariance());
    guidance(text, sampling.guidance());
    network(text, sampling.network());
    prompts(text, sampling.prompts());
    return text.build();
  }

  /** Adds the tags of the request's own adapters that a prompt does not have already. */
  private static String withTags(String prompt, ModelPatch patch) {
    Set<String> named =
        ExtraNetworks.of(prompt).tags().stream()
            .map(RecordedSettings::nameOf)
            .collect(Collectors.toSet());
    String missing =
        patch.tags().stream()
            .filter(
                tag ->
                    ExtraNetworks.of(tag).tags().stream()
                        .noneMatch(own -> named.contains(nameOf(own))))
            .collect(Collectors.joining(" "));
    return prompt.isEmpty() || missing.isEmpty() ? prompt + missing : prompt + " " + missing;
  }

  /** Two words name LoRAs. */
  private static String nameOf(ExtraNetwork tag) {
    String kind = tag.kind().equals("lyco") ? "lora" : tag.kind();
    return kind + ":" + tag.items().get(0);
  }

  /** Picture i has the variation seed + i. */
  private static void seeds(Infotext.Builder text, Seeds seeds, int index) {
    seeds
        .variation()
        .filter(variation -> variation.strength() != 0)
        .ifPresent(
            variation -> {
              text.field("Variation seed", variation.seed() + index);
              number(text, "Variation seed strength", variation.strength());
            });
    seeds.resizeFrom().ifPresent(size -> text.field("Seed resize from", size.toString()));
    if (seeds.stepSeedDelta() != 0) {
      text.field("ENSD", seeds.stepSeedDelta());
    }
  }

  private static void sourceNoise(Infotext.Builder text, SourceNoise noise) {
    if (noise.multiplier() != 1) {
      number(text, "Noise multiplier", noise.multiplier());
    }
    positive(text, "Extra noise", noise.extra());
  }

  /** An option that the schedule in use does not have is told too, as it was asked. */
  private static void schedule(Infotext.Builder text, SigmaSchedule used, SigmaSchedule asked) {
    used.settings().forEach((name, value) -> number(text, name, value));
    asked.settings().forEach((name, value) -> number(text, name, value));
    flag(text, "Discard penultimate sigma", used.discardsPenultimate());
  }

  private static void guidance(Infotext.Builder text, Guidance guidance) {
    if (guidance.imageScale() != Guidance.USUAL_IMAGE_SCALE) {
      number(text, "Image CFG scale", guidance.imageScale());
    }
    positive(text, "NGMS", guidance.minSigma());
    flag(text, "NGMS all steps", guidance.everyCall());
    positive(text, "Skip Early CFG", guidance.skipEarly());
    positive(text, "CFG Rescale", guidance.rescale());
  }

  private static void network(Infotext.Builder text, NetworkOptions network) {
    if (network.seamless() != SeamlessAxes.NONE) {
      text.field("Tiling", network.seamless().label());
    }
    network.freeU().ifPresent(freeU -> text.field("FreeU", NetworkFields.text(freeU)));
    positive(text, "PAG scale", network.perturbedAttention());
    positive(text, NetworkFields.SELF_ATTENTION, network.selfAttention());
    positive(text, NetworkFields.TOKEN_MERGING, network.tokenMerging());
    if (network.deepInterval() > 1) {
      text.field(NetworkFields.DEEP_INTERVAL, Integer.toString(network.deepInterval()));
    }
  }

  private static void prompts(Infotext.Builder text, PromptReading prompts) {
    flag(text, "Pad conds", prompts.padding() == TokenPadding.EMPTY_TEXT);
    flag(text, "Pad conds v0", prompts.padding() == TokenPadding.LAST_VECTOR);
    if (prompts.emphasis() != Emphasis.ORIGINAL) {
      text.field("Emphasis", prompts.emphasis().label());
    }
    flag(text, "Old prompt editing timelines", prompts.oldTimelines());
  }

  private static void flag(Infotext.Builder text, String name, boolean told) {
    if (told) {
      text.field(name, true);
    }
  }

  private static void positive(Infotext.Builder text, String name, double value) {
    if (value > 0) {
      number(text, name, value);
    }
  }

  /** Writes a whole number without its zero, as the WebUI's page does. */
  private static void number(Infotext.Builder text, String name, double value) {
    if (value == Math.rint(value) && Math.abs(value) < LARGE) {
      text.field(name, (long) value);
    } else {
      text.field(name, value);
    }
  }

  /** "Automatic" is told as what it stood for, unless that is the plain spacing. */
  private static SigmaSchedule recordedSchedule(Sampling sampling) {
    SigmaSchedule asked = sampling.schedule();
    SigmaSchedule used = sampling.sampler().scheduleFor(asked);
    boolean plain = used.name().equals(SigmaSchedule.uniform().name());
    return plain || sampling.sampler().family() == Sampler.Family.TIMESTEP ? asked : used;
  }
}
