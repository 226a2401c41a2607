package io.pentimento.adapters;

import io.pentimento.checkpoint.SafetensorsWriter;
import io.pentimento.checkpoint.TensorInfo;
import io.pentimento.checkpoint.TensorType;
import io.pentimento.patch.ModelPart;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** Makes small files of the LoRA family for a small model. */
final class WrittenLora {
  static final String TO_Q = "down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_q";
  static final String TO_OUT = "down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_out.0";
  static final String CONV = "down_blocks.1.resnets.1.conv2";
  static final String Q_PROJ = "encoder.layers.0.self_attn.q_proj";
  static final String OUT_PROJ = "encoder.layers.0.self_attn.out_proj";

  private final SafetensorsWriter writer = new SafetensorsWriter();
  private final Map<String, float[]> values = new LinkedHashMap<>();
  private final SplittableRandom random = new SplittableRandom(7);

  static SmallModel model() {
    Map<String, long[]> unet = new LinkedHashMap<>();
    unet.put("conv_in.weight", new long[] {8, 4, 3, 3});
    unet.put("conv_in.bias", new long[] {8});
    unet.put(TO_Q + ".weight", new long[] {8, 6});
    unet.put(TO_OUT + ".weight", new long[] {6, 8});
    unet.put(TO_OUT + ".bias", new long[] {6});
    unet.put(CONV + ".weight", new long[] {8, 4, 3, 3});
    unet.put("down_blocks.0.downsamplers.0.conv.weight", new long[] {8, 8, 3, 3});
    unet.put("mid_block.resnets.1.norm1.weight", new long[] {8});
    unet.put("mid_block.resnets.1.norm1.bias", new long[] {8});
    unet.put("up_blocks.1.attentions.2.proj_in.weight", new long[] {8, 8, 1, 1});
    unet.put("up_blocks.1.upsamplers.0.conv.weight", new long[] {8, 8, 3, 3});
    unet.put("up_blocks.0.upsamplers.0.conv.weight", new long[] {8, 8, 3, 3});
    unet.put("time_embedding.linear_1.weight", new long[] {8, 8});
    Map<String, long[]> text = new LinkedHashMap<>();
    text.put("embeddings.token_embedding.weight", new long[] {40, 6});
    text.put(Q_PROJ + ".weight", new long[] {6, 6});
    text.put(OUT_PROJ + ".weight", new long[] {6, 6});
    return new SmallModel("small", Map.of(ModelPart.UNET, unet, ModelPart.TEXT_ENCODER, text));
  }

  /** Adds a tensor of seeded values. */
  WrittenLora add(String name, long... shape) {
    float[] some = new float[(int) Arrays.stream(shape).reduce(1, (x, y) -> x * y)];
    for (int i = 0; i < some.length; i++) {
      some[i] = (float) random.nextDouble(-1, 1);
    }
    return set(name, some, shape);
  }

  /** Adds a tensor. */
  WrittenLora set(String name, float[] some, long... shape) {
    values.put(name, some);
    writer.add(new TensorInfo(name, TensorType.F32, Arrays.stream(shape).boxed().toList()), some);
    return this;
  }

  WrittenLora number(String name, double value) {
    return set(name, new float[] {(float) value});
  }

  WrittenLora note(String key, String value) {
    writer.metadata(key, value);
    return this;
  }

  float[] values(String name) {
    return values.get(name);
  }

  Path write(Path folder, String name) throws IOException {
    Path path = folder.resolve(name);
    writer.write(path);
    return path;
  }

  /** Returns {@code scale up down} of matrices. */
  static float[] product(float[] up, float[] down, int rank, double scale) {
    int columns = down.length / rank;
    float[] product = new float[up.length / rank * columns];
    for (int i = 0; i < product.length; i++) {
      double sum = 0;
      for (int r = 0; r < rank; r++) {
        sum += up[i / columns * rank + r] * (double) down[r * columns + i % columns];
      }
      product[i] = (float) (scale * sum);
    }
    return product;
  }
}
