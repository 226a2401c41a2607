package io.pentimento.checkpoint.original;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ComponentConfig;
import io.pentimento.checkpoint.ModelFamily;
import io.pentimento.checkpoint.ModelFormatException;
import java.util.List;
import java.util.Set;

/**
 * Writes the configurations that a file lacks. Widths and depths are found from shapes, through
 * diffusers' names; what shapes do not tell is that of the published model of the family.
 */
final class FoundConfigs {
  private static final int HEAD_WIDTH = 64;
  private static final int SD1_HEADS = 8;
  private static final int SD1_SIDE = 64;
  private static final int XL_SIDE = 128;
  private static final int XL_ADDED_WIDTH = 256;
  private static final double SD_SCALE = 0.18215;
  private static final double XL_SCALE = 0.13025;

  private final Checkpoint network;
  private final Set<String> names;
  private final ModelFamily family;
  private final JsonObject config = new JsonObject();

  private FoundConfigs(Checkpoint network, ModelFamily family) {
    this.network = network;
    this.names = network.names();
    this.family = family;
  }

  /** Describes a U-Net. */
  static ComponentConfig unet(Checkpoint network, ModelFamily family) throws ModelFormatException {
    return new FoundConfigs(network, family).unet();
  }

  /** Describes an autoencoder. */
  static ComponentConfig autoencoder(Checkpoint network, ModelFamily family)
      throws ModelFormatException {
    return new FoundConfigs(network, family).autoencoder();
  }

  /**
   * Describes a text encoder.
   *
   * @param openClip whether it is OpenCLIP's
   */
  static ComponentConfig textEncoder(Checkpoint network, ModelFamily family, boolean openClip)
      throws ModelFormatException {
    return new FoundConfigs(network, family).textEncoder(openClip);
  }

  private ComponentConfig unet() throws ModelFormatException {
    int levels = Numbered.count(names, "down_blocks.");
    String context = "mid_block.attentions.0.transformer_blocks.0.attn2.to_k.weight";
    set("in_channels", side("conv_in.weight", 1));
    set("out_channels", side("conv_out.weight", 0));
    set("layers_per_block", Numbered.count(names, "down_blocks.0.resnets."));
    set("cross_attention_dim", side(context, 1));
    set("sample_size", family.isXl() ? XL_SIDE : SD1_SIDE);
    config.addProperty(
        "use_linear_projection", sides("mid_block.attentions.0.proj_in.weight").size() == 2);
    // 2.1 needs it, and a file does not tell that from 2.0.
    config.addProperty("upcast_attention", family == ModelFamily.SD2);
    JsonArray channels = new JsonArray();
    JsonArray heads = new JsonArray();
    JsonArray depths = new JsonArray();
    JsonArray down = new JsonArray();
    JsonArray up = new JsonArray();
    for (int i = 0; i < levels; i++) {
      long width = side("down_blocks." + i + ".resnets.0.conv1.weight", 0);
      channels.add(width);
      heads.add(family == ModelFamily.SD1 ? SD1_HEADS : Math.max(1, width / HEAD_WIDTH));
      depths.add(depth(i, levels));
      down.add(has("down_blocks." + i + ".attentions.") ? "CrossAttnDownBlock2D" : "DownBlock2D");
      up.add(has("up_blocks." + i + ".attentions.") ? "CrossAttnUpBlock2D" : "UpBlock2D");
    }
    config.add("block_out_channels", channels);
    config.add("attention_head_dim", heads);
    config.add("transformer_layers_per_block", depths);
    config.add("down_block_types", down);
    config.add("up_block_types", up);
    if (has("time_embedding.cond_proj.")) {
      set("time_cond_proj_dim", side("time_embedding.cond_proj.weight", 1));
    }
    if (family.isXl()) {
      config.addProperty("addition_embed_type", "text_time");
      set("addition_time_embed_dim", XL_ADDED_WIDTH);
      set("projection_class_embeddings_input_dim", side("add_embedding.linear_1.weight", 1));
    }
    return written();
  }

  /** Returns how many transformer layers a level has; the last has the middle's if it has none. */
  private int depth(int level, int levels) {
    int down = layers("down_blocks." + level);
    int own = down > 0 ? down : layers("up_blocks." + (levels - 1 - level));
    return Math.max(1, own == 0 && level == levels - 1 ? layers("mid_block") : own);
  }

  private int layers(String block) {
    return Numbered.count(names, block + ".attentions.0.transformer_blocks.");
  }

  private ComponentConfig autoencoder() throws ModelFormatException {
    int levels = Numbered.count(names, "encoder.down_blocks.");
    JsonArray channels = new JsonArray();
    for (int i = 0; i < levels; i++) {
      channels.add(side("encoder.down_blocks." + i + ".resnets.0.conv1.weight", 0));
    }
    config.add("block_out_channels", channels);
    set("layers_per_block", Numbered.count(names, "encoder.down_blocks.0.resnets."));
    set("latent_channels", side("decoder.conv_in.weight", 1));
    config.addProperty("scaling_factor", family.isXl() ? XL_SCALE : SD_SCALE);
    config.addProperty("mid_block_add_attention", has("encoder.mid_block.attentions."));
    config.addProperty("use_quant_conv", has("quant_conv."));
    config.addProperty("use_post_quant_conv", has("post_quant_conv."));
    return written();
  }

  private ComponentConfig textEncoder(boolean openClip) throws ModelFormatException {
    String model = has("text_model.") ? "text_model." : "";
    long width = side(model + "embeddings.token_embedding.weight", 1);
    set("hidden_size", width);
    set("vocab_size", side(model + "embeddings.token_embedding.weight", 0));
    set("max_position_embeddings", side(model + "embeddings.position_embedding.weight", 0));
    set("num_hidden_layers", Numbered.count(names, model + "encoder.layers."));
    set("intermediate_size", side(model + "encoder.layers.0.mlp.fc1.weight", 0));
    set("num_attention_heads", Math.max(1, width / HEAD_WIDTH));
    config.addProperty("hidden_act", openClip ? "gelu" : "quick_gelu");
    if (has("text_projection.")) {
      set("projection_dim", side("text_projection.weight", 0));
    }
    return written();
  }

  private ComponentConfig written() throws ModelFormatException {
    return ComponentConfig.parse(network.path(), config.toString());
  }

  private void set(String key, long value) {
    config.addProperty(key, value);
  }

  private boolean has(String prefix) {
    return names.stream().anyMatch(name -> name.startsWith(prefix));
  }

  private long side(String name, int dimension) throws ModelFormatException {
    List<Long> sides = sides(name);
    if (sides.size() <= dimension) {
      throw new ModelFormatException(
          network.path(),
          network.keyOf(name),
          "must have more than " + dimension + " dimensions, but has shape " + sides + ".",
          null);
    }
    return sides.get(dimension);
  }

  private List<Long> sides(String name) throws ModelFormatException {
    return network.info(name).shape();
  }
}
