package io.pentimento.adapters;

import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.checkpoint.TensorInfo;
import io.pentimento.checkpoint.TensorValues;
import io.pentimento.patch.ModelLayout;
import io.pentimento.patch.ModelPart;
import io.pentimento.patch.PatchTarget;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The embeddings inside a LoRA file, {@code bundle_emb.<word>.<key>}. */
final class BundledWords {
  private static final String PREFIX = "bundle_emb.";
  private static final String TABLE = "embeddings.token_embedding.weight";

  private final Checkpoint checkpoint;
  private final Map<String, Map<ModelPart, TensorInfo>> words = new LinkedHashMap<>();

  BundledWords(Checkpoint checkpoint) {
    this.checkpoint = checkpoint;
  }

  Set<String> names() {
    return Collections.unmodifiableSet(words.keySet());
  }

  /**
   * Takes a tensor if it is of an embedding.
   *
   * @return whether it is
   * @throws ModelFormatException if it is one of a shape that no embedding has
   */
  boolean add(String tensor) throws ModelFormatException {
    if (!tensor.startsWith(PREFIX)) {
      return false;
    }
    String rest = tensor.substring(PREFIX.length());
    int dot = rest.indexOf('.');
    if (dot < 1) {
      return false;
    }
    ModelPart part;
    switch (rest.substring(dot + 1)) {
      case "clip_g" -> part = ModelPart.TEXT_ENCODER_2;
      case "clip_l", "emb_params", "string_to_param.*" -> part = ModelPart.TEXT_ENCODER;
      default -> {
        return false;
      }
    }
    TensorInfo info = checkpoint.info(tensor);
    int sizes = info.shape().size();
    if (sizes < 1 || sizes > 2 || info.shape().contains(0L) || !info.type().isFloating()) {
      throw refused(tensor, "an embedding must be [vectors, width], but has " + info.shape() + ".");
    }
    words
        .computeIfAbsent(rest.substring(0, dot), word -> new EnumMap<>(ModelPart.class))
        .put(part, info);
    return true;
  }

  /**
   * Checks widths and numbers of vectors.
   *
   * @throws AdapterMismatchException if a word is for text encoders of another width
   * @throws ModelFormatException if two text encoders get different numbers of vectors
   */
  void check(ModelLayout layout) throws ModelFormatException {
    for (Map<ModelPart, TensorInfo> parts : words.values()) {
      for (Map.Entry<ModelPart, TensorInfo> entry : parts.entrySet()) {
        TensorInfo info = entry.getValue();
        long[] table = layout.tensors(entry.getKey()).get(TABLE);
        if (table != null && table[table.length - 1] != width(info)) {
          throw new AdapterMismatchException(
              checkpoint.path(),
              info.name(),
              "its shape %s does not fit %s of %s, which has shape %s. This adapter is for another kind of model."
                  .formatted(info.shape(), TABLE, layout.modelName(), Arrays.toString(table)));
        }
      }
      if (parts.values().stream().mapToLong(BundledWords::vectors).distinct().count() > 1) {
        throw refused(
            parts.values().iterator().next().name(),
            "both text encoders must get the same number of vectors.");
      }
    }
  }

  void apply(PatchTarget target) throws IOException {
    for (Map.Entry<String, Map<ModelPart, TensorInfo>> word : words.entrySet()) {
      Map<ModelPart, float[][]> vectors = new EnumMap<>(ModelPart.class);
      for (Map.Entry<ModelPart, TensorInfo> part : word.getValue().entrySet()) {
        if (!target.layout().tensors(part.getKey()).isEmpty()) {
          vectors.put(part.getKey(), rows(part.getValue()));
        }
      }
      if (!vectors.isEmpty()) {
        target.addWord(word.getKey(), vectors);
      }
    }
  }

  private float[][] rows(TensorInfo info) throws IOException {
    float[] values = TensorValues.floats(checkpoint, info.name());
    int width = Math.toIntExact(width(info));
    float[][] rows = new float[values.length / width][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Arrays.copyOfRange(values, i * width, (i + 1) * width);
    }
    return rows;
  }

  private static long width(TensorInfo info) {
    return info.shape().get(info.shape().size() - 1);
  }

  private static long vectors(TensorInfo info) {
    return info.shape().size() == 1 ? 1 : info.shape().get(0);
  }

  private ModelFormatException refused(String tensor, String reason) {
    return new ModelFormatException(checkpoint.path(), tensor, reason, null);
  }
}
