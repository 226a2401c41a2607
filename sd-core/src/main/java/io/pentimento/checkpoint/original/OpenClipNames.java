package io.pentimento.checkpoint.original;

import io.pentimento.checkpoint.NameTable;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;

/** The names of the modules of OpenCLIP's encoders, which are those of CLIP's first release. */
final class OpenClipNames {
  static final String PICTURE_PROJECTION = "proj";

  private static final String IN_PROJECTION_WEIGHT = ".attn.in_proj_weight";
  private static final String IN_PROJECTION_BIAS = ".attn.in_proj_bias";
  static final String BLOCKS = "transformer.resblocks.";
  static final String TEXT_PROJECTION = "text_projection";

  private OpenClipNames() {}

  /**
   * Makes the table for a text encoder.
   *
   * @param layers how many transformer layers are used
   */
  static NameTable of(int layers) {
    NameTable.Builder table =
        NameTable.builder()
            .add("token_embedding", "text_model.embeddings.token_embedding")
            .add("positional_embedding", "text_model.embeddings.position_embedding.weight")
            .add("ln_final", "text_model.final_layer_norm")
            .add(TEXT_PROJECTION, "text_projection.weight");
    addLayers(table, layers, OpenClipNames::layer);
    return table.build();
  }

  /**
   * Makes the table for a picture encoder.
   *
   * @param layers how many transformer layers there are
   */
  static NameTable ofPictures(int layers) {
    NameTable.Builder table =
        NameTable.builder()
            .add("class_embedding", "embeddings.class_embedding")
            .add("positional_embedding", "embeddings.position_embedding.weight")
            .add("conv1", "embeddings.patch_embedding")
            .add("ln_pre", "pre_layrnorm")
            .add("ln_post", "post_layernorm")
            .add(PICTURE_PROJECTION, "visual_projection.weight");
    addLayers(table, layers, OpenClipNames::pictureLayer);
    return table.build();
  }

  private static void addLayers(
      NameTable.Builder table, int layers, IntFunction<String> diffusers) {
    for (int i = 0; i < layers; i++) {
      String block = BLOCKS + i + ".";
      String layer = diffusers.apply(i) + ".";
      table
          .add(block + "ln_1", layer + "layer_norm1")
          .add(block + "ln_2", layer + "layer_norm2")
          .add(block + "attn.out_proj", layer + "self_attn.out_proj")
          .add(block + "mlp.c_fc", layer + "mlp.fc1")
          .add(block + "mlp.c_proj", layer + "mlp.fc2");
    }
  }

  /** Tells whether a tensor is query, key and value of a layer in one. */
  static boolean isJoinedProjection(String name) {
    return name.endsWith(IN_PROJECTION_WEIGHT) || name.endsWith(IN_PROJECTION_BIAS);
  }

  /**
   * Adds query, key and value of a layer, which OpenCLIP stores as one matrix, in that order.
   *
   * @param names the file's names behind the prefix
   * @param layer diffusers' name of the layer
   */
  static void splitProjections(
      Map<String, Extract> tensors, Set<String> names, String prefix, int index, String layer) {
    String block = BLOCKS + index;
    Extract.Form[] thirds = {
      Extract.Form.FIRST_THIRD, Extract.Form.SECOND_THIRD, Extract.Form.LAST_THIRD
    };
    String[] projections = {"q_proj", "k_proj", "v_proj"};
    for (int i = 0; i < thirds.length; i++) {
      String projection = layer + ".self_attn." + projections[i];
      if (names.contains(block + IN_PROJECTION_WEIGHT)) {
        String weight = prefix + block + IN_PROJECTION_WEIGHT;
        tensors.put(projection + ".weight", new Extract(weight, thirds[i]));
      }
      if (names.contains(block + IN_PROJECTION_BIAS)) {
        String bias = prefix + block + IN_PROJECTION_BIAS;
        tensors.put(projection + ".bias", new Extract(bias, thirds[i]));
      }
    }
  }

  /** Returns diffusers' name of a layer of the text encoder. */
  static String layer(int index) {
    return "text_model.encoder.layers." + index;
  }

  /** Returns transformers' name of a layer of the picture encoder, without its beginning. */
  static String pictureLayer(int index) {
    return "encoder.layers." + index;
  }
}
