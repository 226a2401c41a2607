package io.pentimento.adapters;

import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.TensorInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an adapter file says of itself.
 *
 * @param header the metadata of a safetensors file; empty for other files
 * @param shaped what kind of model the shapes of its tensors fit, if they tell
 * @param words the words it answers to by itself: those of an embedding
 */
record AdapterNotes(Map<String, String> header, Optional<BaseModel> shaped, List<String> words) {
  private static final int SD1_WIDTH = 768;
  private static final int SD2_WIDTH = 1024;
  private static final int SDXL_WIDTH = 2048;

  AdapterNotes {
    header = Map.copyOf(header);
    words = List.copyOf(words);
  }

  static AdapterNotes read(AdapterKind kind, Path file) throws IOException {
    return switch (kind) {
      case LORA -> ofLora(file);
      case TEXTUAL_INVERSION -> ofEmbedding(file);
      case HYPERNETWORK ->
          new AdapterNotes(Map.of(), ofWidths(HypernetworkFile.read(file).widths()), List.of());
    };
  }

  private static AdapterNotes ofEmbedding(Path file) throws IOException {
    TextualInversionFile embedding = TextualInversionFile.read(file);
    Optional<BaseModel> shaped =
        embedding.widths().size() == 2 ? Optional.of(BaseModel.SDXL) : ofWidths(embedding.widths());
    return new AdapterNotes(header(file), shaped, embedding.words());
  }

  private static AdapterNotes ofLora(Path file) throws IOException {
    try (Checkpoint checkpoint = Checkpoint.open(file)) {
      return new AdapterNotes(checkpoint.metadata(), shape(checkpoint), List.of());
    }
  }

  private static Map<String, String> header(Path file) throws IOException {
    if (EmbeddingPicture.isPicture(file)) {
      return Map.of();
    }
    try (Checkpoint checkpoint = Checkpoint.open(file)) {
      return checkpoint.metadata();
    }
  }

  /** The keys of cross-attention take in what the text encoders give out. */
  private static Optional<BaseModel> shape(Checkpoint checkpoint) throws IOException {
    for (String name : checkpoint.names()) {
      if (name.startsWith("lora_te2_") || name.startsWith("text_encoder_2.")) {
        return Optional.of(BaseModel.SDXL);
      }
      TensorInfo info = checkpoint.info(name);
      if (isFirstFactorOfKeys(name) && info.shape().size() >= 2) {
        Optional<BaseModel> model = ofWidths(List.of((int) (long) info.shape().get(1)));
        if (model.isPresent()) {
          return model;
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isFirstFactorOfKeys(String name) {
    return name.contains("attn2")
        && name.contains("to_k")
        && (name.contains("down.") || name.contains("lora_A.") || name.contains("hada_w1_b"));
  }

  /** A file with modules for both widths of prompts is for both kinds of model. */
  private static Optional<BaseModel> ofWidths(Collection<Integer> widths) {
    List<BaseModel> fitting =
        Map.of(SD1_WIDTH, BaseModel.SD1, SD2_WIDTH, BaseModel.SD2, SDXL_WIDTH, BaseModel.SDXL)
            .entrySet()
            .stream()
            .filter(model -> widths.contains(model.getKey()))
            .map(Map.Entry::getValue)
            .toList();
    return fitting.size() == 1 ? Optional.of(fitting.get(0)) : Optional.empty();
  }
}
