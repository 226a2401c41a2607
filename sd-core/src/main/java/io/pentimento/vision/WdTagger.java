package io.pentimento.vision;

import io.pentimento.ComputeDevice;
import io.pentimento.Precision;
import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ComponentConfig;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.image.Pixels;
import io.pentimento.model.TaggerNet;
import io.pentimento.model.TaggerPixels;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A WD tagger of the third generation that is a vision transformer, such as {@code
 * SmilingWolf/wd-vit-tagger-v3}. Safe for use by many threads at once. Close it to free its memory.
 */
public final class WdTagger implements Describer {
  private final String name;
  private final TagTable table;
  private final LentNetwork<TaggerNet> network;

  private WdTagger(String name, TagTable table, LentNetwork<TaggerNet> network) {
    this.name = name;
    this.table = table;
    this.network = network;
  }

  /**
   * Loads a tagger in the default precision, on the GPU if there is one.
   *
   * @param path {@code model.safetensors} with {@code config.json} and {@code selected_tags.csv}
   *     beside it, or the folder of all three
   * @throws IOException if one cannot be read; a {@code ModelFormatException} where one is missing
   *     or damaged, or they do not belong together
   * @throws IllegalStateException if the engine does not start
   */
  public static WdTagger load(Path path) throws IOException {
    return load(path, Precision.DEFAULT, ComputeDevice.AUTO);
  }

  /**
   * Loads a tagger.
   *
   * @param path as in {@link #load(Path)}
   * @throws IOException if a file cannot be read; a {@code ModelFormatException} where one is
   *     missing or damaged, or they do not belong together
   * @throws IllegalStateException if the device or the precision is not to be had on this machine,
   *     or the engine does not start
   */
  public static WdTagger load(Path path, Precision precision, ComputeDevice device)
      throws IOException {
    Objects.requireNonNull(path, "path");
    NetworkFile file = new NetworkFile(path);
    try (Checkpoint checkpoint = VisionKind.open(path)) {
      VisionKind.WD_TAGGER.require(checkpoint);
      Path tags = file.require("selected_tags.csv", "names its tags");
      TagTable table = TagTable.read(tags);
      ComponentConfig config =
          ComponentConfig.read(file.require("config.json", "tells its architecture"));
      checkLength(tags, table, checkpoint);
      return new WdTagger(
          file.name(),
          table,
          LentNetwork.load(
              "WD tagger " + file.name(),
              precision,
              device,
              (scope, type) -> TaggerNet.read(checkpoint, config, scope, type)));
    }
  }

  private static void checkLength(Path tags, TagTable table, Checkpoint checkpoint)
      throws ModelFormatException {
    long known = checkpoint.info("head.weight").shape().stream().findFirst().orElse(0L);
    if (known != table.entries().size()) {
      throw new ModelFormatException(
          tags,
          "must have one row for each of the %d tags that %s knows, but has %d. Use the file that came with it."
              .formatted(known, checkpoint.path().getFileName(), table.entries().size()));
    }
  }

  @Override
  public String name() {
    return name;
  }

  /**
   * Returns all tags that the network knows, with their scores.
   *
   * @param picture of any size; what is transparent becomes white
   * @throws io.pentimento.GenerationFailedException if the engine fails, or the network makes NaN
   * @throws IllegalStateException if this is closed
   */
  public WdTags tags(BufferedImage picture) {
    Pixels pixels = Pixels.of(picture);
    float[] logits =
        network.use(
            (net, scope) -> {
              int size = net.config().trunk().imageSize();
              float[] values = TaggerPixels.values(TaggerPixels.square(pixels, size), net.config());
              return net.logits(scope, scope.array(values, 1, 3, size, size));
            });
    return sorted(Scores.sigmoid(logits, name));
  }

  private WdTags sorted(double[] scores) {
    return new WdTags(
        of(TagTable.RATING, scores), of(TagTable.GENERAL, scores), of(TagTable.CHARACTER, scores));
  }

  private List<Tag> of(int category, double[] scores) {
    List<Tag> tags = new ArrayList<>();
    for (int i = 0; i < scores.length; i++) {
      TagTable.Entry entry = table.entries().get(i);
      if (entry.category() == category) {
        tags.add(new Tag(entry.name(), scores[i]));
      }
    }
    return tags;
  }

  /** Describes a picture by its tags, surest first, with the usual thresholds. */
  @Override
  public String describe(BufferedImage picture) {
    return describe(picture, WdThresholds.usual(), TagStyle.wdTagger());
  }

  /**
   * Describes a picture by its tags; ratings are left out.
   *
   * @throws io.pentimento.GenerationFailedException if the engine fails, or the network makes NaN
   * @throws IllegalStateException if this is closed
   */
  public String describe(BufferedImage picture, WdThresholds thresholds, TagStyle style) {
    Objects.requireNonNull(thresholds, "thresholds");
    Objects.requireNonNull(style, "style");
    return tags(picture).describe(thresholds, style);
  }

  @Override
  public void close() {
    network.close();
  }
}
