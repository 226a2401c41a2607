package io.pentimento;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pentimento.image.Pixels;
import io.pentimento.sampling.LatentSpace;
import io.pentimento.sampling.NextPass;
import io.pentimento.sampling.RegionMask;
import io.pentimento.sampling.RegionalPrompt;
import io.pentimento.sampling.RegionalPrompts;
import io.pentimento.sampling.Sampling;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LaidOutRegionsTest {
  private static final LatentSpace SPACE = new LatentSpace(4, 8, 4, 64);

  private static Optional<LaidOutRegions> laidOut(RegionalPrompts regions) {
    TextToImage request = TextToImage.builder("a field").size(64, 48).build();
    Sampling sampling =
        request.sampling().withNetwork(request.sampling().network().withRegions(regions));
    return LaidOutRegions.of(new NextPass(request.plan(SPACE), sampling, "a field", ""));
  }

  private static List<float[]> shares(RegionalPrompts regions, int height, int width) {
    return laidOut(regions).orElseThrow().at(height, width);
  }

  private static RegionalPrompt shares(double left, double top, double right, double bottom) {
    return RegionalPrompt.of(RegionMask.rectangle(left, top, right, bottom), "a fox");
  }

  private static RegionalPrompt grey(Random random) {
    byte[] samples = new byte[30 * 20];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (byte) Math.max(0, random.nextInt(512) - 256);
    }
    samples[random.nextInt(samples.length)] = 1;
    RegionMask mask = new RegionMask.OfPicture(Pixels.wrap(30, 20, 1, samples));
    return RegionalPrompt.of(mask, "number " + random.nextInt())
        .withWeight(0.1 + random.nextDouble());
  }

  /** Sums are exact but for the rounding of each share to a float. */
  @Property(tries = 60)
  void shares_sumToOne_withTheirShareForThePrompt(
      @ForAll @IntRange(min = 1, max = 4) int count,
      @ForAll @DoubleRange(min = 0, max = 1) double baseShare,
      @ForAll long seed) {
    Random random = new Random(seed);
    List<RegionalPrompt> regions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      regions.add(grey(random));
    }
    List<float[]> shares = shares(new RegionalPrompts(regions, baseShare), 6, 8);
    for (int cell = 0; cell < 48; cell++) {
      double sum = 0;
      for (float[] share : shares) {
        assertThat(share[cell]).isBetween(0f, 1f);
        sum += share[cell];
      }
      assertThat(sum).isEqualTo(1, within(1e-6));
      assertThat((double) shares.get(0)[cell]).isGreaterThanOrEqualTo(baseShare - 1e-6);
    }
  }

  @Property(tries = 30)
  void shares_doNotDependOnTheOrder(@ForAll long seed) {
    Random random = new Random(seed);
    List<RegionalPrompt> regions = new ArrayList<>(List.of(grey(random), grey(random)));
    List<float[]> one = shares(new RegionalPrompts(regions, 0.1), 6, 8);
    Collections.reverse(regions);
    List<float[]> other = shares(new RegionalPrompts(regions, 0.1), 6, 8);
    assertThat(other.get(0)).isEqualTo(one.get(0));
    assertThat(other.get(1)).isEqualTo(one.get(2));
    assertThat(other.get(2)).isEqualTo(one.get(1));
  }

  /** A mask's edge is blurred by a pixel of its picture where that is resized. */
  private static void assertAlike(float[] shares, float... expected) {
    assertThat(shares).usingComparatorWithPrecision(0.005f).containsExactly(expected);
  }

  @Test
  void shares_ofOneRegionOverAll_areItsOwnAlone() {
    List<float[]> shares = shares(RegionalPrompts.of(shares(0, 0, 1, 1)), 3, 4);
    assertThat(shares.get(0)).containsOnly(0);
    assertThat(shares.get(1)).containsOnly(1);
  }

  @Test
  void shares_ofOverlappingRegions_areDividedByTheirSum() {
    RegionalPrompts regions =
        RegionalPrompts.of(shares(0, 0, 1, 1).withWeight(3), shares(0.5, 0, 1, 1));
    List<float[]> shares = shares(regions, 1, 2);
    assertAlike(shares.get(1), 1, 0.75f);
    assertAlike(shares.get(2), 0, 0.25f);
    List<float[]> behind = shares(regions.withBaseShare(0.2), 1, 2);
    assertAlike(behind.get(0), 0.2f, 0.2f);
    assertAlike(behind.get(1), 0.8f, 0.6f);
  }

  @Test
  void shares_whereRegionsLeaveARest_areThePrompts() {
    RegionalPrompts regions = RegionalPrompts.of(shares(0, 0, 0.5, 1).withWeight(0.25));
    assertAlike(shares(regions, 1, 2).get(0), 0.75f, 1);
  }

  @Test
  void of_withoutRegions_isEmpty() {
    assertThat(laidOut(RegionalPrompts.none())).isEmpty();
  }
}
