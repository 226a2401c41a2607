package io.pentimento;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;
import io.pentimento.prompt.EncodedText;
import io.pentimento.prompt.ExtraNetworks;
import io.pentimento.prompt.JointPromptEncoder;
import io.pentimento.prompt.PromptParts;
import io.pentimento.prompt.PromptReading;
import io.pentimento.prompt.PromptSchedule;
import io.pentimento.prompt.PromptTexts;
import io.pentimento.prompt.Timeline;
import io.pentimento.prompt.TokenPadding;
import io.pentimento.sampling.NextPass;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Encodes the prompts of one pass: parts between ANDs, each with all texts that it is edited to.
 * The texts of one part go through the text encoder together, equal parts once.
 */
final class PromptConditioning {
  private final PatchedModel model;
  private final JointPromptEncoder encoder;
  private final PromptReading reading;
  private final Timeline timeline;
  private final Optional<BesidePrompts> beside;
  private final Scope run;
  private final Map<Together, Encoded> encoded = new HashMap<>();

  /**
   * Texts that are encoded together.
   *
   * @param negative whether they are the negative prompt's, where that makes a difference
   */
  private record Together(List<String> texts, boolean negative) {}

  /** What became of texts that were encoded together. */
  private record Encoded(Map<String, PromptVectors> byText) {
    PromptVectors of(String text) {
      PromptVectors vectors = byText.get(text);
      if (vectors == null) {
        throw new IllegalArgumentException("This text was not encoded: " + text);
      }
      return vectors;
    }
  }

  /**
   * Prepares the encoding.
   *
   * @param model the text encoders, and the cache of what they made
   * @param pass has the prompts' settings
   * @param timeline what prompt editing counts in
   * @param run holds the vectors
   */
  PromptConditioning(PatchedModel model, NextPass pass, Timeline timeline, Scope run) {
    this.model = model;
    this.reading = pass.sampling().prompts();
    this.encoder = model.encoder(reading);
    this.timeline = timeline.withOldTimelines(reading.oldTimelines());
    this.beside =
        model
            .base()
            .unet()
            .config()
            .added()
            .map(added -> new BesidePrompts(model.base().unet(), reading.sizes(), pass.size()));
    this.run = run;
  }

  /** Encodes both prompts. */
  Conditioning of(String prompt, String negativePrompt) {
    PromptTexts texts = reading.manner().read(prompt, negativePrompt);
    ExtraNetworks networks = ExtraNetworks.of(texts.prompt());
    List<Conditioning.Part> parts = new ArrayList<>();
    for (PromptParts.Part part : PromptParts.of(networks.text()).parts()) {
      parts.add(new Conditioning.Part(part.weight(), timelineOf(part.text(), false)));
    }
    Optional<PromptVectors> emptyText =
        reading.padding() == TokenPadding.EMPTY_TEXT
            ? Optional.of(vectors(List.of(""), false).of(""))
            : Optional.empty();
    return new Conditioning(
        parts, timelineOf(texts.negativePrompt(), true), reading.padding(), emptyText);
  }

  /** Encodes the texts of regions. */
  Conditioning.Regions of(LaidOutRegions laidOut) {
    return new Conditioning.Regions(
        laidOut.regions().stream().map(region -> timelineOf(region.prompt(), false)).toList(),
        laidOut);
  }

  private PromptTimeline timelineOf(String text, boolean negative) {
    PromptSchedule schedule = PromptSchedule.of(text, timeline);
    Encoded vectors = vectors(schedule.texts(), negative);
    return new PromptTimeline(
        schedule.entries().stream()
            .map(entry -> new PromptTimeline.Entry(entry.endsAfter(), vectors.of(entry.text())))
            .toList());
  }

  private Encoded vectors(List<String> texts, boolean negative) {
    return encoded.computeIfAbsent(
        new Together(texts, negative && beside.isPresent()), this::found);
  }

  private Encoded found(Together together) {
    if (isLeftOut(together)) {
      return new Encoded(Map.of("", nothing()));
    }
    TextCache.Key key =
        new TextCache.Key(
            together.texts(),
            reading.clipSkip(),
            reading.emphasis(),
            model.changesTo(encoder, together.texts()));
    TextCache.Vectors found = model.base().texts().get(key).orElseGet(() -> encode(key));
    Map<String, PromptVectors> vectors = new HashMap<>();
    found
        .byText()
        .forEach(
            (text, values) -> {
              NDArray array = run.array(values, 1, found.tokens(), found.width());
              Optional<float[]> pooled = Optional.ofNullable(found.pooled().get(text));
              vectors.put(text, new PromptVectors(array, besideOf(pooled, together.negative())));
            });
    return new Encoded(vectors);
  }

  /** SDXL was trained with zeros for no words, which the empty negative prompt stands for. */
  private boolean isLeftOut(Together together) {
    return together.negative()
        && model.base().zerosForEmptyNegative()
        && together.texts().stream().allMatch(String::isEmpty);
  }

  private PromptVectors nothing() {
    int width = model.base().unet().config().crossAttentionDim();
    int tokens = model.base().tokenizer().maxLength();
    NDArray zeros = run.array(new float[tokens * width], 1, tokens, width);
    return new PromptVectors(
        zeros, besideOf(Optional.of(new float[model.base().pooledWidth()]), true));
  }

  private Optional<NDArray> besideOf(Optional<float[]> pooled, boolean negative) {
    if (beside.isEmpty() || pooled.isEmpty()) {
      return Optional.empty();
    }
    try (Scope scope = run.open("beside")) {
      NDArray row = scope.array(pooled.get(), 1, pooled.get().length);
      return Optional.of(run.adopt(beside.get().vector(scope, row, negative)));
    }
  }

  private TextCache.Vectors encode(TextCache.Key key) {
    try (Scope scope = run.open("text")) {
      List<EncodedText> texts = encoder.encode(scope, key.texts());
      Map<String, float[]> byText = new HashMap<>();
      Map<String, float[]> pooled = new HashMap<>();
      for (int i = 0; i < texts.size(); i++) {
        EncodedText text = texts.get(i);
        byText.computeIfAbsent(key.texts().get(i), word -> text.vectors().toFloatArray());
        if (text.pooled().isPresent()) {
          pooled.put(key.texts().get(i), text.pooled().get().toFloatArray());
        }
      }
      long[] shape = texts.get(0).vectors().getShape().getShape();
      TextCache.Vectors vectors = new TextCache.Vectors(shape[1], shape[2], byText, pooled);
      model.base().texts().put(key, vectors);
      return vectors;
    }
  }
}
