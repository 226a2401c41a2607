package io.pentimento.vision;

import ai.djl.ndarray.NDArray;
import io.pentimento.ComputeDevice;
import io.pentimento.image.ImageSize;
import io.pentimento.image.Pixels;
import io.pentimento.internal.Scope;
import io.pentimento.internal.SegmentKernels;
import io.pentimento.model.ClipSegConfig;
import io.pentimento.model.ClipSegNetwork;
import io.pentimento.model.ClipTokenizer;
import io.pentimento.model.ImageNetPixels;
import io.pentimento.model.SubjectAlpha;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A loaded CLIPSeg, which finds what words say: "hair", "the sky". What it finds is soft and
 * coarse, some cells of 22 by 22 sharp; {@link SegmentAnything} makes edges. Safe for use by many
 * threads at once. Close it to free its memory. Computes in float32.
 */
public final class TextSegmenter implements AutoCloseable {
  /** The width and height in which CLIPSeg was trained to see pictures. */
  private static final int SIZE = 352;

  private final LentNetwork<ClipSegNetwork> clipSeg;
  private final ClipTokenizer tokenizer;

  private TextSegmenter(LentNetwork<ClipSegNetwork> clipSeg, ClipTokenizer tokenizer) {
    this.clipSeg = clipSeg;
    this.tokenizer = tokenizer;
  }

  /**
   * Loads a network on the device that suits this machine.
   *
   * @param path a {@code .safetensors} or {@code .bin} file, of which no code is run, or a folder
   *     in transformers' layout with its config.json
   * @throws IOException if it cannot be read; a {@code ModelFormatException} where it is damaged or
   *     of another kind
   * @throws IllegalStateException if the engine does not start
   */
  public static TextSegmenter load(Path path) throws IOException {
    return load(path, Optional.empty(), ComputeDevice.AUTO);
  }

  /**
   * Loads a network.
   *
   * @param path a file or folder as in {@link #load(Path)}; a folder's own vocabulary is used if it
   *     has one, and CLIP's otherwise
   * @param config the {@code config.json} of a file; without one, what no tensor tells is as in
   *     CIDAS/clipseg-rd64-refined. A folder has its own.
   * @throws IOException if it cannot be read; a {@code ModelFormatException} where it is damaged or
   *     of another kind
   * @throws IllegalStateException if the device is not to be had on this machine, or the engine
   *     does not start
   */
  public static TextSegmenter load(Path path, Optional<Path> config, ComputeDevice device)
      throws IOException {
    LentNetwork<ClipSegNetwork> network =
        LentNetwork.load("CLIPSeg", path, config, device, ClipSegNetwork::read);
    try {
      boolean own = hasFile(path, "vocab.json") || hasFile(path, "tokenizer.json");
      return new TextSegmenter(network, own ? ClipTokenizer.read(path) : ClipTokenizer.packaged());
    } catch (Throwable e) {
      network.close();
      throw e;
    }
  }

  private static boolean hasFile(Path folder, String name) {
    return Files.isRegularFile(folder.resolve(name));
  }

  /**
   * Finds what words say.
   *
   * @param picture of any size; what is transparent becomes white
   * @param words what is sought, such as "hair"; with commas between them several things, of which
   *     the surest counts at each pixel
   * @throws IllegalArgumentException if there are no words
   * @throws io.pentimento.GenerationFailedException if the engine fails, or makes NaN
   * @throws IllegalStateException if this is closed
   */
  public Selection select(BufferedImage picture, String words) {
    List<String> texts =
        Arrays.stream(words.split(",")).map(String::strip).filter(text -> !text.isEmpty()).toList();
    return selectEach(picture, texts).stream().reduce(Selection::or).orElseThrow();
  }

  /**
   * Finds what each of several texts says, which takes hardly longer than one.
   *
   * @param picture of any size; what is transparent becomes white
   * @param texts at least one, none of them blank; what is longer than CLIP reads is cut off
   * @return a selection for each text
   * @throws IllegalArgumentException if there is no text, or one is blank
   * @throws io.pentimento.GenerationFailedException if the engine fails, or makes NaN
   * @throws IllegalStateException if this is closed
   */
  public List<Selection> selectEach(BufferedImage picture, List<String> texts) {
    if (texts.isEmpty() || texts.stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException(
          "There must be words to look for, such as \"hair\", but got: " + texts + ".");
    }
    Pixels pixels = Pixels.of(picture);
    return clipSeg.use((network, scope) -> find(network, scope, pixels, texts));
  }

  private List<Selection> find(
      ClipSegNetwork network, Scope scope, Pixels picture, List<String> texts) {
    int patch = network.config().vision().patchSize();
    int side = Math.max(1, SIZE / patch) * patch;
    float[] values = ImageNetPixels.values(SubjectAlpha.square(picture, side), side);
    List<NDArray> features = network.features(scope, scope.array(values, 1, 3, side, side));
    NDArray condition = network.condition(scope, ids(network.config(), texts));
    NDArray likely = scope.activate("sigmoid", network.find(scope, features, condition));
    ImageSize size = picture.size();
    float[] shares =
        clipSeg.values(scope, SegmentKernels.bilinear(scope, likely, size.height(), size.width()));
    int area = size.width() * size.height();
    List<Selection> found = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      found.add(new Selection(size, Arrays.copyOfRange(shares, i * area, (i + 1) * area)));
    }
    return List.copyOf(found);
  }

  /** All rows are as long as the longest; what follows the first end token is not looked at. */
  private List<int[]> ids(ClipSegConfig config, List<String> texts) {
    List<int[]> words = texts.stream().map(tokenizer::tokenize).toList();
    int most = config.text().positions() - 2;
    int longest = words.stream().mapToInt(ids -> Math.min(ids.length, most)).max().orElseThrow();
    List<int[]> rows = new ArrayList<>();
    for (int[] ids : words) {
      int[] row = new int[longest + 2];
      Arrays.fill(row, config.endId());
      row[0] = tokenizer.startId();
      System.arraycopy(ids, 0, row, 1, Math.min(ids.length, most));
      rows.add(row);
    }
    return rows;
  }

  /** Waits for other threads that use this, and frees the memory. */
  @Override
  public void close() {
    clipSeg.close();
    tokenizer.close();
  }
}
