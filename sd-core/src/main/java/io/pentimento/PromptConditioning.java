package io.pentimento;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;
import io.pentimento.prompt.ExtraNetworks;
import io.pentimento.prompt.PromptEncoder;
import io.pentimento.prompt.PromptParts;
import io.pentimento.prompt.PromptReading;
import io.pentimento.prompt.PromptSchedule;
import io.pentimento.prompt.PromptTexts;
import io.pentimento.prompt.Timeline;
import io.pentimento.prompt.TokenPadding;
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
  private final PromptEncoder encoder;
  private final PromptReading reading;
  private final Timeline timeline;
  private final Scope run;
  private final Map<List<String>, Encoded> encoded = new HashMap<>();

  /** Texts that were encoded together. */
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
   * @param model the text encoder, and the cache of what it made
   * @param timeline what prompt editing counts in
   * @param run holds the vectors
   */
  PromptConditioning(PatchedModel model, PromptReading reading, Timeline timeline, Scope run) {
    this.model = model;
    this.encoder = model.encoder(reading);
    this.reading = reading;
    this.timeline = timeline.withOldTimelines(reading.oldTimelines());
    this.run = run;
  }

  /** Encodes both prompts. */
  Conditioning of(String prompt, String negativePrompt) {
    PromptTexts texts = reading.manner().read(prompt, negativePrompt);
    ExtraNetworks networks = ExtraNetworks.of(texts.prompt());
    List<Conditioning.Part> parts = new ArrayList<>();
    for (PromptParts.Part part : PromptParts.of(networks.text()).parts()) {
      parts.add(new Conditioning.Part(part.weight(), timelineOf(part.text())));
    }
    Optional<PromptVectors> emptyText =
        reading.padding() == TokenPadding.EMPTY_TEXT
            ? Optional.of(vectors(List.of("")).of(""))
            : Optional.empty();
    return new Conditioning(
        parts, timelineOf(texts.negativePrompt()), reading.padding(), emptyText);
  }

  private PromptTimeline timelineOf(String text) {
    PromptSchedule schedule = PromptSchedule.of(text, timeline);
    Encoded vectors = vectors(schedule.texts());
    return new PromptTimeline(
        schedule.entries().stream()
            .map(entry -> new PromptTimeline.Entry(entry.endsAfter(), vectors.of(entry.text())))
            .toList());
  }

  private Encoded vectors(List<String> texts) {
    return encoded.computeIfAbsent(texts, this::found);
  }

  private Encoded found(List<String> texts) {
    TextCache.Key key =
        new TextCache.Key(
            texts, reading.clipSkip(), reading.emphasis(), model.changesTo(encoder, texts));
    TextCache.Vectors found = model.base().texts().get(key).orElseGet(() -> encode(key));
    Map<String, PromptVectors> vectors = new HashMap<>();
    found
        .byText()
        .forEach(
            (text, values) ->
                vectors.put(
                    text, new PromptVectors(run.array(values, 1, found.tokens(), found.width()))));
    return new Encoded(vectors);
  }

  private TextCache.Vectors encode(TextCache.Key key) {
    try (Scope scope = run.open("text")) {
      List<NDArray> arrays = encoder.encode(scope, key.texts());
      Map<String, float[]> byText = new HashMap<>();
      for (int i = 0; i < arrays.size(); i++) {
        NDArray array = arrays.get(i);
        byText.computeIfAbsent(key.texts().get(i), text -> array.toFloatArray());
      }
      long[] shape = arrays.get(0).getShape().getShape();
      TextCache.Vectors vectors = new TextCache.Vectors(shape[1], shape[2], byText);
      model.base().texts().put(key, vectors);
      return vectors;
    }
  }
}
