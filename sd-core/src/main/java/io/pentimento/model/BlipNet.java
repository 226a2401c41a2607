package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ComponentConfig;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.checkpoint.original.BlipFile;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * BLIP's caption network (Li et al. 2022, "BLIP: Bootstrapping Language-Image Pre-training",
 * section 3.1): a vision transformer, and BERT with attention to the picture (Devlin et al. 2019).
 * Immutable: any number of threads may use one.
 */
public final class BlipNet {
  private final BlipConfig config;
  private final VisionTransformer vision;
  private final Norm visionNorm;
  private final NDArray words;
  private final NDArray positions;
  private final Norm embeddingNorm;
  private final List<BertLayer> layers;
  private final Linear transform;
  private final Norm transformNorm;
  private final NDArray outWords;
  private final NDArray outBias;

  private BlipNet(BlipConfig config, Weights weights, NumberType type) throws ModelFormatException {
    this.config = config;
    int width = config.width();
    double eps = config.layerNormEps();
    this.vision = VisionTransformer.read(config.vision(), weights.at("vision"), type);
    this.visionNorm =
        weights.norm("vision.norm", config.vision().width(), config.vision().layerNormEps());
    Weights bert = weights.at("text.bert");
    this.words = bert.tensor("embeddings.word_embeddings.weight", config.vocabulary(), width);
    this.positions =
        bert.tensor("embeddings.position_embeddings.weight", config.positions(), width);
    this.embeddingNorm = bert.norm("embeddings.LayerNorm", width, eps);
    this.layers =
        IntStream.range(0, config.layers())
            .mapToObj(i -> BertLayer.read(bert.at("encoder.layer." + i), config))
            .toList();
    Weights head = weights.at("text.cls.predictions");
    this.transform = head.linear("transform.dense", width, width);
    this.transformNorm = head.norm("transform.LayerNorm", width, eps);
    NDArray bias = head.tensor("bias", config.vocabulary());
    this.outWords =
        head.has("decoder.weight")
            ? head.tensor("decoder.weight", config.vocabulary(), width)
            : words;
    this.outBias =
        head.has("decoder.bias") ? head.tensor("decoder.bias", config.vocabulary()) : bias;
    weights.finish();
  }

  /**
   * Reads the network of a file.
   *
   * @param config its config.json; without one the architecture is found from the tensors
   * @param scope where the weights live
   * @param type the type in which the network computes
   * @throws ModelFormatException if the file holds no such network
   * @throws IOException if reading fails
   */
  public static BlipNet read(
      Checkpoint file, Optional<ComponentConfig> config, Scope scope, NumberType type)
      throws IOException {
    BlipFile found = BlipFile.of(file);
    Checkpoint tensors = found.tensors();
    BlipConfig sizes =
        config.isPresent()
            ? BlipConfig.read(config.get())
            : BlipConfig.find(tensors, found.isFirstRelease());
    int side = sizes.vision().imageSize() / sizes.vision().patchSize();
    Checkpoint placed = ResizedPositions.of(tensors, "vision.position_embedding", side);
    try {
      return new BlipNet(
          sizes, new Weights(new CheckpointTensors(placed, scope, type, elements -> {})), type);
    } catch (UncheckedIOException e) {
      // A network reads its tensors in streams, which know no checked exceptions.
      throw e.getCause();
    }
  }

  /** Returns the architecture. */
  public BlipConfig config() {
    return config;
  }

  /**
   * Returns what the decoder sees of a picture, {@code [1, tokens, width]}.
   *
   * @param pixels {@code [1, 3, size, size]}, float32, scaled as for CLIP
   */
  NDArray look(Scope parent, NDArray pixels) {
    try (Scope scope = parent.open("blip vision")) {
      return parent.adopt(visionNorm.layer(scope, vision.tokens(scope, pixels)));
    }
  }

  /**
   * Returns a caption that has not begun.
   *
   * @param scope holds what is known of the picture, and the words to come
   * @param pixels from {@link ClipPixels#values}: {@code [1, 3, size, size]}, float32
   */
  public BlipCaption begin(Scope scope, NDArray pixels) {
    NDArray seen = look(scope, pixels);
    return new BlipCaption(
        this, scope, layers.stream().map(layer -> layer.cross().project(scope, seen)).toList());
  }

  /** Returns the layers of the decoder. */
  List<BertLayer> layers() {
    return layers;
  }

  /**
   * Returns the embeddings of words at their places, {@code [rows, words, width]}.
   *
   * @param start the place of the first
   */
  NDArray embedded(Scope scope, List<int[]> ids, int start) {
    int count = ids.get(0).length;
    long[] flat = ids.stream().flatMapToInt(IntStream::of).asLongStream().toArray();
    NDArray found = scope.embedding(words, scope.array(flat, ids.size(), count));
    NDArray placed = scope.add(found, scope.slice(positions, start, start + count, 0));
    return embeddingNorm.layer(scope, placed);
  }

  /** Returns how far each word suits behind each one, {@code [rows, words, vocabulary]}. */
  NDArray predictions(Scope scope, NDArray hidden) {
    NDArray turned = transformNorm.layer(scope, scope.gelu(transform.apply(scope, hidden)));
    return scope.plain(scope.linear(turned, outWords, Optional.of(outBias)));
  }

  /** Checks that ids are known and a caption is not too long. */
  void check(List<int[]> ids, int start) {
    List<Integer> unknown = new ArrayList<>();
    for (int[] row : ids) {
      IntStream.of(row).filter(id -> id < 0 || id >= config.vocabulary()).forEach(unknown::add);
    }
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "Token ids must be in [0, %d), but got: %d. The vocabulary and the caption network do not belong together."
              .formatted(config.vocabulary(), unknown.get(0)));
    }
    int end = start + ids.get(0).length;
    if (end > config.positions()) {
      throw new IllegalArgumentException(
          "A caption of this network has at most %d tokens, but got: %d."
              .formatted(config.positions(), end));
    }
  }
}
