package io.pentimento.model;

import io.pentimento.checkpoint.ComponentConfig;
import io.pentimento.checkpoint.ModelFormatException;

/**
 * The architecture of a CLIP text encoder, as in the {@code config.json} of transformers'
 * CLIPTextModel.
 *
 * @param width channels, 768 for SD1
 * @param feedForwardWidth channels between the two layers of each feed-forward, 3072 for SD1
 * @param layers transformer layers, 12 for SD1
 * @param heads attention heads, 12 for SD1
 * @param vocabulary number of tokens, 49408
 * @param positions longest sequence, 77
 * @param activation the feed-forward's activation
 * @param layerNormEps epsilon of the layer normalisations, 1e-5
 */
public record TextEncoderConfig(
    int width,
    int feedForwardWidth,
    int layers,
    int heads,
    int vocabulary,
    int positions,
    Activation activation,
    double layerNormEps) {
  /** Checks every number, so that no network is built or run with one that makes no sense. */
  public TextEncoderConfig {
    Bounds.check("hidden_size", width, 1, Bounds.CHANNELS);
    Bounds.check("intermediate_size", feedForwardWidth, 1, Bounds.CHANNELS);
    Bounds.check("num_hidden_layers", layers, 1, Bounds.LAYERS);
    Bounds.check("num_attention_heads", heads, 1, Bounds.CHANNELS);
    Bounds.checkDivides("num_attention_heads", heads, "hidden_size", width);
    Bounds.check("vocab_size", vocabulary, 1, Bounds.VOCABULARY);
    Bounds.check("max_position_embeddings", positions, 1, Bounds.CHANNELS);
    Bounds.checkEps("layer_norm_eps", layerNormEps);
  }

  /** The activation of a feed-forward. */
  public enum Activation {
    /** {@code x · sigmoid(1.702 x)}: OpenAI's CLIP. */
    QUICK_GELU,
    /** The exact Gaussian error linear unit: OpenCLIP. */
    GELU,
    /** The Gaussian error linear unit by tanh: taggers. */
    GELU_TANH
  }

  /** The text encoder of Stable Diffusion 1.x, CLIP ViT-L/14. */
  public static TextEncoderConfig sd15() {
    return new TextEncoderConfig(768, 3072, 12, 12, 49408, 77, Activation.QUICK_GELU, 1e-5);
  }

  /**
   * Reads a config.json.
   *
   * @throws ModelFormatException if a field is malformed or asks for an architecture that is not
   *     offered
   */
  public static TextEncoderConfig read(ComponentConfig config) throws ModelFormatException {
    String activation = config.text("hidden_act", "quick_gelu");
    config.check(
        "hidden_act",
        activation.equals("quick_gelu") || activation.equals("gelu"),
        "must be quick_gelu or gelu");
    try {
      return new TextEncoderConfig(
          config.integer("hidden_size", 512),
          config.integer("intermediate_size", 2048),
          config.integer("num_hidden_layers", 12),
          config.integer("num_attention_heads", 8),
          config.integer("vocab_size", 49408),
          config.integer("max_position_embeddings", 77),
          activation.equals("gelu") ? Activation.GELU : Activation.QUICK_GELU,
          config.decimal("layer_norm_eps", 1e-5));
    } catch (IllegalArgumentException e) {
      throw Bounds.refused(config, e);
    }
  }
}
