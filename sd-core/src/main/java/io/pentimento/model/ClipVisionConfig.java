package io.pentimento.model;

import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ComponentConfig;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.model.TextEncoderConfig.Activation;
import java.util.List;
import java.util.Optional;

/**
 * The architecture of a CLIP picture encoder, as in the {@code config.json} of transformers'
 * CLIPVisionModelWithProjection.
 *
 * @param width channels: 1024 for ViT-L/14, 1280 for ViT-H/14, 1664 for ViT-bigG/14
 * @param feedForwardWidth channels between the two layers of each feed-forward
 * @param layers transformer layers
 * @param heads attention heads
 * @param imageSize width and height of the picture in pixels, 224
 * @param patchSize width and height of the patch that becomes a token, 14
 * @param activation the feed-forward's activation
 * @param layerNormEps epsilon of the layer normalisations, 1e-5
 * @param projected how many numbers a picture is embedded in: 768 for ViT-L/14, 1024 for ViT-H/14,
 *     1280 for ViT-bigG/14
 */
public record ClipVisionConfig(
    int width,
    int feedForwardWidth,
    int layers,
    int heads,
    int imageSize,
    int patchSize,
    Activation activation,
    double layerNormEps,
    int projected) {
  /** The widths of the published encoders whose heads are not 64 channels wide: 16 heads each. */
  private static final List<Integer> OF_SIXTEEN_HEADS = List.of(1280, 1408, 1664);

  private static final int HEAD_WIDTH = 64;

  /** Checks every number, so that no network is built or run with one that makes no sense. */
  public ClipVisionConfig {
    Bounds.check("hidden_size", width, 1, Bounds.CHANNELS);
    Bounds.check("intermediate_size", feedForwardWidth, 1, Bounds.CHANNELS);
    Bounds.check("num_hidden_layers", layers, 1, Bounds.LAYERS);
    Bounds.check("num_attention_heads", heads, 1, Bounds.CHANNELS);
    Bounds.checkDivides("num_attention_heads", heads, "hidden_size", width);
    Bounds.check("image_size", imageSize, 1, 4096);
    Bounds.check("patch_size", patchSize, 1, imageSize);
    Bounds.check("projection_dim", projected, 1, Bounds.CHANNELS);
    Bounds.checkEps("layer_norm_eps", layerNormEps);
  }

  /**
   * Reads a config.json of the encoder, or of a whole CLIP, in which it stands under {@code
   * vision_config}.
   *
   * @throws ModelFormatException if a field is malformed or asks for an architecture that is not
   *     offered
   */
  public static ClipVisionConfig read(ComponentConfig config) throws ModelFormatException {
    ComponentConfig own = config.object("vision_config").orElse(config);
    String activation = own.text("hidden_act", "quick_gelu");
    own.check(
        "hidden_act",
        activation.equals("quick_gelu") || activation.equals("gelu"),
        "must be quick_gelu or gelu");
    own.check("num_channels", own.integer("num_channels", 3) == 3, "must be 3");
    Optional<Integer> whole = config.integer("projection_dim");
    try {
      return new ClipVisionConfig(
          own.integer("hidden_size", 768),
          own.integer("intermediate_size", 3072),
          own.integer("num_hidden_layers", 12),
          own.integer("num_attention_heads", 12),
          own.integer("image_size", 224),
          own.integer("patch_size", 32),
          activation.equals("gelu") ? Activation.GELU : Activation.QUICK_GELU,
          own.decimal("layer_norm_eps", 1e-5),
          whole.isPresent() ? whole.get() : own.integer("projection_dim", 512));
    } catch (IllegalArgumentException e) {
      throw Bounds.refused(config, e);
    }
  }

  /**
   * Finds the architecture of a published encoder from its tensors. Heads and activation, which no
   * tensor tells, are those of OpenAI's ViT-B and ViT-L, and of OpenCLIP's ViT-H, ViT-g and
   * ViT-bigG.
   *
   * @param tower the encoder's tensors, as {@link ClipVision#read} names them
   * @throws ModelFormatException if a tensor that tells a size is missing or of another kind
   */
  static ClipVisionConfig find(Checkpoint tower) throws ModelFormatException {
    List<Long> patches = shape(tower, "embeddings.patch_embedding.weight", 4);
    int width = number(patches.get(0));
    int patch = number(patches.get(3));
    long positions = shape(tower, "embeddings.position_embedding.weight", 2).get(0);
    int side = (int) Math.round(Math.sqrt((double) Math.max(0, positions - 1)));
    int layers = 0;
    while (layers < Bounds.LAYERS
        && tower.names().contains("encoder.layers." + layers + ".mlp.fc1.weight")) {
      layers++;
    }
    boolean open = OF_SIXTEEN_HEADS.contains(width);
    try {
      return new ClipVisionConfig(
          width,
          number(shape(tower, "encoder.layers.0.mlp.fc1.weight", 2).get(0)),
          layers,
          open ? 16 : Math.max(1, width / HEAD_WIDTH),
          Math.multiplyExact(side, patch),
          patch,
          open ? Activation.GELU : Activation.QUICK_GELU,
          1e-5,
          number(shape(tower, "visual_projection.weight", 2).get(0)));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new ModelFormatException(
          tower.path(),
          null,
          "no published picture encoder has tensors of these sizes: "
              + e.getMessage()
              + " Pass a folder with its config.json.",
          e);
    }
  }

  private static List<Long> shape(Checkpoint tower, String name, int dimensions)
      throws ModelFormatException {
    List<Long> shape = tower.info(name).shape();
    if (shape.size() != dimensions) {
      throw new ModelFormatException(
          tower.path(),
          tower.keyOf(name),
          "must have %d dimensions, but has shape %s.".formatted(dimensions, shape),
          null);
    }
    return shape;
  }

  private static int number(long size) {
    return (int) Math.min(size, Integer.MAX_VALUE);
  }

  /** Returns how many tokens a picture becomes: one for each patch, and one for the whole. */
  public int tokens() {
    int side = imageSize / patchSize;
    return side * side + 1;
  }
}
