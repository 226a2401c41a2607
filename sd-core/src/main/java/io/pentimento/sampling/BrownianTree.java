package io.pentimento.sampling;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

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
 * draws noise about 24 times, on all cores if the noise is torch's, and a tree holds about 50
 * latents. Not for use by several threads at once.
 */
public final class BrownianTree {
  /** From how many values on it pays to wake other threads. */
  private static final int MANY = 1 << 15;

  private final NoiseSource source;
  private final SeedSequence seeds;
  private final int count;
  private final Node root;
  private final float[] increment;

  /** The splits on the ways down to the ends of the last stretch. */
  private Map<Node, Split> splits = Map.of();

  /** Arrays of forgotten splits, which the next ones write anew. */
  private final Deque<float[]> spare = new ArrayDeque<>();

  /**
   * An interval of the tree.
   *
   * @param key its number in its row: 2k and 2k + 1 are below k
   */
  private record Node(double start, double end, long key, int depth) {
    boolean within(double low, double high) {
      return low <= start && end <= high;
    }

    Node left(double middle) {
      return new Node(start, middle, 2 * key, depth + 1);
    }

    Node right(double middle) {
      return new Node(middle, end, 2 * key + 1, depth + 1);
    }
  }

  /** How a node's increment is split. */
  private static final class Split {
    final Node node;
    final double middle;

    /** Unit noise at first, then the increment over the left half. */
    final float[] left;

    boolean bridged;

    Split(Node node, double middle, float[] left) {
      this.node = node;
      this.middle = middle;
      this.left = left;
    }

    /** Finds the increment over the left half, given that over the whole. */
    void bridge(float[] whole) {
      double leftLength = middle - node.start();
      double rightLength = node.end() - middle;
      double length = node.end() - node.start();
      float deviation = (float) Math.sqrt(leftLength * rightLength / length);
      PathIncrements.bridge(whole, (float) leftLength, (float) (1 / length), deviation, left);
      bridged = true;
    }
  }

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
    this.root = new Node(PathGrid.rounded(t0), PathGrid.rounded(t1), 0, 0);
    if (!(root.start() < root.end())) {
      throw new IllegalArgumentException(
          "t0 must be below t1 by at least 1e-6, but got: %s and %s.".formatted(t0, t1));
    }
    this.source = source;
    this.seeds = new SeedSequence(seed);
    this.count = count;
    this.increment = source.seeded(seeds.seeds(1)[0]).normal(count);
    PathIncrements.multiply(increment, (float) Math.sqrt(t1 - t0));
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
      prepare(low, high);
      add(root, increment, low, high, sum);
    }
    float length = Math.abs((float) toSigma - (float) fromSigma);
    float deviation = (float) Math.sqrt(length) * (fromSigma > toSigma ? -1 : 1);
    PathIncrements.divide(sum, deviation);
    return sum;
  }

  private double clamped(double sigma) {
    return Math.min(Math.max(PathGrid.rounded(sigma), root.start()), root.end());
  }

  /**
   * Gathers the splits that a stretch needs, forgets all others, and draws the noise of the new
   * ones: where they are does not depend on noise.
   */
  private void prepare(double low, double high) {
    Map<Node, Double> middles = new LinkedHashMap<>();
    find(root, low, high, middles);
    splits.forEach(
        (node, split) -> {
          if (!middles.containsKey(node)) {
            spare.push(split.left);
          }
        });
    Map<Node, Split> needed = new LinkedHashMap<>();
    middles.forEach(
        (node, middle) -> {
          Split known = splits.get(node);
          needed.put(node, known == null ? new Split(node, middle, array()) : known);
        });
    splits = needed;
    draw(needed.values().stream().filter(split -> !split.bridged).toList());
  }

  private void find(Node node, double low, double high, Map<Node, Double> middles) {
    if (node.within(low, high)) {
      return;
    }
    double middle = PathGrid.rounded((node.start() + node.end()) / 2);
    middles.put(node, middle);
    if (low < middle) {
      find(node.left(middle), low, high, middles);
    }
    if (high > middle) {
      find(node.right(middle), low, high, middles);
    }
  }

  /** Draws the noise of splits. Of sources that are not torch's nobody knows what threads do. */
  private void draw(List<Split> fresh) {
    boolean parallel = source instanceof TorchNoise && (long) fresh.size() * count >= MANY;
    Stream<Split> each = parallel ? fresh.parallelStream() : fresh.stream();
    each.forEach(
        split -> {
          SeedSequence own = seeds.at(split.node.key(), split.node.depth());
          source.seeded(own.seeds(1)[0]).fill(split.left);
        });
  }

  private float[] array() {
    return spare.isEmpty() ? new float[count] : spare.pop();
  }

  /** Adds the increments of the largest nodes that fill a stretch, from left to right. */
  private void add(Node node, float[] whole, double low, double high, float[] sum) {
    if (node.within(low, high)) {
      PathIncrements.add(whole, sum);
      return;
    }
    Split split = Objects.requireNonNull(splits.get(node));
    if (!split.bridged) {
      split.bridge(whole);
    }
    if (low < split.middle) {
      add(node.left(split.middle), split.left, low, high, sum);
    }
    if (high > split.middle) {
      addRight(node.right(split.middle), whole, split.left, low, high, sum);
    }
  }

  private void addRight(
      Node right, float[] whole, float[] left, double low, double high, float[] sum) {
    if (right.within(low, high)) {
      PathIncrements.addRight(whole, left, sum);
      return;
    }
    float[] increment = array();
    PathIncrements.right(whole, left, increment);
    add(right, increment, low, high, sum);
    spare.push(increment);
  }
}
