package io.pentimento.model;

import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.checkpoint.TensorInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Finds out what IP-Adapter a file holds, and reads its projection; nothing native before that. */
final class PictureAdapterFile {
  static final String KEYS = "to_k_ip.weight";
  static final String VALUES = "to_v_ip.weight";

  private static final String PROJECTION = "image_proj.";
  private static final String LAYERS = "ip_adapter.";
  private static final String PLAIN = PROJECTION + "proj.weight";
  private static final String FULL = PROJECTION + "proj.3.weight";
  private static final String LATENTS = PROJECTION + "latents";
  private static final String FACES = PROJECTION + "perceiver_resampler.";
  private static final String FACE = PROJECTION + "proj.2.weight";
  private static final double EPS = 1e-5;

  private final Checkpoint file;
  private final ClipVisionConfig vision;
  private final Set<String> names;

  PictureAdapterFile(Checkpoint file, ClipVisionConfig vision) {
    this.file = file;
    this.vision = vision;
    this.names = file.names();
  }

  /** The shape of the keys' and values' layers for one cross-attention, {@code [out, in]}. */
  record Layer(int number, long width, long contextWidth) {
    /** Returns the name of one of its two tensors. */
    String name(String tensor) {
      return LAYERS + number + "." + tensor;
    }
  }

  /** Returns the layers for all cross-attentions, in order. */
  List<Layer> layers() throws ModelFormatException {
    List<Layer> layers = new ArrayList<>();
    // Even numbers are self-attentions, for which there is nothing.
    for (int number = 1; names.contains(LAYERS + number + "." + KEYS); number += 2) {
      List<Long> shape = shape(LAYERS + number + "." + KEYS, 2);
      layers.add(new Layer(number, shape.get(0), shape.get(1)));
    }
    if (layers.isEmpty()) {
      throw new ModelFormatException(
          file.path(),
          "this is no IP-Adapter: it has no " + LAYERS + "1." + KEYS + ". Is it another adapter?");
    }
    return layers;
  }

  /** How an adapter makes tokens of a picture. */
  private enum Kind {
    PLAIN,
    FULL,
    RESAMPLED
  }

  /**
   * Checks that a file holds an IP-Adapter, before a picture encoder is read.
   *
   * @throws ModelFormatException if it holds none, or one of a kind that is not offered
   */
  static void check(Checkpoint file) throws ModelFormatException {
    kind(file);
  }

  private static Kind kind(Checkpoint file) throws ModelFormatException {
    Set<String> names = file.names();
    if (names.stream().anyMatch(name -> name.startsWith(FACES))
        || (names.contains(FACE) && !names.contains(FULL))) {
      throw new ModelFormatException(
          file.path(),
          "this is an IP-Adapter of the kind FaceID, which takes what a network for faces makes of"
              + " a picture, and is not offered. Pass a plain, a plus or a full-face one.");
    }
    if (names.contains(LATENTS)) {
      return Kind.RESAMPLED;
    }
    if (names.contains(PLAIN)) {
      return Kind.PLAIN;
    }
    if (names.contains(FULL)) {
      return Kind.FULL;
    }
    throw new ModelFormatException(
        file.path(),
        "this is no IP-Adapter: it has none of %s, %s and %s.".formatted(PLAIN, LATENTS, FULL));
  }

  /**
   * Reads the projection.
   *
   * @throws ModelFormatException if it is of a kind that is not offered, or for another picture
   *     encoder
   */
  PictureProjection projection(Weights weights) throws ModelFormatException {
    Weights own = weights.at("image_proj");
    return switch (kind(file)) {
      case PLAIN -> plain(own);
      case FULL -> full(own);
      case RESAMPLED -> resampled(own);
    };
  }

