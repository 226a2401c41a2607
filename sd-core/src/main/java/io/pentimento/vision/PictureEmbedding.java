package io.pentimento.vision;

import ai.djl.ndarray.NDArray;
import io.pentimento.image.ImageSize;
import io.pentimento.internal.Scope;
import io.pentimento.model.SamConfig;
import io.pentimento.model.SamNetwork;
import io.pentimento.model.SamPixels;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A picture that {@link SegmentAnything} has looked at, and that answers clicks in milliseconds. It
 * takes 4 MiB of Java's heap, and may be used by many threads until its network is closed.
 */
public final class PictureEmbedding {
  private final LoadedNetwork<SamNetwork> sam;
  private final ImageSize size;
  private final float[] embedded;

  PictureEmbedding(LoadedNetwork<SamNetwork> sam, ImageSize size, float[] embedded) {
    this.sam = sam;
    this.size = size;
    this.embedded = embedded;
  }

  /** Returns the picture's size. */
  public ImageSize size() {
    return size;
  }

  /**
   * Returns what a prompt most likely means: after a single click the candidate with the highest
   * score; after several, or with a box, the one that the network makes for such prompts.
   *
   * @throws IllegalArgumentException if a click or the box is not in the picture, or what is
   *     refined is of a network of another size
   * @throws io.pentimento.GenerationFailedException if the engine fails, or makes NaN
   * @throws IllegalStateException if the network is closed
   */
  public SegmentCandidate best(ClickPrompt prompt) {
    return prompt.isAmbiguous()
        ? candidates(prompt).stream()
            .max(Comparator.comparingDouble(SegmentCandidate::score))
            .orElseThrow()
        : find(prompt, false).get(0);
  }

  /**
   * Returns all that a prompt may mean, mostly a part, a thing and its surroundings.
   *
   * @throws IllegalArgumentException if a click or the box is not in the picture, or what is
   *     refined is of a network of another size
   * @throws io.pentimento.GenerationFailedException if the engine fails, or makes NaN
   * @throws IllegalStateException if the network is closed
   */
  public List<SegmentCandidate> candidates(ClickPrompt prompt) {
    return find(prompt, true);
  }

  /** The first mask is for many prompts, the others for one. */
  private List<SegmentCandidate> find(ClickPrompt prompt, boolean several) {
    prompt.check(size);
    return sam.use(
        (network, scope) -> {
          SamConfig config = network.config();
          SamNetwork.Masks found = masks(network, scope, prompt);
          int count = config.decoder().masks();
          long from = several ? 1 : 0;
          long to = several ? count : 1;
          NDArray logits = scope.slice(found.logits(), from, to, 1);
          float[] low = sam.values(scope, logits);
          float[] large = enlarged(network, scope, logits);
          List<SegmentCandidate> candidates = new ArrayList<>();
          for (int i = 0; i < to - from; i++) {
            candidates.add(
                new SegmentCandidate(
                    new Selection(size, shares(large, i)),
                    found.qualities()[(int) from + i],
                    part(low, i, config.maskSide() * config.maskSide())));
          }
          return List.copyOf(candidates);
        });
  }

  private SamNetwork.Masks masks(SamNetwork network, Scope scope, ClickPrompt prompt) {
    SamConfig config = network.config();
    ImageSize inside = SamPixels.inside(size, config.imageSize());
    double scaleX = (double) inside.width() / size.width();
    double scaleY = (double) inside.height() / size.height();
    List<SamNetwork.Point> points =
        prompt.points().stream()
            .map(
                point ->
                    new SamNetwork.Point(point.x() * scaleX, point.y() * scaleY, point.include()))
            .toList();
    Optional<double[]> box = prompt.box().map(around -> corners(around, scaleX, scaleY));
    long grid = config.grid();
    NDArray picture = scope.array(embedded, 1, config.channels(), grid, grid);
    return network.find(scope, picture, points, box, earlier(scope, config, prompt));
  }

  private static double[] corners(Rectangle box, double scaleX, double scaleY) {
    return new double[] {
      box.x * scaleX, box.y * scaleY, box.getMaxX() * scaleX, box.getMaxY() * scaleY
    };
  }

  private static Optional<NDArray> earlier(Scope scope, SamConfig config, ClickPrompt prompt) {
    if (prompt.earlier().isEmpty()) {
      return Optional.empty();
    }
    float[] feedback = prompt.earlier().get().feedback();
    int side = config.maskSide();
    if (feedback.length != side * side) {
      throw new IllegalArgumentException(
          "A candidate to refine must be of this network, whose masks have %d cells, but has %d."
              .formatted(side * side, feedback.length));
    }
    return Optional.of(scope.array(feedback, 1, 1, side, side));
  }

  private float[] enlarged(SamNetwork network, Scope scope, NDArray logits) {
    ImageSize inside = SamPixels.inside(size, network.config().imageSize());
    long[] sides = {inside.height(), inside.width()};
    return Scope.floats(network.enlarge(scope, logits, sides, size.height(), size.width()), scope);
  }

  private float[] shares(float[] logits, int index) {
    float[] shares = part(logits, index, size.width() * size.height());
    for (int i = 0; i < shares.length; i++) {
      shares[i] = (float) (1 / (1 + Math.exp(-shares[i])));
    }
    return shares;
  }

  private static float[] part(float[] values, int index, int length) {
    float[] part = new float[length];
    System.arraycopy(values, index * length, part, 0, length);
    return part;
  }
}
