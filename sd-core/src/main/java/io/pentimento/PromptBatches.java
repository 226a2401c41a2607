package io.pentimento;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The network under the prompts of each call. Prompts of one length go through it as one batch,
 * first all images with the first part, then all with the second, the negative prompt last.
 */
final class PromptBatches {
  /** How many batches stay prepared: prompts may alternate between texts. */
  private static final int KEPT = 8;

  private final PromptedNetwork network;
  private final Scope run;
  private final Conditioning conditioning;
  private final int images;
  private final Map<Key, Prepared> prepared = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * The network under some prompts.
   *
   * @param network takes {@code prompts × images} rows
   * @param prompts how many prompts there are
   */
  record Batch(NetworkUnderPrompts network, int prompts) {}

  /**
   * Tells batches apart.
   *
   * @param guiding how many of the prompts, the first, are parts of the prompt
   * @param regions the texts of regions, which count beside those
   */
  private record Key(
      List<PromptVectors> prompts, int guiding, long tokens, List<PromptVectors> regions) {}

  private record Prepared(Scope scope, Batch batch) {}

  /**
   * Prepares nothing yet.
   *
   * @param run holds what is prepared
   * @param images how many images there are
   */
  PromptBatches(PromptedNetwork network, Scope run, Conditioning conditioning, int images) {
    this.network = network;
    this.run = run;
    this.conditioning = conditioning;
    this.images = images;
  }

  /** Returns the weights of the prompt's parts. */
  List<Double> weights() {
    return conditioning.parts().stream().map(Conditioning.Part::weight).toList();
  }

  /** Returns what goes through the network in a call, counted from 0. */
  List<Batch> at(int call, boolean withNegative) {
    List<PromptVectors> parts =
        conditioning.parts().stream().map(part -> part.vectors().at(call)).toList();
    long longest = parts.stream().mapToLong(PromptVectors::tokens).max().orElseThrow();
    List<PromptVectors> regions = conditioning.regionsAt(call);
    if (!withNegative) {
      return List.of(batch(parts, parts.size(), longest, regions));
    }
    PromptVectors negative = conditioning.negative().at(call);
    long together = together(longest, negative);
    boolean separate =
        switch (conditioning.padding()) {
          case NONE -> negative.tokens() != longest;
          case EMPTY_TEXT, LAST_VECTOR -> false;
        };
    if (separate) {
      return List.of(
          batch(parts, parts.size(), longest, regions),
          batch(List.of(negative), 0, negative.tokens(), List.of()));
    }
    List<PromptVectors> all = new ArrayList<>(parts);
    all.add(negative);
    return List.of(batch(all, parts.size(), together, regions));
  }

  /** Returns the negative prompt alone, of the length that it has beside the others. */
  Batch negativeAt(int call) {
    PromptVectors negative = conditioning.negative().at(call);
    long longest =
        conditioning.parts().stream()
            .mapToLong(part -> part.vectors().at(call).tokens())
            .max()
            .orElseThrow();
    return batch(
        List.of(negative),
        0,
        switch (conditioning.padding()) {
          case NONE -> negative.tokens();
          case EMPTY_TEXT, LAST_VECTOR -> together(longest, negative);
        },
        List.of());
  }

  private long together(long longest, PromptVectors negative) {
    return switch (conditioning.padding()) {
      case NONE, LAST_VECTOR -> longest;
      case EMPTY_TEXT -> Math.max(longest, negative.tokens());
    };
  }

  private Batch batch(
      List<PromptVectors> prompts, int guiding, long tokens, List<PromptVectors> regions) {
    Key key = new Key(prompts, guiding, tokens, regions);
    Prepared found = prepared.get(key);
    if (found == null) {
      found = prepare(key);
      prepared.put(key, found);
      dropOldest();
    }
    return found.batch();
  }

  /** Forgets what is prepared: the network has become another one. */
  void forget() {
    prepared.values().forEach(one -> one.scope().close());
    prepared.clear();
  }

  private void dropOldest() {
    if (prepared.size() > KEPT) {
      Map.Entry<Key, Prepared> oldest = prepared.entrySet().iterator().next();
      prepared.remove(oldest.getKey());
      oldest.getValue().scope().close();
    }
  }

  private Prepared prepare(Key key) {
    Scope scope = run.open("prompts");
    try (Scope temporary = scope.open("context")) {
      int parts = conditioning.parts().size();
      long partsLength =
          key.prompts().stream().limit(parts).mapToLong(PromptVectors::tokens).max().orElseThrow();
      NDArray rows = null;
      NDArray beside = null;
      for (int i = 0; i < key.prompts().size(); i++) {
        NDArray vectors = key.prompts().get(i).array();
        // The prompt's parts are made equal before the negative prompt is looked at.
        NDArray equal =
            i < parts && conditioning.emptyText().isPresent()
                ? lastRepeated(temporary, vectors, partsLength)
                : vectors;
        NDArray repeated = temporary.repeatRows(fitted(temporary, equal, key.tokens()), images);
        rows = rows == null ? repeated : temporary.concat(rows, repeated, 0);
        beside = withRows(temporary, beside, key.prompts().get(i).beside());
      }
      if (rows == null) {
        throw new IllegalStateException("A batch always has a prompt.");
      }
      NetworkUnderPrompts under = under(scope, temporary, rows, Optional.ofNullable(beside), key);
      return new Prepared(scope, new Batch(under, key.prompts().size()));
    } catch (Throwable e) {
      scope.close();
      throw e;
    }
  }

  private NetworkUnderPrompts under(
      Scope scope, Scope temporary, NDArray rows, Optional<NDArray> beside, Key key) {
    long prompted = (long) key.guiding() * images;
    if (key.regions().isEmpty()) {
      return network.under(scope, rows, beside, prompted);
    }
    List<NDArray> texts =
        key.regions().stream().map(one -> temporary.repeatRows(one.array(), prompted)).toList();
    return network.underRegions(
        scope, rows, beside, texts, conditioning.regions().orElseThrow().shares());
  }

  /** Appends what stands beside a prompt, once for each image. */
  private @Nullable NDArray withRows(
      Scope temporary, @Nullable NDArray rows, Optional<NDArray> beside) {
    if (beside.isEmpty()) {
      return rows;
    }
    NDArray repeated = temporary.repeatRows(beside.get(), images);
    return rows == null ? repeated : temporary.concat(rows, repeated, 0);
  }

  private NDArray fitted(Scope scope, NDArray vectors, long tokens) {
    if (vectors.getShape().get(1) > tokens) {
      return scope.slice(vectors, 0, tokens, 1);
    }
    if (conditioning.emptyText().isEmpty()) {
      return lastRepeated(scope, vectors, tokens);
    }
    NDArray empty = conditioning.emptyText().get().array();
    NDArray fitted = vectors;
    while (fitted.getShape().get(1) < tokens) {
      fitted = scope.concat(fitted, empty, 1);
    }
    return fitted;
  }

  /** Fills vectors up with the last one of them. */
  private static NDArray lastRepeated(Scope scope, NDArray vectors, long tokens) {
    long missing = tokens - vectors.getShape().get(1);
    if (missing <= 0) {
      return vectors;
    }
    NDArray last =
        scope.slice(vectors, vectors.getShape().get(1) - 1, vectors.getShape().get(1), 1);
    NDArray filled = last.repeat(1, missing);
    return scope.concat(vectors, filled, 1);
  }
}
