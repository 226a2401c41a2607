package io.pentimento.vision;

import ai.djl.ndarray.NDArray;
import io.pentimento.image.ImageSize;
import io.pentimento.internal.Scope;
import io.pentimento.model.SamConfig;
import io.pentimento.model.SamNetwork;
import io.pentimento.model.SamPixels;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A picture that {@link SegmentAnything} has looked at, and that answers clicks in milliseconds. It
 * takes 4 MiB of Java's heap, and may be used by many threads until its network is closed.
 */
public final class PictureEmbedding {
  private final LentNetwork<SamNetwork> sam;
  private final ImageSize size;
  private final float[] embedded;

  PictureEmbedding(LentNetwork<SamNetwork> sam, ImageSize size, float[] embedded) {
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
    prompt.check(size);
    Asked asked = asked(prompt);
    return sam.use(
        (network, scope) -> {
          SamNetwork.Masks found = masks(network, scope, asked);
          float[] scores = sam.checked(found.qualities());
          int surest = prompt.isAmbiguous() ? surest(scores) : 0;
          return candidate(network, scope, found, surest);
        });
  }

  /** Only that one is brought to the picture's size, which takes long beside the small decoder. */
  private static int surest(float[] qualities) {
    int surest = 1;
    for (int i = 2; i < qualities.length; i++) {
      if (Float.compare(qualities[i], qualities[surest]) > 0) {
        surest = i;
      }
    }
    return surest;
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
    prompt.check(size);
    return find(asked(prompt), Double.NEGATIVE_INFINITY);
  }

  /**
   * Finds all things in the picture: asks at each point of a grid, and keeps what the network is
   * sure of, each thing once. That takes a thousand clicks for 32 points a side.
   *
   * @return the things found, the surest first; those of one place may lie in each other, as a part
   *     in a whole
   * @throws io.pentimento.GenerationFailedException if the engine fails, or makes NaN
   * @throws IllegalStateException if the network is closed, also while this works
   */
  public List<Segment> segments(SegmentSearch search) {
    return new SegmentGrid(this, search).find();
  }

  /**
   * Returns what a click at any place may mean, as far as its score is above a bound.
   *
   * @param x columns from the left edge of the picture
   * @param y rows from its upper edge
   */
  List<SegmentCandidate> at(double x, double y, double leastScore) {
    ImageSize inside = SamPixels.inside(size, sam.network().config().imageSize());
    SamNetwork.Point point =
        new SamNetwork.Point(
            x * inside.width() / size.width(), y * inside.height() / size.height(), true);
    return find(new Asked(List.of(point), Optional.empty(), Optional.empty()), leastScore);
  }

  /**
   * What is asked of the network.
   *
   * @param points in pixels of the padded picture
   * @param box left, top, right and bottom in the same pixels
   * @param earlier logits to be refined
   */
  private record Asked(
      List<SamNetwork.Point> points, Optional<double[]> box, Optional<float[]> earlier) {}

  private Asked asked(ClickPrompt prompt) {
    ImageSize inside = SamPixels.inside(size, sam.network().config().imageSize());
    double scaleX = (double) inside.width() / size.width();
    double scaleY = (double) inside.height() / size.height();
    List<SamNetwork.Point> points =
        prompt.points().stream()
            .map(
                point ->
                    new SamNetwork.Point(point.x() * scaleX, point.y() * scaleY, point.include()))
            .toList();
    return new Asked(
        points,
        prompt.box().map(around -> corners(around, scaleX, scaleY)),
        prompt.earlier().map(SegmentCandidate::feedback));
  }

  private static double[] corners(Rectangle box, double scaleX, double scaleY) {
    return new double[] {
      box.x * scaleX, box.y * scaleY, box.getMaxX() * scaleX, box.getMaxY() * scaleY
    };
  }

  /** The first mask is for many prompts, the others for one. */
  private List<SegmentCandidate> find(Asked asked, double leastScore) {
    return sam.use(
        (network, scope) -> {
          SamNetwork.Masks found = masks(network, scope, asked);
          float[] scores = sam.checked(found.qualities());
          List<SegmentCandidate> candidates = new ArrayList<>();
          for (int i = 1; i < network.config().decoder().masks(); i++) {
            if (scores[i] > leastScore) {
              candidates.add(candidate(network, scope, found, i));
            }
          }
          return List.copyOf(candidates);
        });
  }

  private SamNetwork.Masks masks(SamNetwork network, Scope scope, Asked asked) {
    SamConfig config = network.config();
    long grid = config.grid();
    NDArray picture = scope.array(embedded, 1, config.channels(), grid, grid);
    Optional<NDArray> earlier = asked.earlier().map(logits -> earlier(scope, config, logits));
    return network.find(scope, picture, asked.points(), asked.box(), earlier);
  }

  private static NDArray earlier(Scope scope, SamConfig config, float[] logits) {
    int side = config.maskSide();
    if (logits.length != side * side) {
      throw new IllegalArgumentException(
          "A candidate to refine must be of this network, whose masks have %d cells, but has %d."
              .formatted(side * side, logits.length));
    }
    return scope.array(logits, 1, 1, side, side);
  }

  private SegmentCandidate candidate(
      SamNetwork network, Scope scope, SamNetwork.Masks found, int index) {
    NDArray logits = scope.slice(found.logits(), index, index + 1, 1);
    float[] low = sam.values(scope, logits);
    ImageSize inside = SamPixels.inside(size, network.config().imageSize());
    long[] sides = {inside.height(), inside.width()};
    float[] shares =
        Scope.floats(network.enlarge(scope, logits, sides, size.height(), size.width()), scope);
    for (int i = 0; i < shares.length; i++) {
      shares[i] = (float) (1 / (1 + Math.exp(-shares[i])));
    }
    return new SegmentCandidate(new Selection(size, shares), found.qualities()[index], low);
  }
}
