package io.pentimento.model;

import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ComponentConfig;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.checkpoint.original.ClipSegFile;
import io.pentimento.checkpoint.original.ClipVisionFile;
import io.pentimento.model.TextEncoderConfig.Activation;
import java.util.List;
import java.util.Optional;

/**
 * The architecture of CLIPSeg, as in the {@code config.json} of transformers'
 * CLIPSegForImageSegmentation.
 *
 * @param vision the picture half of CLIP
 * @param text its text half
 * @param endId the token that ends a text
 * @param extractLayers whose results are used of the picture half's layers, counted from 0
 * @param width channels of what makes maps, 64
 * @param heads its attention heads, 4
 * @param feedForwardWidth channels between the two layers of its feed-forwards, 2048
 * @param conditionalLayer before which of its layers the words come in, 0
 * @param refined whether the map is made by three convolutions, as in rd64-refined
 */
public record ClipSegConfig(
    ClipVisionConfig vision,
    TextEncoderConfig text,
    int endId,
    List<Integer> extractLayers,
    int width,
    int heads,
    int feedForwardWidth,
    int conditionalLayer,
    boolean refined) {
  /** What configurations of before transformers 4.30 say of the end token. */
  private static final int OLD_END = 2;

  /** Checks every number, so that no network is built or run with one that makes no sense. */
  public ClipSegConfig {
    extractLayers = List.copyOf(extractLayers);
    Bounds.check("eos_token_id", endId, 0, text.vocabulary() - 1);
    Bounds.check("extract_layers", "layers", extractLayers.size(), 1, vision.layers());
    for (int i = 0; i < extractLayers.size(); i++) {
      int above = i == 0 ? 0 : extractLayers.get(i - 1) + 1;
      Bounds.check("extract_layers", extractLayers.get(i), above, vision.layers() - 1);
    }
    Bounds.check("reduce_dim", width, 2, Bounds.CHANNELS);
    Bounds.check("decoder_num_attention_heads", heads, 1, Bounds.CHANNELS);
    Bounds.checkDivides("decoder_num_attention_heads", heads, "reduce_dim", width);
    Bounds.check("decoder_intermediate_size", feedForwardWidth, 1, Bounds.CHANNELS);
    Bounds.check("conditional_layer", conditionalLayer, 0, extractLayers.size() - 1);
    if (refined) {
      Bounds.checkDivides("4", 4, "patch_size", vision.patchSize());
    }
  }

  /**
   * Finds the architecture of a file.
   *
   * @param config its config.json; without one, what no tensor tells is as in CIDAS/clipseg-rd64
   * @throws ModelFormatException if a field or a tensor is malformed or missing
   */
  static ClipSegConfig find(ClipSegFile file, Optional<ComponentConfig> config)
      throws ModelFormatException {
    ComponentConfig told =
        config.isPresent() ? config.get() : ComponentConfig.parse(file.decoder().path(), "{}");
    Checkpoint decoder = file.decoder();
    TensorSizes sizes = new TensorSizes(decoder);
    ClipVisionConfig vision =
        config.isPresent() && told.has("vision_config")
            ? ClipVisionConfig.read(told)
            : ClipVisionConfig.find(ClipVisionFile.of(file.vision()));
    Optional<ComponentConfig> ownText = told.object("text_config");
    TextEncoderConfig text =
        ownText.isPresent() ? TextEncoderConfig.read(ownText.get()) : text(file.text());
    int end = ownText.isPresent() ? ownText.get().integer("eos_token_id", OLD_END) : OLD_END;
    try {
      return new ClipSegConfig(
          vision,
          text,
          end == OLD_END ? text.vocabulary() - 1 : end,
          told.ints("extract_layers", List.of(3, 6, 9)),
          sizes.of("film_mul.weight", 2, 0),
          told.integer("decoder_num_attention_heads", 4),
          sizes.of("layers.0.mlp.fc1.weight", 2, 0),
          told.integer("conditional_layer", 0),
          decoder.names().contains("transposed_convolution.0.weight"));
    } catch (IllegalArgumentException e) {
      throw Bounds.refused(told, e);
    }
  }

  private static TextEncoderConfig text(Checkpoint text) throws ModelFormatException {
    TensorSizes sizes = new TensorSizes(text);
    String layers = "text_model.encoder.layers.";
    int width = sizes.of("text_model.embeddings.token_embedding.weight", 2, 1);
    try {
      return new TextEncoderConfig(
          width,
          sizes.of(layers + "0.mlp.fc1.weight", 2, 0),
          sizes.count(layers, ".mlp.fc1.weight"),
          Math.max(1, width / 64),
          sizes.of("text_model.embeddings.token_embedding.weight", 2, 0),
          sizes.of("text_model.embeddings.position_embedding.weight", 2, 0),
          Activation.QUICK_GELU,
          1e-5);
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(text.path(), null, String.valueOf(e.getMessage()), e);
    }
  }
}
