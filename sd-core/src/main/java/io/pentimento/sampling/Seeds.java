package io.pentimento.sampling;

import io.pentimento.image.ImageSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.LongStream;

/**
 * Where the noise of a request's pictures comes from.
 *
 * @param first the first picture's seed, 0 or more, or -1 for a random one. Picture i has seed + i,
 *     or the same one if there is a variation
 * @param each a seed of its own for each picture, in which case {@code first} does not count; empty
 *     otherwise
 * @param variation a second noise that is mixed in
 * @param resizeFrom the size of a picture whose composition is kept at another size, by pasting its
 *     noise into the middle ("Seed resize from")
 * @param stepSeedDelta what is added to the seed of all noise after the first ("ENSD", eta noise
 *     seed delta)
 * @param source the generator
 */
public record Seeds(
    long first,
    List<Long> each,
    Optional<Variation> variation,
    Optional<ImageSize> resizeFrom,
    long stepSeedDelta,
    NoiseSource source) {
  private static final long LARGEST = 0xFFFF_FFFFL;

  /**
   * A second noise, towards which the first is turned.
   *
   * @param seed its seed for the first picture, 0 or more, or -1 for a random one; picture i has
   *     seed + i
   * @param strength how far, 0 (not at all) to 1 (the second noise alone)
   */
  public record Variation(long seed, double strength) {
    /** Checks the values. */
    public Variation {
      checkSeed("variation seed", seed);
      if (!(strength >= 0 && strength <= 1)) {
        throw new IllegalArgumentException(
            "variation strength must be in [0, 1], but got: " + strength + ".");
      }
    }
  }

  /** Copies the list and checks every seed. */
  public Seeds {
    checkSeed("seed", first);
    each = List.copyOf(each);
    each.forEach(
        seed -> {
          if (seed < 0) {
            throw new IllegalArgumentException("Each seed must be 0 or more, but got: " + seed);
          }
        });
    Objects.requireNonNull(variation, "variation");
    Objects.requireNonNull(resizeFrom, "resizeFrom");
    Objects.requireNonNull(source, "source");
  }

  private static void checkSeed(String name, long seed) {
    if (seed < -1) {
      throw new IllegalArgumentException(
          name + " must be 0 or more, or -1 for a random one, but got: " + seed + ".");
    }
  }

  /** A seed for torch's CPU generator, without a variation. */
  public static Seeds of(long first) {
    return new Seeds(
        first, List.of(), Optional.empty(), Optional.empty(), 0, NoiseSource.torchCpu());
  }

  /** Returns these seeds with another first one; a list of seeds is dropped. */
  public Seeds withFirst(long first) {
    return new Seeds(first, List.of(), variation, resizeFrom, stepSeedDelta, source);
  }

  /** Returns these seeds with a seed for each picture. */
  public Seeds withEach(List<Long> each) {
    return new Seeds(first, each, variation, resizeFrom, stepSeedDelta, source);
  }

  /** Returns these seeds with a variation. */
  public Seeds withVariation(Variation variation) {
    return new Seeds(first, each, Optional.of(variation), resizeFrom, stepSeedDelta, source);
  }

  /** Returns these seeds with the composition of another size. */
  public Seeds withResizeFrom(ImageSize resizeFrom) {
    return new Seeds(first, each, variation, Optional.of(resizeFrom), stepSeedDelta, source);
  }

  /** Returns these seeds with another difference for all noise after the first. */
  public Seeds withStepSeedDelta(long stepSeedDelta) {
    return new Seeds(first, each, variation, resizeFrom, stepSeedDelta, source);
  }

  /** Returns these seeds for another generator. */
  public Seeds withSource(NoiseSource source) {
    return new Seeds(first, each, variation, resizeFrom, stepSeedDelta, source);
  }

  /** Returns the strength of the variation, 0 if there is none. */
  public double variationStrength() {
    return variation.map(Variation::strength).orElse(0.0);
  }

  /** Draws what is left to chance: afterwards every picture has a known seed. */
  public Seeds drawn(int batch) {
    return drawn(batch, 1);
  }

  /**
   * Draws what is left to chance: afterwards every picture has a known seed.
   *
   * @param stride by how much the seed of each picture is above the one before, where there is
   *     neither a list of seeds nor a variation
   */
  public Seeds drawn(int batch, int stride) {
    Optional<Variation> known =
        variation.map(v -> new Variation(v.seed() < 0 ? random() : v.seed(), v.strength()));
    List<Long> seeds = each;
    if (seeds.isEmpty()) {
      long start = first < 0 ? random() : first;
      int step = variationStrength() == 0 ? stride : 0;
      seeds = LongStream.range(0, batch).map(i -> start + i * step).boxed().toList();
    }
    return new Seeds(first, seeds, known, resizeFrom, stepSeedDelta, source);
  }

  /**
   * Returns the drawn seeds of one picture, as its {@link #first()} and its own variation seed, for
   * requests that make that picture alone.
   *
   * @param index the picture's place in the batch
   */
  public Seeds only(int index) {
    Optional<Variation> own = variation.map(v -> new Variation(v.seed() + index, v.strength()));
    return new Seeds(each.get(index), List.of(), own, resizeFrom, stepSeedDelta, source);
  }

  private static long random() {
    return ThreadLocalRandom.current().nextLong(LARGEST - 1);
  }

  /** Returns the variation seeds of drawn seeds, one for each picture, or none. */
  public List<Long> variationSeeds() {
    List<Long> seeds = new ArrayList<>();
    variation.ifPresent(
        v -> LongStream.range(0, each.size()).forEach(i -> seeds.add(v.seed() + i)));
    return seeds;
  }
}
