package io.pentimento.checkpoint.original;

import java.util.List;
import java.util.Set;

/**
 * How files name the layers of a vision transformer whose query, key and value are one matrix.
 *
 * @param layers what stands before the number of a layer
 * @param norm1 the normalisation before attention
 * @param qkv query, key and value
 * @param out the map behind attention
 * @param norm2 the normalisation before the feed-forward
 */
record FusedLayers(String layers, String norm1, String qkv, String out, String norm2) {
  /** The names of timm's VisionTransformer, which BLIP's first release took over. */
  static FusedLayers timm(String prefix) {
    return new FusedLayers(prefix + "blocks.", "norm1", "attn.qkv", "attn.proj", "norm2");
  }

  /** The names of transformers' BlipVisionModel. */
  static FusedLayers blip(String prefix) {
    return new FusedLayers(
        prefix + "encoder.layers.",
        "layer_norm1",
        "self_attn.qkv",
        "self_attn.projection",
        "layer_norm2");
  }

  /**
   * Names all layers as CLIP's.
   *
   * @param names of the file
   * @param ours what stands before the numbers in our names
   */
  void name(RenamedTensors renamed, Set<String> names, String ours) {
    int count = Numbered.count(names, layers);
    for (int i = 0; i < count; i++) {
      String from = layers + i + ".";
      String to = ours + i + ".";
      String attention = to + "self_attn.";
      renamed
          .module(to + "layer_norm1", from + norm1)
          .thirds(
              List.of(attention + "q_proj", attention + "k_proj", attention + "v_proj"), from + qkv)
          .module(attention + "out_proj", from + out)
          .module(to + "layer_norm2", from + norm2)
          .module(to + "mlp", from + "mlp");
    }
  }
}
