package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ComponentConfig;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.checkpoint.original.SamFile;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import io.pentimento.internal.SegmentKernels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * Segment Anything (Kirillov et al. 2023): finds what lies under clicks or in a box of a picture.
 * Computes in float32. Immutable: any number of threads may use one.
 */
public final class SamNetwork {
  private final SamConfig config;
  private final SamEncoder encoder;
  private final SamPrompts prompts;
  private final SamDecoder decoder;

  /**
   * A click.
   *
   * @param x place in pixels of the padded picture
   * @param y place in pixels of the padded picture
   * @param include whether it is on what is sought, or beside it
   */
  public record Point(double x, double y, boolean include) {}

  /**
   * What a click finds.
   *
   * @param logits above 0 inside, {@code [1, masks, side, side]}, float32: the first for many
   *     prompts, the others for one
   * @param qualities the predicted overlap with what was meant (intersection over union), about 0
   *     to 1, one for each mask
   */
  public record Masks(NDArray logits, float[] qualities) {}

  /**
   * Reads the network.
   *
   * @param weights under transformers' names
   * @param scope where what is computed from the weights lives, too
   * @throws ModelFormatException if tensors are missing, of the wrong shape, or left over
   */
  public SamNetwork(SamConfig config, Weights weights, Scope scope) throws ModelFormatException {
    this.config = config;
    this.encoder = new SamEncoder(config, weights.at("vision_encoder"), scope);
    this.prompts = new SamPrompts(config, weights, scope);
    this.decoder = new SamDecoder(config, weights.at("mask_decoder"));
    weights.finish();
  }

  /**
   * Reads the network of a file, under transformers' names or the first release's.
   *
   * @param config its config.json; without one it is taken to be of the published models
   * @param scope where the weights live
   * @throws ModelFormatException if the file holds no such network
   * @throws IOException if reading fails
   */
  public static SamNetwork read(Checkpoint file, Optional<ComponentConfig> config, Scope scope)
      throws IOException {
    Checkpoint network = SamFile.of(file);
    SamConfig sizes = SamConfig.find(network, config, SamFile.isFirstRelease(file));
    CheckpointTensors tensors =
        new CheckpointTensors(
            network,
            scope,
            NumberType.FLOAT32,
            elements -> {},
            new StagingBuffers(),
            "Segment Anything of these sizes: " + sizes);
    try {
      return new SamNetwork(sizes, new Weights(tensors), scope);
    } catch (UncheckedIOException e) {
      // A network reads its tensors in streams, which know no checked exceptions.
      throw e.getCause();
    }
  }

  /** Returns the architecture. */
  public SamConfig config() {
    return config;
  }

  /**
   * Embeds a picture.
   *
   * @param parent holds the result
   * @param pixels {@code [1, 3, size, size]}, float32, normalised and padded right and below
   * @return {@code [1, channels, grid, grid]}, float32
   */
  public NDArray embed(Scope parent, NDArray pixels) {
    return encoder.apply(parent, pixels);
  }

  /**
   * Finds what prompts mean.
   *
   * @param parent holds the result
   * @param embedding from {@link #embed}
   * @param points at least one if there is no box
   * @param box left, top, right and bottom in pixels of the padded picture
   * @param earlier the logits of a mask found before, {@code [1, 1, side, side]}
   */
  public Masks find(
      Scope parent,
      NDArray embedding,
      List<Point> points,
      Optional<double[]> box,
      Optional<NDArray> earlier) {
    try (Scope scope = parent.open("sam prompts")) {
      NDArray tokens = prompts.tokens(scope, points, box);
      NDArray added = earlier.isPresent() ? prompts.mask(scope, earlier.get()) : prompts.noMask();
      NDArray cells = scope.add(scope.tokens(embedding), added);
      Masks found = decoder.apply(scope, cells, prompts.places(), tokens);
      return new Masks(parent.adopt(found.logits()), found.qualities());
    }
  }

  /**
   * Brings masks to a picture's size, by way of the padded picture.
   *
   * @param logits {@code [1, masks, side, side]}
   * @param inside height and width of the padded picture that the picture takes, in pixels
   * @return {@code [1, masks, height, width]}, float32
   */
  public NDArray enlarge(Scope parent, NDArray logits, long[] inside, long height, long width) {
    try (Scope scope = parent.open("sam mask")) {
      int size = config.imageSize();
      NDArray padded = SegmentKernels.bilinear(scope, logits, size, size);
      NDArray rows = scope.slice(padded, 0, inside[0], 2);
      NDArray cropped = scope.slice(rows, 0, inside[1], 3);
      return parent.adopt(scope.plain(SegmentKernels.bilinear(scope, cropped, height, width)));
    }
  }

  /** Returns the prompts' tokens, {@code [1, tokens, channels]}. */
  NDArray promptTokens(Scope scope, List<Point> points, Optional<double[]> box) {
    return prompts.tokens(scope, points, box);
  }

  /** Returns the codes of the grid's cells, {@code [1, grid × grid, channels]}. */
  NDArray places() {
    return prompts.places();
  }
}
