package io.pentimento.vision;

import io.pentimento.ComputeDevice;
import io.pentimento.Precision;
import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ComponentConfig;
import io.pentimento.image.Pixels;
import io.pentimento.internal.Scope;
import io.pentimento.model.BertTokenizer;
import io.pentimento.model.BlipCaption;
import io.pentimento.model.BlipNet;
import io.pentimento.model.CaptionSearch;
import io.pentimento.model.ClipPixels;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * BLIP's caption network, which says in a sentence what a picture shows. Safe for use by many
 * threads at once. Close it to free its memory.
 */
public final class Captioner implements Describer {
  private final String name;
  private final BertTokenizer tokenizer;
  private final LentNetwork<BlipNet> network;

  private Captioner(String name, BertTokenizer tokenizer, LentNetwork<BlipNet> network) {
    this.name = name;
    this.tokenizer = tokenizer;
    this.network = network;
  }

  /**
   * Loads a network in the default precision, on the GPU if there is one.
   *
   * @param path the weights, under transformers' names or those of the first release, with {@code
   *     vocab.txt} or {@code tokenizer.json} beside them; or the folder of all. Without a {@code
   *     config.json} the architecture is that of the published network of the tensors' sizes.
   * @throws IOException if a file cannot be read; a {@code ModelFormatException} where one is
   *     missing, damaged or holds something else
   * @throws IllegalStateException if the engine does not start
   */
  public static Captioner load(Path path) throws IOException {
    return load(path, Precision.DEFAULT, ComputeDevice.AUTO);
  }

  /**
   * Loads a network.
   *
   * @param path as in {@link #load(Path)}
   * @throws IOException if a file cannot be read; a {@code ModelFormatException} where one is
   *     missing, damaged or holds something else
   * @throws IllegalStateException if the device or the precision is not to be had on this machine,
   *     or the engine does not start
   */
  public static Captioner load(Path path, Precision precision, ComputeDevice device)
      throws IOException {
    Objects.requireNonNull(path, "path");
    NetworkFile file = new NetworkFile(path);
    try (Checkpoint checkpoint = VisionKind.open(path)) {
      VisionKind.BLIP.require(checkpoint);
      Optional<ComponentConfig> config = file.config("blip");
      BertTokenizer tokenizer = BertTokenizer.read(file.folder());
      try {
        return new Captioner(
            file.name(),
            tokenizer,
            LentNetwork.load(
                "Captioner " + file.name(),
                precision,
                device,
                (scope, type) -> BlipNet.read(checkpoint, config, scope, type)));
      } catch (Throwable e) {
        tokenizer.close();
        throw e;
      }
    }
  }

  @Override
  public String name() {
    return name;
  }

  /** Describes a picture with the WebUI's settings. */
  @Override
  public String describe(BufferedImage picture) {
    return caption(picture, CaptionOptions.webui());
  }

  /**
   * Says what a picture shows.
   *
   * @param picture of any size and shape; what is transparent becomes white
   * @return the caption without the prompt; it may be empty
   * @throws IllegalArgumentException if the prompt is as long as the caption may be, or the caption
   *     may be longer than the network can make it
   * @throws io.pentimento.GenerationFailedException if the engine fails, or the network makes NaN
   * @throws IllegalStateException if this is closed
   */
  public String caption(BufferedImage picture, CaptionOptions options) {
    Objects.requireNonNull(options, "options");
    Pixels pixels = Pixels.of(picture);
    int[] ids = network.use((net, scope) -> find(net, scope, pixels, options));
    String whole = tokenizer.text(ids);
    return whole.substring(Math.min(options.prompt().length(), whole.length())).strip();
  }

  private int[] find(BlipNet net, Scope scope, Pixels picture, CaptionOptions options) {
    int most = net.config().positions();
    if (options.longest() > most) {
      throw new IllegalArgumentException(
          "longest must be at most %d for %s, but got: %d."
              .formatted(most, name, options.longest()));
    }
    int size = net.config().vision().imageSize();
    float[] values = ClipPixels.values(ClipPixels.stretched(picture, size));
    CaptionSearch search =
        new CaptionSearch(
            net.config().endId(),
            options.beams(),
            options.shortest(),
            options.longest(),
            options.repetitionPenalty());
    try (BlipCaption caption = net.begin(scope, scope.array(values, 1, 3, size, size))) {
      return search.find(
          new Checked(caption, name), prompt(net.config().startId(), options.prompt()));
    }
  }

  /** Refuses NaN, among which no word is the likeliest. */
  private record Checked(CaptionSearch.Words words, String name) implements CaptionSearch.Words {
    @Override
    public List<float[]> next(List<int[]> ids) {
      List<float[]> logits = words.next(ids);
      logits.forEach(row -> Scores.checkNumber(row[0], name));
      return logits;
    }

    @Override
    public void choose(List<Integer> rows) {
      words.choose(rows);
    }
  }

  private int[] prompt(int startId, String text) {
    int[] words = tokenizer.tokenize(text);
    int[] ids = new int[words.length + 1];
    ids[0] = startId;
    System.arraycopy(words, 0, ids, 1, words.length);
    return ids;
  }

  @Override
  public void close() {
    network.close();
    tokenizer.close();
  }
}
