package io.pentimento.vision;

import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.SafetensorsWriter;
import io.pentimento.checkpoint.TensorInfo;
import io.pentimento.checkpoint.TensorType;
import io.pentimento.checkpoint.TensorValues;
import io.pentimento.testing.Goldens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** Tiny networks that look at pictures, made of those of the golden set. */
final class TinyVision {
  private static final String TOKENS = "text_model.embeddings.token_embedding.weight";
  private static final int VOCABULARY = 49408;

  private TinyVision() {}

  /** Writes a CLIP that knows all words of the packaged tokenizer, for which it has any meaning. */
  static Path clip(Path folder) throws IOException {
    String tiny = "vision/clip-tiny/";
    String config = Goldens.text(tiny + "config.json");
    SafetensorsWriter writer = new SafetensorsWriter();
    try (Checkpoint file = Checkpoint.open(Goldens.path(tiny + "model.safetensors"))) {
      for (String name : file.names()) {
        TensorInfo info = file.info(name);
        if (name.equals(TOKENS)) {
          long width = info.shape().get(1);
          float[] values = new float[Math.toIntExact(VOCABULARY * width)];
          Random random = new Random(7);
          for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
          }
          writer.add(
              new TensorInfo(name, TensorType.F32, List.of((long) VOCABULARY, width)), values);
        } else {
          writer.add(
              new TensorInfo(name, TensorType.F32, info.shape()), TensorValues.floats(file, name));
        }
      }
    }
    Files.writeString(
        folder.resolve("config.json"),
        config.replaceFirst("\"vocab_size\": *\\d+", "\"vocab_size\": " + VOCABULARY));
    Path path = folder.resolve("model.safetensors");
    writer.write(path);
    return path;
  }

  /** Copies the tiny tagger's files. */
  static Path tagger(Path folder) throws IOException {
    for (String name : List.of("model.safetensors", "config.json", "selected_tags.csv")) {
      Files.copy(Goldens.path("vision/wd-vit-tiny/" + name), folder.resolve(name));
    }
    return folder;
  }
}
