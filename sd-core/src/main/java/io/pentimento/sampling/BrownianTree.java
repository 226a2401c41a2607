package io.pentimento.sampling;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.Map;

/**
 * One path of Brownian motion over noise levels, of which any stretch can be asked: the virtual
 * Brownian tree of Li et al. 2020, "Scalable Gradients for Stochastic Differential Equations",
 * algorithm 3. A path depends on its seed and ends alone, not on what is asked of it, so that runs
 * of 20 and of 40 steps follow one path.
 *
 * <p>Each node of the tree is an interval with the path's increment over it, split in the middle by
 * a Brownian bridge whose noise has a seed of the node's own. A stretch is the sum of the largest
 * nodes that fill it. Node ends lie on a grid of 1e-6, to which stretches are rounded; that is also
 * how torchsde's {@code BrownianTree}, which k-diffusion uses, rounds them, whose noise this is.
 *
 * <p>The two ways down to the ends of a stretch are about 24 nodes long each. The splits on them
 * are remembered, until the next stretch, which usually shares an end with this one: so a stretch
 * draws noise about 24 times, and a tree holds about 48 latents. Not for use by several threads at
 * once.
 */
public final class BrownianTree {
  private static final int DECIMALS = 6;

  private final NoiseSource source;
  private final long seed;
  private final int count;
  private final Node root;

  /**
   * Splits on the ways down to the ends of the last stretch: the increments over the left halves of
   * nodes, from which those over the right halves follow.
   */
  private Map<Place, float[]> lastLefts = Map.of();

  /** Those of the stretch that is asked. */
  private Map<Place, float[]> lefts = new HashMap<>();

  /**
   * Where a node is in the tree.
   *
   * @param key its number in its row: 2k and 2k + 1 are below k
   */
  private record Place(long key, int depth) {}

  /** The path's increment over an interval. */
  private record Node(double start, double end, Place place, float[] increment) {}

  /**
   * Plants a tree.
   *
   * @param source where noise comes from
   * @param seed the image's seed, 0 or more
   * @param t0 the smallest noise level that will be asked for
   * @param t1 the largest
   * @param count how many independent values the path has, the numbers of one image's latent
   * @throws IllegalArgumentException if t0 is not below t1
   */
  public BrownianTree(NoiseSource source, long seed, double t0, double t1, int count) {
    if (!(rounded(t0) < rounded(t1))) {
      throw new IllegalArgumentException(
          "t0 must be below t1 by at least 1e-6, but got: %s and %s.".formatted(t0, t1));
    }
    this.source = source;
    this.seed = seed;
    this.count = count;
    float[] increment = normal(new SeedSequence(seed));
    float deviation = (float) Math.sqrt(t1 - t0);
    for (int i = 0; i < count; i++) {
      increment[i] *= deviation;
    }
    this.root = new Node(rounded(t0), rounded(t1), new Place(0, 0), increment);
  }

  /**
   * Returns the path's increment over a stretch, scaled to unit variance.
   *
   * @param fromSigma the level at one end
   * @param toSigma the level at the other end; where it is the smaller, as in sampling, the
   *     increment is taken backwards. What lies outside the tree counts as its ends
   * @return as many values as the path has
   * @throws IllegalArgumentException if both ends are the same
   */
  public float[] noise(double fromSigma, double toSigma) {
    if (fromSigma == toSigma) {
      throw new IllegalArgumentException(
          "A stretch of the path must have two ends, but both are: " + fromSigma + ".");
    }
    double low = clamped(Math.min(fromSigma, toSigma));
    double high = clamped(Math.max(fromSigma, toSigma));
    float[] sum = new float[count];
    if (low < high) {
      add(root, low, high, sum);
      lastLefts = lefts;
      lefts = new HashMap<>();
    }
    float length = Math.abs((float) toSigma - (float) fromSigma);
    float deviation = (float) Math.sqrt(length) * (fromSigma > toSigma ? -1 : 1);
    for (int i = 0; i < count; i++) {
      sum[i] /= deviation;
    }
    return sum;
  }

  /** Adds the increments of the largest nodes that fill a stretch, from left to right. */
  private void add(Node node, double low, double high, float[] sum) {
    if (low <= node.start() && node.end() <= high) {
      for (int i = 0; i < count; i++) {
        sum[i] += node.increment()[i];
      }
      return;
    }
    double middle = rounded((node.start() + node.end()) / 2);
    float[] left = left(node, middle);
    long key = 2 * node.place().key();
    int depth = node.place().depth() + 1;
    if (low < middle) {
      add(new Node(node.start(), middle, new Place(key, depth), left), low, high, sum);
    }
    if (high > middle) {
      float[] right = new float[count];
      for (int i = 0; i < count; i++) {
        right[i] = node.increment()[i] - left[i];
      }
      add(new Node(middle, node.end(), new Place(key + 1, depth), right), low, high, sum);
    }
  }

  private float[] left(Node node, double middle) {
    float[] known = lastLefts.get(node.place());
    float[] left = known == null ? bridge(node, middle) : known;
    lefts.put(node.place(), left);
    return left;
  }

  /** Splits a node: the path's increment over its left half, given that over the whole. */
  private float[] bridge(Node node, double middle) {
    double leftLength = middle - node.start();
    double rightLength = node.end() - middle;
    double length = node.end() - node.start();
    float share = (float) leftLength;
    float perLength = (float) (1 / length);
    float deviation = (float) Math.sqrt(leftLength * rightLength / length);
    float[] left = normal(new SeedSequence(seed, node.place().key(), node.place().depth()));
    for (int i = 0; i < count; i++) {
      left[i] = share * node.increment()[i] * perLength + deviation * left[i];
    }
    return left;
  }

  private float[] normal(SeedSequence seeds) {
    return source.seeded(seeds.seeds(1)[0]).normal(count);
  }

  private double clamped(double sigma) {
    return Math.min(Math.max(rounded(sigma), root.start()), root.end());
  }

  /** Rounds as decimals are rounded: doubles alone would end beside the ends of nodes. */
  private static double rounded(double sigma) {
    return new BigDecimal(sigma).setScale(DECIMALS, RoundingMode.HALF_EVEN).doubleValue();
  }
}
