package io.pentimento.model;

import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ModelFormatException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The architecture of an ESRGAN network (RRDBNet; Wang et al. 2018). Files carry no description:
 * all of it is found from names and shapes.
 *
 * @param layout how the file names the layers
 * @param unshuffle the side of the squares of pixels that become channels first: 1 (none), 2 or 4
 * @param width channels between the blocks
 * @param growth channels that each layer of a dense block adds
 * @param blocks the number of blocks, each of three dense blocks
 * @param upSteps how often the size is doubled at the end
 */
public record RrdbConfig(
    RrdbLayout layout, int unshuffle, int width, int growth, int blocks, int upSteps) {
  private static final int COLOURS = 3;

  /** Far more than any network has. */
  private static final int MOST_UP_STEPS = 5;

  private static final int WIDEST = 4096;

  /** Returns how many times as large the network makes a picture. */
  public int scale() {
    return (1 << upSteps) / unshuffle;
  }

  /** Returns the channels of the first layer. */
  int inChannels() {
    return COLOURS * unshuffle * unshuffle;
  }

  /**
   * Finds the architecture of a file.
   *
   * @throws ModelFormatException if the file holds no such network
   */
  public static RrdbConfig read(Checkpoint checkpoint) throws ModelFormatException {
    RrdbLayout layout = layout(checkpoint).orElseThrow(() -> none(checkpoint));
    long[] first = shape(checkpoint, layout.first());
    long[] dense = shape(checkpoint, layout.dense(0, 1, 1));
    int upSteps = upSteps(checkpoint, layout);
    RrdbConfig config =
        new RrdbConfig(
            layout,
            unshuffle(checkpoint, layout, first[1]),
            width(checkpoint, layout.first(), first[0]),
            width(checkpoint, layout.dense(0, 1, 1), dense[0]),
            blocks(checkpoint, layout),
            upSteps);
    if (config.scale() < 1) {
      throw new ModelFormatException(
          checkpoint.path(),
          "an upscaler must not make pictures smaller, but this one divides their sides by %d and"
                  .formatted(config.unshuffle)
              + " doubles them only %d times.".formatted(upSteps));
    }
    return config;
  }

  private static Optional<RrdbLayout> layout(Checkpoint checkpoint) {
    return Arrays.stream(RrdbLayout.values())
        .filter(layout -> has(checkpoint, layout.first()))
        .filter(layout -> has(checkpoint, layout.dense(0, 1, 1)))
        .findFirst();
  }

  private static ModelFormatException none(Checkpoint checkpoint) {
    return new ModelFormatException(
        checkpoint.path(),
        "an upscaler must be an ESRGAN network (RRDBNet), whose tensors begin as %s, but there are"
                .formatted(List.of("model.1.sub.0.RDB1", "body.0.rdb1", "RRDB_trunk.0.RDB1"))
            + " none of these. Upscalers of other kinds are not read.");
  }

  private static boolean has(Checkpoint checkpoint, String layer) {
    return checkpoint.names().contains(layer + ".weight");
  }

  private static long[] shape(Checkpoint checkpoint, String layer) throws ModelFormatException {
    String name = layer + ".weight";
    List<Long> shape = checkpoint.info(name).shape();
    if (shape.size() != 4) {
      throw new ModelFormatException(
          checkpoint.path(), name, "must have four sizes, but has shape " + shape + ".", null);
    }
    return shape.stream().mapToLong(Long::longValue).toArray();
  }

  private static int unshuffle(Checkpoint checkpoint, RrdbLayout layout, long channels)
      throws ModelFormatException {
    for (int side : new int[] {1, 2, 4}) {
      if (channels == (long) COLOURS * side * side) {
        return side;
      }
    }
    throw new ModelFormatException(
        checkpoint.path(),
        layout.first() + ".weight",
        "must take 3, 12 or 48 channels (colours, or squares of their pixels), but takes %d."
            .formatted(channels),
        null);
  }

  private static int width(Checkpoint checkpoint, String layer, long channels)
      throws ModelFormatException {
    if (channels < 1 || channels > WIDEST) {
      throw new ModelFormatException(
          checkpoint.path(),
          layer + ".weight",
          "must make 1 to %d channels, but makes %d.".formatted(WIDEST, channels),
          null);
    }
    return (int) channels;
  }

  private static int blocks(Checkpoint checkpoint, RrdbLayout layout) {
    int count = 1;
    while (has(checkpoint, layout.dense(count, 1, 1))) {
      count++;
    }
    return count;
  }

  /** The numbered layout has no names for the steps, but their number decides that of the last. */
  private static int upSteps(Checkpoint checkpoint, RrdbLayout layout) throws ModelFormatException {
    int count = 0;
    while (count <= MOST_UP_STEPS && has(checkpoint, layout.up(count + 1))) {
      count++;
    }
    if (count > MOST_UP_STEPS) {
      throw new ModelFormatException(
          checkpoint.path(),
          "an upscaler must double the size at most %d times, but this does so more often."
              .formatted(MOST_UP_STEPS));
    }
    return count;
  }
}
