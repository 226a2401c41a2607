package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ComponentConfig;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.checkpoint.original.ClipSegFile;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import io.pentimento.internal.SegmentKernels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * CLIPSeg (Lüddecke and Ecker 2022, "Image Segmentation Using Text and Image Prompts"): finds what
 * words say in a picture. Computes in float32. Immutable: any number of threads may use one.
 */
public final class ClipSegNetwork {
  private final ClipSegConfig config;
  private final ClipVision vision;
  private final TextEncoder text;
  private final Linear filmMul;
  private final Linear filmAdd;
  private final List<Linear> reduces;
  private final List<ClipSegLayer> layers;
  private final List<Upscaling> head;

  /** A convolution of the head: the first keeps the size, the others make squares of cells. */
  private record Upscaling(NDArray weight, NDArray bias, long stride) {
    NDArray apply(Scope scope, NDArray x) {
      return stride == 1
          ? scope.conv(x, weight, bias, 1, 1)
          : SegmentKernels.transposedConv(scope, x, weight, bias, stride);
    }
  }

  private ClipSegNetwork(ClipSegConfig config, ClipVision vision, TextEncoder text, Weights weights)
      throws ModelFormatException {
    this.config = config;
    this.vision = vision;
    this.text = text;
    int width = config.width();
    this.filmMul = weights.linear("film_mul", config.vision().projected(), width);
    this.filmAdd = weights.linear("film_add", config.vision().projected(), width);
    this.reduces = new ArrayList<>();
    this.layers = new ArrayList<>();
    for (int i = 0; i < config.extractLayers().size(); i++) {
      reduces.add(weights.linear("reduces." + i, config.vision().width(), width));
      layers.add(ClipSegLayer.read(weights.at("layers." + i), config));
    }
    this.head = head(config, weights);
    weights.finish();
  }

  private static List<Upscaling> head(ClipSegConfig config, Weights weights) {
    int width = config.width();
    int patch = config.vision().patchSize();
    String name = "transposed_convolution";
    if (!config.refined()) {
      return List.of(upscaling(weights, name, width, 1, patch));
    }
    int step = patch / 4;
    Upscaling first =
        new Upscaling(
            weights.tensor(name + ".0.weight", width, width, 3, 3),
            weights.tensor(name + ".0.bias", width),
            1);
    return List.of(
        first,
        upscaling(weights, name + ".2", width, width / 2, step),
        upscaling(weights, name + ".4", width / 2, 1, step));
  }

  private static Upscaling upscaling(Weights weights, String name, int in, int out, int step) {
    return new Upscaling(
        weights.tensor(name + ".weight", in, out, step, step),
        weights.tensor(name + ".bias", out),
        step);
  }

  /**
   * Reads the network of a file.
   *
   * @param config its config.json; without one, what no tensor tells is as in CIDAS/clipseg-rd64
   * @param scope where the weights live
   * @throws ModelFormatException if the file holds no such network
   * @throws IOException if reading fails
   */
  public static ClipSegNetwork read(Checkpoint file, Optional<ComponentConfig> config, Scope scope)
      throws IOException {
    ClipSegFile networks = new ClipSegFile(file);
    ClipSegConfig sizes = ClipSegConfig.find(networks, config);
    Optional<ComponentConfig> told = config.filter(whole -> whole.has("vision_config"));
    ClipVision vision = ClipVision.read(networks.vision(), told, scope, NumberType.FLOAT32);
    try {
      TextEncoder text =
          new TextEncoder(
              sizes.text(),
              weights(networks.text(), scope),
              OptionalInt.of(sizes.vision().projected()));
      return new ClipSegNetwork(sizes, vision, text, weights(networks.decoder(), scope));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static Weights weights(Checkpoint network, Scope scope) {
    return new Weights(new CheckpointTensors(network, scope, NumberType.FLOAT32, elements -> {}));
  }

  /** Returns the architecture. */
  public ClipSegConfig config() {
    return config;
  }

  /**
   * Embeds texts.
   *
   * @param parent holds the result
   * @param ids token ids, of equal length, each with the end token
   * @return {@code [texts, projected]}, float32, of any length
   */
  public NDArray condition(Scope parent, List<int[]> ids) {
    try (Scope scope = parent.open("clipseg text")) {
      NDArray pooled = text.encodePlain(scope, ids, 1, config.endId()).pooled().orElseThrow();
      return parent.adopt(scope.plain(pooled));
    }
  }

  /**
   * Returns what the picture half knows of a picture after the layers that count.
   *
   * @param scope holds the results
   * @param pixels {@code [1, 3, size, size]}, float32, of any size that patches divide
   * @return {@code [1, tokens, width]} each, the token of the whole picture first
   */
  public List<NDArray> features(Scope scope, NDArray pixels) {
    int deepest = Collections.max(config.extractLayers()) + 1;
    List<NDArray> states = vision.states(scope, pixels, deepest);
    return config.extractLayers().stream().map(layer -> states.get(layer + 1)).toList();
  }

  /**
   * Finds what texts say.
   *
   * @param parent holds the result
   * @param features from {@link #features}
   * @param condition from {@link #condition}
   * @return {@code [texts, 1, size, size]}, float32, above 0 where it is more likely than not
   */
  public NDArray find(Scope parent, List<NDArray> features, NDArray condition) {
    try (Scope scope = parent.open("clipseg")) {
      NDArray hidden = reduces.get(0).apply(scope, features.get(features.size() - 1));
      for (int i = 0; i < layers.size(); i++) {
        if (i > 0) {
          NDArray next = features.get(features.size() - 1 - i);
          hidden = scope.add(reduces.get(i).apply(scope, next), hidden);
        }
        if (i == config.conditionalLayer()) {
          hidden = conditioned(scope, hidden, condition);
        }
        hidden = layers.get(i).apply(scope, hidden);
      }
      return parent.adopt(scope.plain(map(scope, hidden)));
    }
  }

  private NDArray conditioned(Scope scope, NDArray hidden, NDArray condition) {
    long texts = condition.getShape().get(0);
    NDArray scales = filmMul.apply(scope, condition).reshape(texts, 1, config.width());
    NDArray shifts = filmAdd.apply(scope, condition).reshape(texts, 1, config.width());
    return scope.add(scope.multiply(hidden, scales), shifts);
  }

  private NDArray map(Scope scope, NDArray hidden) {
    long tokens = hidden.getShape().get(1);
    long side = Math.round(Math.sqrt((double) tokens - 1));
    NDArray x = scope.picture(scope.slice(hidden, 1, tokens, 1), side, side);
    for (int i = 0; i < head.size(); i++) {
      x = head.get(i).apply(scope, i == 0 ? x : scope.activate("relu", x));
    }
    return x;
  }
}
