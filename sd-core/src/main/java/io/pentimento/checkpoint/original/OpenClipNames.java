package io.pentimento.checkpoint.original;

import io.pentimento.checkpoint.NameTable;

/** The names of an OpenCLIP text encoder's modules. */
final class OpenClipNames {
  static final String IN_PROJECTION_WEIGHT = ".attn.in_proj_weight";
  static final String IN_PROJECTION_BIAS = ".attn.in_proj_bias";
  static final String BLOCKS = "transformer.resblocks.";
  static final String TEXT_PROJECTION = "text_projection";

  private OpenClipNames() {}

  /**
   * Makes the table for an encoder.
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
    for (int i = 0; i < layers; i++) {
      String block = BLOCKS + i + ".";
      String layer = layer(i) + ".";
      table
          .add(block + "ln_1", layer + "layer_norm1")
          .add(block + "ln_2", layer + "layer_norm2")
          .add(block + "attn.out_proj", layer + "self_attn.out_proj")
          .add(block + "mlp.c_fc", layer + "mlp.fc1")
          .add(block + "mlp.c_proj", layer + "mlp.fc2");
    }
    return table.build();
  }

  /** Returns diffusers' name of a layer. */
  static String layer(int index) {
    return "text_model.encoder.layers." + index;
  }
}
