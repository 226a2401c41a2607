package io.pentimento.checkpoint.original;

import io.pentimento.checkpoint.SafetensorsWriter;
import io.pentimento.checkpoint.TensorInfo;
import io.pentimento.checkpoint.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The names and shapes of a model in the original layout, as narrow as can be, for tests. */
final class SyntheticModel {
  static final String UNET = "model.diffusion_model.";
  private static final long WIDTH = 4;

  private final Map<String, List<Long>> tensors = new LinkedHashMap<>();
  private final Map<String, String> metadata = new LinkedHashMap<>();

  /** Adds a tensor. */
  SyntheticModel add(String name, Long... shape) {
    tensors.put(name, List.of(shape));
    return this;
  }

  /** Adds a note. */
  SyntheticModel note(String key, String value) {
    metadata.put(key, value);
    return this;
  }

  /** Takes a tensor out. */
  SyntheticModel without(String name) {
    tensors.remove(name);
    return this;
  }

  /** Adds a U-Net. */
  SyntheticModel unet(long inputs, int levels, long context, boolean linear, long added) {
    add(UNET + "input_blocks.0.0.weight", WIDTH, inputs, 3L, 3L);
    for (int level = 0; level < levels; level++) {
      add(UNET + "input_blocks." + (1 + 2 * level) + ".0.in_layers.2.weight", WIDTH, WIDTH, 3L, 3L);
      if (level < levels - 1) {
        add(UNET + "input_blocks." + (2 + 2 * level) + ".0.op.weight", WIDTH, WIDTH, 3L, 3L);
      }
    }
    if (linear) {
      add(UNET + "middle_block.1.proj_in.weight", WIDTH, WIDTH);
    } else {
      add(UNET + "middle_block.1.proj_in.weight", WIDTH, WIDTH, 1L, 1L);
    }
    add(UNET + "middle_block.1.transformer_blocks.0.attn2.to_k.weight", WIDTH, context);
    if (added > 0) {
      add(UNET + "label_emb.0.0.weight", WIDTH, added);
    }
    return add(UNET + "out.2.weight", 4L, WIDTH, 3L, 3L);
  }

  /** Adds an autoencoder's mark. */
  SyntheticModel vae(String prefix) {
    return add(prefix + "decoder.conv_in.weight", WIDTH, 4L, 3L, 3L);
  }

  /** Adds CLIP's mark. */
  SyntheticModel clip(String prefix) {
    return add(prefix + "text_model.embeddings.token_embedding.weight", 8L, WIDTH);
  }

  /** Adds OpenCLIP's mark. */
  SyntheticModel openClip(String prefix) {
    return add(prefix + "token_embedding.weight", 8L, WIDTH)
        .add(prefix + "transformer.resblocks.0.ln_1.weight", WIDTH)
        .add(prefix + "transformer.resblocks.1.ln_1.weight", WIDTH);
  }

  /** Writes the file, all zeros. */
  Path write(Path file) throws IOException {
    SafetensorsWriter writer = new SafetensorsWriter();
    metadata.forEach(writer::metadata);
    tensors.forEach(
        (name, shape) -> {
          TensorInfo info = new TensorInfo(name, TensorType.F16, shape);
          writer.add(info, ByteBuffer.allocate(Math.toIntExact(info.elements() * 2)));
        });
    writer.write(file);
    return file;
  }
}
