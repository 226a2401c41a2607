package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.internal.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The text half of CLIP (Radford et al. 2021, section 2.4; transformers' CLIPTextModel). Immutable:
 * any number of threads may use one.
 */
public final class TextEncoder {
  private final TextEncoderConfig config;
  private final NDArray tokenEmbedding;
  private final NDArray positionEmbedding;
  private final List<ClipLayer> layers;
  private final Norm finalNorm;
  private final Optional<Linear> projection;

  /**
   * What an encoder of SDXL makes of token sequences.
   *
   * @param hidden a layer's output as it is, {@code [sequences, tokens, width]}, float32
   * @param pooled the last layer's output at each sequence's end, normalised and projected, {@code
   *     [sequences, projected width]}, float32; empty if the encoder has no projection
   */
  public record Encoded(NDArray hidden, Optional<NDArray> pooled) {}

  private final NetworkTensors tensors;

  /** The embeddings of words that the vocabulary lacks. */
  private final Optional<NDArray> addedTokens;

  /** Where the network is had from with its weights, if this one has none. */
  private final Optional<? extends NetworkSupply<TextEncoder>> supply;

  /**
   * Reads the network.
   *
   * @throws ModelFormatException if tensors are missing, of the wrong shape, or left over
   */
  public TextEncoder(TextEncoderConfig config, Weights weights) throws ModelFormatException {
    this(config, weights, OptionalInt.empty());
  }

  /**
   * Reads the network.
   *
   * @param projected the width of its projection, if it is to have one
   * @throws ModelFormatException if tensors are missing, of the wrong shape, or left over
   */
  public TextEncoder(TextEncoderConfig config, Weights weights, OptionalInt projected)
      throws ModelFormatException {
    this(config, weights, projected, Optional.empty());
  }

  /**
   * Reads the network, or its outline.
   *
   * @param projected the width of its projection, if it is to have one
   * @param supply gives the network with its weights, where these have shapes alone
   * @throws ModelFormatException if tensors are missing, of the wrong shape, or left over
   */
  public TextEncoder(
      TextEncoderConfig config,
      Weights weights,
      OptionalInt projected,
      Optional<? extends NetworkSupply<TextEncoder>> supply)
      throws ModelFormatException {
    this.supply = supply;
    this.config = config;
    Weights all = weights.ofFewRows();
    Weights model = all.has("text_model") ? all.at("text_model") : all;
    this.tokenEmbedding =
        model.tensor("embeddings.token_embedding.weight", config.vocabulary(), config.width());
    this.positionEmbedding =
        model.tensor("embeddings.position_embedding.weight", config.positions(), config.width());
    this.layers =
        IntStream.range(0, config.layers())
            .mapToObj(
                i -> ClipLayer.read(model.at("encoder.layers." + i), ClipLayer.Sizes.of(config)))
            .toList();
    this.finalNorm = model.norm("final_layer_norm", config.width(), config.layerNormEps());
    this.projection =
        projected.isPresent()
            ? Optional.of(
                all.linearWithoutBias("text_projection", config.width(), projected.getAsInt()))
            : Optional.empty();
    this.tensors = weights.tensors().without("text_model.");
    this.addedTokens = Optional.empty();
    weights.finish();
  }

  private TextEncoder(TextEncoder other, NDArray addedTokens) {
    this.config = other.config;
    this.tokenEmbedding = other.tokenEmbedding;
    this.positionEmbedding = other.positionEmbedding;
    this.layers = other.layers;
    this.finalNorm = other.finalNorm;
    this.projection = other.projection;
    this.tensors = other.tensors;
    this.addedTokens = Optional.of(addedTokens);
    this.supply = other.supply.map(all -> all.map(encoder -> encoder.withTokens(addedTokens)));
  }

  /**
   * Returns an encoder that shares everything with this one and knows more tokens, whose ids follow
   * those of the vocabulary.
   *
   * @param embeddings {@code [tokens, width]}, float32
   */
  public TextEncoder withTokens(NDArray embeddings) {
    return new TextEncoder(this, embeddings);
  }

  /**
   * Returns this network with its weights, which are in memory until the lease is closed. Those of
   * an outline are read now; without them it can tell of itself but not compute.
   *
   * @throws java.io.UncheckedIOException if reading fails
   */
  public NetworkLease<TextEncoder> use() {
    return supply.map(NetworkSupply::use).orElseGet(() -> NetworkLease.of(this));
  }

  /** Returns the tensors it is built from, under names without {@code text_model.}. */
  public NetworkTensors tensors() {
    return tensors;
  }

  /** Builds an encoder like this one of changed tensors, with which it shares all others. */
  public TextEncoder patched(PatchedTensors changed) {
    try {
      return new TextEncoder(
          config,
          new Weights(changed.over(tensors)),
          pooledWidth(),
          supply.map(all -> all.map(encoder -> encoder.patched(changed.over(encoder.tensors)))));
    } catch (ModelFormatException e) {
      throw new IllegalStateException("Tensors that fitted this encoder do so no longer.", e);
    }
  }

  /** Returns the architecture. */
  public TextEncoderConfig config() {
    return config;
  }

  /** Returns the width of the pooled text, if the network has a projection. */
  public OptionalInt pooledWidth() {
    return projection.isPresent()
        ? OptionalInt.of(Math.toIntExact(projection.get().weight().getShape().get(0)))
        : OptionalInt.empty();
  }

  /**
   * Encodes token sequences.
   *
   * @param parent holds the result
   * @param ids one row of token ids per sequence, all of the same length, at most {@code positions}
   * @param clipSkip which layer's output is used, counted from the end: 1 is the last, one more
   *     than there are layers the embeddings
   * @return {@code [sequences, tokens, width]}, float32, after the final layer normalisation
   */
  public NDArray encode(Scope parent, List<int[]> ids, int clipSkip) {
    checkClipSkip(clipSkip);
    try (Scope scope = parent.open("text encoder")) {
      List<NDArray> states = hiddenStates(scope, ids);
      return parent.adopt(
          scope.plain(finalNorm.layer(scope, states.get(states.size() - clipSkip))));
    }
  }

  /**
   * Encodes token sequences for SDXL, which takes a layer's output without the final normalisation,
   * and the pooled last one.
   *
   * @param parent holds the result
   * @param ids one row of token ids per sequence, all of the same length, at most {@code positions}
   * @param clipSkip which layer's output is used, counted from the end as in {@link #encode}
   * @param endId the id that ends a text, at whose first place the last layer is pooled
   * @throws IllegalArgumentException if a sequence has no such id
   */
  public Encoded encodePlain(Scope parent, List<int[]> ids, int clipSkip, int endId) {
    checkClipSkip(clipSkip);
    try (Scope scope = parent.open("text encoder")) {
      List<NDArray> states = hiddenStates(scope, ids);
      NDArray last = states.get(states.size() - 1);
      Optional<NDArray> pooled =
          projection.map(layer -> scope.plain(layer.apply(scope, atEnds(scope, last, ids, endId))));
      NDArray hidden = scope.plain(states.get(states.size() - clipSkip));
      return new Encoded(parent.adopt(hidden), pooled.map(parent::adopt));
    }
  }

  private NDArray atEnds(Scope scope, NDArray last, List<int[]> ids, int endId) {
    NDArray normed = finalNorm.layer(scope, last);
    int tokens = ids.get(0).length;
    long[] ends = new long[ids.size()];
    for (int row = 0; row < ends.length; row++) {
      int[] sequence = ids.get(row);
      int end = IntStream.range(0, tokens).filter(i -> sequence[i] == endId).findFirst().orElse(-1);
      if (end < 0) {
        throw new IllegalArgumentException(
            "Every token sequence must have the end token %d, but one has none.".formatted(endId));
      }
      ends[row] = (long) row * tokens + end;
    }
    return scope.embedding(normed.reshape(-1, config.width()), scope.array(ends, ends.length));
  }

  /**
   * Checks a clip skip before work is done.
   *
   * @throws IllegalArgumentException if there are fewer layers, the embeddings counted as one
   */
  public void checkClipSkip(int clipSkip) {
    int most = config.layers() + 1;
    if (clipSkip < 1 || clipSkip > most) {
      throw new IllegalArgumentException(
          "clipSkip must be in [1, %d] for this text encoder, but got: %d."
              .formatted(most, clipSkip));
    }
  }

  /**
   * Returns the sum of the embeddings and the output of every layer, {@code [sequences, tokens,
   * width]} each.
   *
   * @param scope holds the results
   */
  public List<NDArray> hiddenStates(Scope scope, List<int[]> ids) {
    int tokens = checkIds(ids);
    long[] flat = ids.stream().flatMapToInt(IntStream::of).asLongStream().toArray();
    NDArray embedded = embed(scope, flat, ids.size(), tokens);
    NDArray hidden = scope.add(embedded, scope.slice(positionEmbedding, 0, tokens, 0));
    List<NDArray> states = new ArrayList<>(List.of(hidden));
    for (ClipLayer layer : layers) {
      hidden = layer.apply(scope, hidden, true);
      states.add(hidden);
    }
    return states;
  }

  /** Added tokens are looked up among the rows that were found for all others. */
  private NDArray embed(Scope scope, long[] ids, long rows, long tokens) {
    int vocabulary = config.vocabulary();
    if (LongStream.of(ids).allMatch(id -> id < vocabulary)) {
      return scope.embedding(tokenEmbedding, scope.array(ids, rows, tokens));
    }
    long[] known = LongStream.of(ids).map(id -> id < vocabulary ? id : 0).toArray();
    NDArray found = scope.embedding(tokenEmbedding, scope.array(known, ids.length));
    NDArray all = scope.concat(found, addedTokens.orElseThrow(), 0);
    long[] places = new long[ids.length];
    for (int i = 0; i < places.length; i++) {
      places[i] = ids[i] < vocabulary ? i : ids.length + ids[i] - vocabulary;
    }
    return scope.embedding(all, scope.array(places, rows, tokens));
  }

  private int checkIds(List<int[]> ids) {
    if (ids.isEmpty()) {
      throw new IllegalArgumentException("There must be at least one token sequence.");
    }
    int tokens = ids.get(0).length;
    if (tokens < 1
        || tokens > config.positions()
        || ids.stream().anyMatch(row -> row.length != tokens)) {
      throw new IllegalArgumentException(
          "All token sequences must have the same length, 1 to %d.".formatted(config.positions()));
    }
    long known = config.vocabulary() + addedTokens.map(added -> added.getShape().get(0)).orElse(0L);
    for (int[] row : ids) {
      for (int id : row) {
        if (id < 0 || id >= known) {
          throw new IllegalArgumentException(
              "Token ids must be in [0, %d), but got: %d. The tokenizer and the text encoder do not belong together."
                  .formatted(known, id));
        }
      }
    }
    return tokens;
  }
}
