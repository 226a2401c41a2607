package io.pentimento.vision;

import io.pentimento.ComputeDevice;
import io.pentimento.Precision;
import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ComponentConfig;
import io.pentimento.image.Pixels;
import io.pentimento.internal.Scope;
import io.pentimento.model.ClipNet;
import io.pentimento.model.ClipPixels;
import io.pentimento.model.ClipTokenizer;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Both halves of CLIP, which tell how well texts suit a picture. Safe for use by many threads at
 * once. What it made of recent lists of texts it remembers. Close it to free its memory.
 */
public final class ClipModel implements AutoCloseable {
  /** How many texts pass the network at once. */
  private static final int BATCH = 32;

  /** How many lists of texts are remembered. */
  private static final int LISTS = 16;

  private final String name;
  private final ClipTokenizer tokenizer;
  private final LentNetwork<ClipNet> network;
  private final Map<List<String>, List<float[]>> known =
      new LinkedHashMap<>(LISTS, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<List<String>, List<float[]>> eldest) {
          return size() > LISTS;
        }
      };

  private ClipModel(String name, ClipTokenizer tokenizer, LentNetwork<ClipNet> network) {
    this.name = name;
    this.tokenizer = tokenizer;
    this.network = network;
  }

  /**
   * Loads a CLIP in the default precision, on the GPU if there is one.
   *
   * @param path the weights of both halves, under transformers' names or those of the first release
   *     and OpenCLIP, or a folder with {@code config.json}. Without one the architecture is that of
   *     the published network of the tensors' sizes. A vocabulary beside it ({@code
   *     tokenizer.json}, or {@code vocab.json} and {@code merges.txt}) takes the place of the usual
   *     one.
   * @throws IOException if a file cannot be read; a {@code ModelFormatException} where one is
   *     damaged or holds something else
   * @throws IllegalStateException if the engine does not start
   */
  public static ClipModel load(Path path) throws IOException {
    return load(path, Precision.DEFAULT, ComputeDevice.AUTO);
  }

  /**
   * Loads a CLIP.
   *
   * @param path as in {@link #load(Path)}
   * @throws IOException if a file cannot be read; a {@code ModelFormatException} where one is
   *     damaged or holds something else
   * @throws IllegalStateException if the device or the precision is not to be had on this machine,
   *     or the engine does not start
   */
  public static ClipModel load(Path path, Precision precision, ComputeDevice device)
      throws IOException {
    Objects.requireNonNull(path, "path");
    NetworkFile file = new NetworkFile(path);
    try (Checkpoint checkpoint = VisionKind.open(path)) {
      VisionKind.CLIP.require(checkpoint);
      Optional<ComponentConfig> config = file.config("clip");
      ClipTokenizer tokenizer = tokenizer(file, config.isPresent());
      try {
        return new ClipModel(
            file.name(),
            tokenizer,
            LentNetwork.load(
                "CLIP " + file.name(),
                precision,
                device,
                (scope, type) -> ClipNet.read(checkpoint, config, scope, type)));
      } catch (Throwable e) {
        tokenizer.close();
        throw e;
      }
    }
  }

  /** In a folder of many models a vocabulary may be another's; one that is CLIP's tells so. */
  private static ClipTokenizer tokenizer(NetworkFile file, boolean own) throws IOException {
    boolean there =
        file.beside("tokenizer.json").isPresent()
            || (file.beside("vocab.json").isPresent() && file.beside("merges.txt").isPresent());
    return own && there ? ClipTokenizer.read(file.folder()) : ClipTokenizer.packaged();
  }

  /** Returns the name of the file or folder, without its ending. */
  public String name() {
    return name;
  }

  /**
   * Returns how like a text and a picture are: the cosine of the angle between their embeddings, in
   * [-1, 1].
   *
   * @param picture of any size; its middle square is looked at, and what is transparent becomes
   *     white
   * @param text of any length; what does not fit into 77 tokens is cut off
   * @throws io.pentimento.GenerationFailedException if the engine fails, or the network makes NaN
   * @throws IllegalStateException if this is closed
   */
  public double similarity(BufferedImage picture, String text) {
    return cosines(picture, List.of(text))[0];
  }

  /**
   * Ranks texts by how well they suit a picture.
   *
   * @param picture as in {@link #similarity}
   * @param texts at least one
   * @return all of them, the best first
   * @throws io.pentimento.GenerationFailedException if the engine fails, or the network makes NaN
   * @throws IllegalStateException if this is closed
   */
  public List<RankedText> rank(BufferedImage picture, List<String> texts) {
    if (texts.isEmpty()) {
      throw new IllegalArgumentException("texts must have at least one text, but has none.");
    }
    double[] cosines = cosines(picture, texts);
    double[] probabilities = ClipNet.ranked(cosines);
    List<RankedText> ranked = new ArrayList<>();
    for (int i = 0; i < cosines.length; i++) {
      ranked.add(new RankedText(texts.get(i), probabilities[i], cosines[i]));
    }
    ranked.sort(Comparator.comparingDouble(RankedText::probability).reversed());
    return List.copyOf(ranked);
  }

  private double[] cosines(BufferedImage picture, List<String> texts) {
    Pixels pixels = Pixels.of(picture);
    return network.use(
        (net, scope) -> {
          int size = net.vision().config().imageSize();
          float[] values = ClipPixels.values(ClipPixels.square(pixels, size));
          float[] seen = net.picture(scope, scope.array(values, 1, 3, size, size));
          return embedded(net, scope, List.copyOf(texts)).stream()
              .mapToDouble(text -> Scores.checkNumber(ClipNet.cosine(seen, text), name))
              .toArray();
        });
  }

  private List<float[]> embedded(ClipNet net, Scope scope, List<String> texts) {
    synchronized (known) {
      List<float[]> found = known.get(texts);
      if (found != null) {
        return found;
      }
    }
    List<float[]> made = new ArrayList<>();
    for (int start = 0; start < texts.size(); start += BATCH) {
      List<String> batch = texts.subList(start, Math.min(texts.size(), start + BATCH));
      made.addAll(net.texts(scope, rows(net, batch), tokenizer.endId()));
    }
    synchronized (known) {
      known.put(texts, List.copyOf(made));
    }
    return made;
  }

  /** Padding behind the end has no effect, so rows are only as long as the longest needs. */
  private List<int[]> rows(ClipNet net, List<String> texts) {
    int most = Math.min(net.text().config().positions(), tokenizer.maxLength());
    List<int[]> words = texts.stream().map(tokenizer::tokenize).toList();
    int longest = words.stream().mapToInt(row -> row.length + 2).max().orElse(2);
    int length = Math.min(longest, most);
    return words.stream().map(row -> row(row, length)).toList();
  }

  private int[] row(int[] words, int length) {
    int[] row = new int[length];
    Arrays.fill(row, tokenizer.endId());
    row[0] = tokenizer.startId();
    System.arraycopy(words, 0, row, 1, Math.min(words.length, length - 2));
    return row;
  }

  /** Waits for the threads that use it, and frees the memory. May be called again. */
  @Override
  public void close() {
    network.close();
    tokenizer.close();
  }
}
