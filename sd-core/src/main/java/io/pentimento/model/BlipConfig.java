package io.pentimento.model;

import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ComponentConfig;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.model.TextEncoderConfig.Activation;
import java.util.List;

/**
 * The architecture of BLIP's caption network, as in the {@code config.json} of transformers'
 * BlipForConditionalGeneration.
 *
 * @param vision the picture encoder
 * @param width channels of the text decoder, 768
 * @param feedForwardWidth channels between the two layers of each of its feed-forwards, 3072
 * @param layers its layers, 12
 * @param heads its attention heads, 12
 * @param vocabulary number of tokens, 30524
 * @param positions longest caption, 512
 * @param layerNormEps epsilon of its layer normalisations, 1e-12
 * @param startId the id with which a caption starts, 30522
 * @param endId the id that ends a caption, 102
 */
public record BlipConfig(
    VisionTransformerConfig vision,
    int width,
    int feedForwardWidth,
    int layers,
    int heads,
    int vocabulary,
    int positions,
    double layerNormEps,
    int startId,
    int endId) {
  private static final double FIRST_RELEASE_EPS = 1e-6;
  private static final double EPS = 1e-5;
  private static final double TEXT_EPS = 1e-12;
  private static final int HEAD_WIDTH = 64;
  private static final int SEPARATOR = 102;

  /** Ids behind BERT's vocabulary: the second last starts a caption. */
  private static final int ADDED = 2;

  /** Checks every number, so that no network is built or run with one that makes no sense. */
  public BlipConfig {
    Bounds.check("hidden_size", width, 1, Bounds.CHANNELS);
    Bounds.check("intermediate_size", feedForwardWidth, 1, Bounds.CHANNELS);
    Bounds.check("num_hidden_layers", layers, 1, Bounds.LAYERS);
    Bounds.check("num_attention_heads", heads, 1, Bounds.CHANNELS);
    Bounds.checkDivides("num_attention_heads", heads, "hidden_size", width);
    Bounds.check("vocab_size", vocabulary, 1, Bounds.VOCABULARY);
    Bounds.check("max_position_embeddings", positions, 1, Bounds.CHANNELS);
    Bounds.checkEps("layer_norm_eps", layerNormEps);
    Bounds.check("bos_token_id", startId, 0, vocabulary - 1);
    Bounds.check("sep_token_id", endId, 0, vocabulary - 1);
  }

  /**
   * Reads a config.json.
   *
   * @throws ModelFormatException if a field is malformed or asks for an architecture that is not
   *     offered
   */
  public static BlipConfig read(ComponentConfig config) throws ModelFormatException {
    ComponentConfig text = config.object("text_config").orElse(config);
    text.requireText("hidden_act", "gelu");
    try {
      return new BlipConfig(
          vision(config.object("vision_config").orElse(config)),
          text.integer("hidden_size", 768),
          text.integer("intermediate_size", 3072),
          text.integer("num_hidden_layers", 12),
          text.integer("num_attention_heads", 8),
          text.integer("vocab_size", 30524),
          text.integer("max_position_embeddings", 512),
          text.decimal("layer_norm_eps", TEXT_EPS),
          text.integer("bos_token_id", 30522),
          text.integer("sep_token_id", SEPARATOR));
    } catch (IllegalArgumentException e) {
      throw Bounds.refused(config, e);
    }
  }

  private static VisionTransformerConfig vision(ComponentConfig config)
      throws ModelFormatException {
    config.requireText("hidden_act", "gelu");
    return new VisionTransformerConfig(
        config.integer("hidden_size", 768),
        config.integer("intermediate_size", 3072),
        config.integer("num_hidden_layers", 12),
        config.integer("num_attention_heads", 12),
        config.integer("image_size", 384),
        config.integer("patch_size", 16),
        true,
        Activation.GELU,
        config.decimal("layer_norm_eps", EPS));
  }

  /**
   * Finds the architecture of a published network from its tensors. Heads, which no tensor tells,
   * are 64 channels wide.
   *
   * @param tensors as {@link io.pentimento.checkpoint.original.BlipFile} names them
   * @param firstRelease whether the file is of the first release, whose epsilon is another
   * @throws ModelFormatException if a tensor that tells a size is missing or of another kind
   */
  static BlipConfig find(Checkpoint tensors, boolean firstRelease) throws ModelFormatException {
    VisionTransformerConfig.Found found = VisionTransformerConfig.Found.in(tensors, "vision.");
    String bert = "text.bert.";
    List<Long> words = shape(tensors, bert + "embeddings.word_embeddings.weight");
    int layers = 0;
    while (layers < Bounds.LAYERS
        && tensors
            .names()
            .contains(bert + "encoder.layer." + layers + ".intermediate.dense.weight")) {
      layers++;
    }
    int width = number(words.get(1));
    int vocabulary = number(words.get(0));
    try {
      return new BlipConfig(
          vision(found, firstRelease ? FIRST_RELEASE_EPS : EPS),
          width,
          number(shape(tensors, bert + "encoder.layer.0.intermediate.dense.weight").get(0)),
          layers,
          Math.max(1, width / HEAD_WIDTH),
          vocabulary,
          number(shape(tensors, bert + "embeddings.position_embeddings.weight").get(0)),
          TEXT_EPS,
          vocabulary - ADDED,
          SEPARATOR);
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(
          tensors.path(),
          null,
          "no published caption network has tensors of these sizes: "
              + e.getMessage()
              + " Put its config.json beside it.",
          e);
    }
  }

  private static VisionTransformerConfig vision(VisionTransformerConfig.Found found, double eps) {
    return new VisionTransformerConfig(
        found.width(),
        found.feedForwardWidth(),
        found.layers(),
        found.usualHeads(),
        found.imageSize(true),
        found.patchSize(),
        true,
        Activation.GELU,
        eps);
  }

  private static List<Long> shape(Checkpoint tensors, String name) throws ModelFormatException {
    return VisionTransformerConfig.shape(tensors, name, 2);
  }

  private static int number(long size) {
    return (int) Math.min(size, Integer.MAX_VALUE);
  }
}
