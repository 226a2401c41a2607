package io.pentimento.adapters;

import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.checkpoint.TensorInfo;
import io.pentimento.checkpoint.TensorType;
import io.pentimento.checkpoint.TensorValues;
import io.pentimento.checkpoint.TorchFile;
import io.pentimento.checkpoint.TorchTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The vectors in a checkpoint file, in any of the forms that trainers write: {@code
 * string_to_param}, a single tensor under the token, {@code emb_params}, a bare tensor, or {@code
 * clip_l} beside {@code clip_g}.
 */
final class EmbeddingTensors {
  /** Under this key the WebUI and the first trainer keep a dictionary of the one word. */
  static final String WORDS = "string_to_param";

  static final String CLIP_L = "clip_l";
  static final String CLIP_G = "clip_g";

  /** As many positions as a chunk of a prompt has. */
  static final int MOST_VECTORS = 75;

  /** Several times the width of any text encoder. */
  static final int LARGEST_WIDTH = 16_384;

  private static final Set<TensorType> NUMBERS =
      Set.of(
          TensorType.F64,
          TensorType.F32,
          TensorType.F16,
          TensorType.BF16,
          TensorType.F8_E4M3,
          TensorType.F8_E5M2);

  /** A tensor of the file, and how to get at its elements. */
  private record Entry(TensorInfo info, Elements elements) {}

  @FunctionalInterface
  private interface Elements {
    ByteBuffer read() throws IOException;
  }

  /**
   * What was found.
   *
   * @param token what the file itself calls the word, if it does
   */
  record Found(EmbeddingVectors vectors, Optional<String> token) {}

  private final Path path;

  private EmbeddingTensors(Path path) {
    this.path = path;
  }

  /**
   * Finds the vectors.
   *
   * @throws ModelFormatException if this is no embedding, or a damaged one
   */
  static Found read(Checkpoint checkpoint) throws IOException {
    EmbeddingTensors reading = new EmbeddingTensors(checkpoint.path());
    if (checkpoint instanceof TorchFile torch) {
      return reading.pickled(torch);
    }
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (String name : checkpoint.names()) {
      entries.put(name, new Entry(checkpoint.info(name), () -> checkpoint.bytes(name)));
    }
    return reading.named(entries);
  }

  private Found pickled(TorchFile file) throws IOException {
    Object content = file.content();
    if (content instanceof TorchTensor tensor) {
      return one(entry(file, "the tensor", tensor), Optional.empty());
    }
    if (!(content instanceof Map<?, ?> map)) {
      throw new ModelFormatException(
          path, "an embedding is a tensor or a dictionary, but this is neither.");
    }
    if (map.get(WORDS) instanceof Map<?, ?> words) {
      Map<String, Entry> entries = entries(file, words);
      if (entries.size() != 1) {
        throw new ModelFormatException(
            path,
            WORDS,
            "must hold the vectors of one word, but holds " + entries.size() + " tensors.",
            null);
      }
      Optional<String> name =
          map.get("name") instanceof String text && !text.isBlank()
              ? Optional.of(text)
              : Optional.empty();
      return one(entries.values().iterator().next(), name);
    }
    return named(entries(file, map));
  }

  /** Looks at the dictionary alone, and into none inside: those of a hostile file never end. */
  private static Map<String, Entry> entries(TorchFile file, Map<?, ?> map) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    map.forEach(
        (key, value) -> {
          if (value instanceof TorchTensor tensor) {
            String name = String.valueOf(key);
            entries.put(name, entry(file, name, tensor));
          }
        });
    return entries;
  }

  private static Entry entry(TorchFile file, String name, TorchTensor tensor) {
    return new Entry(new TensorInfo(name, tensor.type(), tensor.shape()), () -> file.bytes(tensor));
  }

  private Found named(Map<String, Entry> entries) throws IOException {
    Entry first = entries.get(CLIP_L);
    Entry second = entries.get(CLIP_G);
    if (first != null && second != null && entries.size() == 2) {
      float[][] left = table(first);
      float[][] right = table(second);
      if (left.length != right.length) {
        throw new ModelFormatException(
            path,
            "%s has %d vectors and %s %d, but they must have the same number."
                .formatted(CLIP_L, left.length, CLIP_G, right.length));
      }
      return new Found(new EmbeddingVectors(List.of(left, right)), Optional.empty());
    }
    if (entries.size() != 1) {
      throw new ModelFormatException(
          path,
          ("an embedding is one tensor, or %s and %s, but this file has %d tensors%s."
                  + " Is it another kind of adapter?")
              .formatted(CLIP_L, CLIP_G, entries.size(), examples(entries.keySet())));
    }
    Entry only = entries.values().iterator().next();
    String name = only.info().name();
    boolean isToken = name.length() > 2 && name.startsWith("<") && name.endsWith(">");
    return one(only, isToken ? Optional.of(name) : Optional.empty());
  }

  private static String examples(Set<String> names) {
    List<String> some = names.stream().limit(3).map(ModelFormatException::printable).toList();
    return some.isEmpty() ? "" : ", such as " + String.join(", ", some);
  }

  private Found one(Entry entry, Optional<String> token) throws IOException {
    return new Found(new EmbeddingVectors(List.<float[][]>of(table(entry))), token);
  }

  private float[][] table(Entry entry) throws IOException {
    TensorInfo info = entry.info();
    List<Long> shape = info.shape();
    boolean vector = shape.size() == 1;
    if (!vector && shape.size() != 2) {
      throw refused(info, "must have the shape [width] or [vectors, width], but has " + shape);
    }
    long rows = vector ? 1 : shape.get(0);
    long width = shape.get(shape.size() - 1);
    checkSize(path, info.name(), rows, width);
    if (!NUMBERS.contains(info.type())) {
      throw refused(info, "must hold floating-point numbers, but holds " + info.type());
    }
    float[] values = TensorValues.floats(entry.elements().read(), info.type());
    List<float[]> table = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      table.add(Arrays.copyOfRange(values, row * (int) width, (row + 1) * (int) width));
    }
    return checked(path, info.name(), table);
  }

  private ModelFormatException refused(TensorInfo info, String reason) {
    return new ModelFormatException(path, info.name(), reason + ".", null);
  }

  /** Checks how many vectors there are before memory is taken for them. */
  static void checkSize(Path path, String name, long rows, long width) throws ModelFormatException {
    if (rows < 1 || rows > MOST_VECTORS || width < 1 || width > LARGEST_WIDTH) {
      throw new ModelFormatException(
          path,
          name,
          "must hold 1 to %d vectors of 1 to %d numbers, but has %d of %d."
              .formatted(MOST_VECTORS, LARGEST_WIDTH, rows, width),
          null);
    }
  }

  /** Refuses numbers that would turn every picture black. */
  static float[][] checked(Path path, String name, List<float[]> table)
      throws ModelFormatException {
    for (float[] vector : table) {
      for (float value : vector) {
        if (!Float.isFinite(value)) {
          throw new ModelFormatException(
              path,
              name,
              "must hold finite numbers, but has: " + value + ". Its training went wrong.",
              null);
        }
      }
    }
    return table.toArray(float[][]::new);
  }
}