  private PictureProjection plain(Weights weights) throws ModelFormatException {
    List<Long> shape = shape(PLAIN, 2);
    long width = shape(PROJECTION + "norm.weight", 1).get(0);
    checkEncoder(PLAIN, shape.get(1), vision.projected(), "embeds a picture in");
    if (width < 1 || shape.get(0) % width != 0 || shape.get(0) < width) {
      throw new ModelFormatException(
          file.path(),
          PLAIN,
          "must make whole tokens of %d numbers, but has shape %s.".formatted(width, shape),
          null);
    }
    return new PlainProjection(
        weights.linear("proj", shape.get(1), shape.get(0)),
        weights.norm("norm", width, EPS),
        shape.get(0) / width);
  }

  private PictureProjection full(Weights weights) throws ModelFormatException {
    List<Long> shape = shape(PROJECTION + "proj.0.weight", 2);
    checkEncoder(PROJECTION + "proj.0.weight", shape.get(1), vision.width(), "has a width of");
    long width = shape(FULL, 1).get(0);
    return new FullProjection(
        weights.linear("proj.0", shape.get(1), shape.get(0)),
        weights.linear("proj.2", shape.get(0), width),
        weights.norm("proj.3", width, EPS));
  }

  private PictureProjection resampled(Weights weights) throws ModelFormatException {
    List<Long> latents = shape(LATENTS, 3);
    long width = latents.get(2);
    long seen = shape(PROJECTION + "proj_in.weight", 2).get(1);
    checkEncoder(PROJECTION + "proj_in.weight", seen, vision.width(), "has a width of");
    long contextWidth = shape(PROJECTION + "proj_out.weight", 2).get(0);
    int count = 0;
    while (count < Bounds.LAYERS && names.contains(layer(count) + "0.to_q.weight")) {
      count++;
    }
    List<ResampledProjection.Layer> layers = new ArrayList<>();
    for (int i : IntStream.range(0, count).toArray()) {
      layers.add(layer(weights.at("layers." + i), layer(i), width));
    }
    return new ResampledProjection(
        weights.tensor("latents", 1, latents.get(1), width),
        weights.linear("proj_in", seen, width),
        layers,
        weights.linear("proj_out", width, contextWidth),
        weights.norm("norm_out", contextWidth, EPS));
  }

  private static String layer(int index) {
    return PROJECTION + "layers." + index + ".";
  }

  private ResampledProjection.Layer layer(Weights weights, String name, long width)
      throws ModelFormatException {
    long inner = shape(name + "0.to_q.weight", 2).get(0);
    if (inner < 1 || inner % ResampledProjection.HEAD_WIDTH != 0) {
      throw new ModelFormatException(
          file.path(),
          name + "0.to_q.weight",
          "must have heads of %d rows, but has %d rows."
              .formatted(ResampledProjection.HEAD_WIDTH, inner),
          null);
    }
    long feed = shape(name + "1.1.weight", 2).get(0);
    return new ResampledProjection.Layer(
        weights.norm("0.norm1", width, EPS),
        weights.norm("0.norm2", width, EPS),
        weights.linearWithoutBias("0.to_q", width, inner),
        weights.linearWithoutBias("0.to_kv", width, 2 * inner),
        weights.linearWithoutBias("0.to_out", inner, width),
        inner,
        weights.norm("1.0", width, EPS),
        weights.linearWithoutBias("1.1", width, feed),
        weights.linearWithoutBias("1.3", feed, width));
  }

  private void checkEncoder(String tensor, long taken, int given, String does)
      throws ModelFormatException {
    if (taken != given) {
      throw new ModelFormatException(
          file.path(),
          tensor,
          "takes %d numbers, but the picture encoder %s %d. Pass the encoder that the adapter was"
                  .formatted(taken, does, given)
              + " trained with: ViT-H for most, ViT-bigG for ip-adapter_sdxl.",
          null);
    }
  }

  private List<Long> shape(String name, int dimensions) throws ModelFormatException {
    TensorInfo info = file.info(name);
    List<Long> shape = info.shape();
    if (shape.size() != dimensions) {
      throw new ModelFormatException(
          file.path(),
          name,
          "must have %d dimensions, but has shape %s.".formatted(dimensions, shape),
          null);
    }
    return shape;
  }
}
