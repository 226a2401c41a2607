package io.pentimento.vision;

import io.pentimento.ComputeDevice;
import io.pentimento.Precision;
import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.checkpoint.TorchFile;
import io.pentimento.image.Compositing;
import io.pentimento.image.Pixels;
import io.pentimento.image.ResizeMode;
import io.pentimento.model.DeepDanbooruNet;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * DeepDanbooru, which tells what tags a drawing would have: the WebUI's "Interrogate DeepBooru".
 * Safe for use by many threads at once. Close it to free its memory.
 */
public final class DeepDanbooru implements Describer {
  /** The WebUI's threshold. */
  public static final double USUAL_THRESHOLD = 0.5;

  private static final int SIZE = 512;
  private static final String RATING = "rating:";

  private final String name;
  private final List<String> tags;
  private final LentNetwork<DeepDanbooruNet> network;

  private DeepDanbooru(String name, List<String> tags, LentNetwork<DeepDanbooruNet> network) {
    this.name = name;
    this.tags = tags;
    this.network = network;
  }

  /**
   * Loads the network in the default precision, on the GPU if there is one.
   *
   * @param file {@code model-resnet_custom_v3.pt}, of which no code is run
   * @throws IOException if it cannot be read; a {@code ModelFormatException} where it is damaged or
   *     holds something else
   * @throws IllegalStateException if the engine does not start
   */
  public static DeepDanbooru load(Path file) throws IOException {
    return load(file, Precision.DEFAULT, ComputeDevice.AUTO);
  }

  /**
   * Loads the network.
   *
   * @param file as in {@link #load(Path)}
   * @throws IOException if it cannot be read; a {@code ModelFormatException} where it is damaged or
   *     holds something else
   * @throws IllegalStateException if the device or the precision is not to be had on this machine,
   *     or the engine does not start
   */
  public static DeepDanbooru load(Path file, Precision precision, ComputeDevice device)
      throws IOException {
    Objects.requireNonNull(file, "file");
    String name = new NetworkFile(file).name();
    try (Checkpoint checkpoint = VisionKind.open(file)) {
      VisionKind.DEEP_DANBOORU.require(checkpoint);
    }
    try (TorchFile checkpoint = TorchFile.open(file)) {
      List<String> tags = tags(checkpoint);
      return new DeepDanbooru(
          name,
          tags,
          LentNetwork.load(
              "DeepDanbooru " + name,
              precision,
              device,
              (scope, type) -> DeepDanbooruNet.read(checkpoint, tags.size(), scope, type)));
    }
  }

  private static List<String> tags(TorchFile file) throws ModelFormatException {
    List<String> tags = new ArrayList<>();
    Object saved = file.content() instanceof Map<?, ?> map ? map.get("tags") : null;
    if (saved instanceof List<?> list) {
      for (Object tag : list) {
        if (tag instanceof String text) {
          tags.add(text);
        }
      }
      if (tags.size() == list.size() && !tags.isEmpty()) {
        return List.copyOf(tags);
      }
    }
    throw new ModelFormatException(
        file.path(), "tags", "must be a list of the names of all tags, but is not.", null);
  }

  @Override
  public String name() {
    return name;
  }

  /**
   * Returns all tags that the network knows, with their scores, in the order of its file; those
   * that begin with {@code rating:} among them.
   *
   * @param picture of any size; what is transparent becomes white
   * @throws io.pentimento.GenerationFailedException if the engine fails, or the network makes NaN
   * @throws IllegalStateException if this is closed
   */
  public List<Tag> tags(BufferedImage picture) {
    Pixels flat = Compositing.flatten(Pixels.of(picture), Color.WHITE);
    Pixels fitted = ResizeMode.RESIZE_AND_FILL.resize(flat, SIZE, SIZE);
    float[] logits =
        network.use(
            (net, scope) -> net.logits(scope, scope.array(planes(fitted), 1, 3, SIZE, SIZE)));
    double[] scores = Scores.sigmoid(logits, name);
    List<Tag> all = new ArrayList<>();
    for (int i = 0; i < scores.length; i++) {
      all.add(new Tag(tags.get(i), scores[i]));
    }
    return all;
  }

  private static float[] planes(Pixels picture) {
    byte[] samples = picture.samples();
    int area = samples.length / 3;
    float[] values = new float[samples.length];
    for (int i = 0; i < area; i++) {
      for (int c = 0; c < 3; c++) {
        values[c * area + i] = (samples[3 * i + c] & 0xff) / 255f;
      }
    }
    return values;
  }

  /** Describes a picture as the WebUI does unless told otherwise. */
  @Override
  public String describe(BufferedImage picture) {
    return describe(picture, USUAL_THRESHOLD, TagStyle.deepDanbooru());
  }

  /**
   * Describes a picture by its tags; ratings are left out.
   *
   * @param threshold the least score of a tag that is told, in [0, 1]
   * @throws IllegalArgumentException if the threshold is outside of [0, 1]
   * @throws io.pentimento.GenerationFailedException if the engine fails, or the network makes NaN
   * @throws IllegalStateException if this is closed
   */
  public String describe(BufferedImage picture, double threshold, TagStyle style) {
    Scores.checkThreshold("threshold", threshold);
    return written(tags(picture), threshold, style);
  }

  static String written(List<Tag> tags, double threshold, TagStyle style) {
    return style.join(
        tags.stream()
            .filter(tag -> tag.score() >= threshold && !tag.name().startsWith(RATING))
            .toList());
  }

  @Override
  public void close() {
    network.close();
  }
}
