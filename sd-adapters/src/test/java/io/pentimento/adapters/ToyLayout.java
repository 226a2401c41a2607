package io.pentimento.adapters;

import io.pentimento.patch.ModelLayout;
import io.pentimento.patch.ModelPart;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The names and shapes of models, as far as embeddings and hypernetworks look at them. */
final class ToyLayout implements ModelLayout {
  private static final String TOKENS = "embeddings.token_embedding.weight";

  private final String name;
  private final Map<ModelPart, Map<String, long[]>> tensors = new HashMap<>();

  private ToyLayout(String name) {
    this.name = name;
  }

  /** A model with one text encoder. */
  static ToyLayout sd(String name, int textWidth, int... unetWidths) {
    return new ToyLayout(name)
        .encoder(ModelPart.TEXT_ENCODER, textWidth)
        .unet(textWidth, unetWidths);
  }

  /** A model with two. */
  static ToyLayout sdxl(String name, int first, int second) {
    return new ToyLayout(name)
        .encoder(ModelPart.TEXT_ENCODER, first)
        .encoder(ModelPart.TEXT_ENCODER_2, second)
        .unet(first + second, 640, 1280);
  }

  /** A model with the second encoder alone. */
  static ToyLayout refiner(String name, int second) {
    return new ToyLayout(name).encoder(ModelPart.TEXT_ENCODER_2, second).unet(second, 768, 1536);
  }

  private ToyLayout encoder(ModelPart part, int width) {
    tensors.put(part, Map.of(TOKENS, new long[] {49408, width}));
    return this;
  }

  private ToyLayout unet(int contextWidth, int... widths) {
    Map<String, long[]> unet = new HashMap<>();
    for (int width : widths) {
      String block = "down_blocks." + width + ".attentions.0.transformer_blocks.0";
      unet.put(block + ".attn1.to_k.weight", new long[] {width, width});
      unet.put(block + ".attn2.to_k.weight", new long[] {width, contextWidth});
    }
    tensors.put(ModelPart.UNET, unet);
    return this;
  }

  @Override
  public String modelName() {
    return name;
  }

  @Override
  public Set<ModelPart> parts() {
    return tensors.keySet();
  }

  @Override
  public Map<String, long[]> tensors(ModelPart part) {
    return tensors.getOrDefault(part, Map.of());
  }

  @Override
  public UNetBlocks blocks() {
    return new UNetBlocks(1, 1);
  }
}
