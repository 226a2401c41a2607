package io.pentimento.inpaint;

import static org.assertj.core.api.Assertions.assertThat;

import io.pentimento.image.ImageSize;
import io.pentimento.image.Pixels;
import io.pentimento.sampling.LatentSpace;
import io.pentimento.sampling.Seeds;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Outpainting of random pictures, sides and modes with noise in place of a model. */
class OutpaintKeepsTest {
  private static final LatentSpace SPACE = new LatentSpace(4, 8, 4, 64);

  /** Where the request says that nothing is repainted, every byte is the original's. */
  @Property(tries = 60)
  void everyMode_keepsTheOriginalWhereItSays(@ForAll("requests") Outpaint request) {
    OutpaintChain chain = OutpaintChain.of(request, SPACE);
    StandInLink link = new StandInLink(SPACE);

    BufferedImage made = chain.make(Seeds.of(1), link);

    assertThat(link.requests()).hasSize(chain.links());
    assertThat(ImageSize.of(made)).isEqualTo(request.resultSize(SPACE));
    Mask repainted = request.repainted(SPACE);
    Rectangle place = chain.extended().place();
    BufferedImage original = request.image();
    for (int y = 0; y < place.height; y++) {
      for (int x = 0; x < place.width; x++) {
        int kept = original.getRGB(x, y);
        int now = made.getRGB(place.x + x, place.y + y);
        assertThat(now >>> 24).isEqualTo(kept >>> 24);
        if (repainted.level(place.x + x, place.y + y) == 0) {
          assertThat(now).isEqualTo(kept);
        }
      }
    }
    assertThat(repainted.union(Mask.rectangle(repainted.size(), place)))
        .as("all that is new is repainted")
        .isEqualTo(Mask.all(repainted.size()));
  }

  /** No pixel changes that is farther from a growing edge than the seam. */
  @Property(tries = 60)
  void seam_isAStripAlongTheGrowingEdges(@ForAll("requests") Outpaint request) {
    int seam = seam(request.mode());
    Assume.that(seam >= 0);
    Margins margins = request.margins();
    ImageSize picture = ImageSize.of(request.image());
    Mask repainted = request.repainted(SPACE);
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < picture.width(); x++) {
        boolean beside =
            margins.left() > 0 && x < seam
                || margins.up() > 0 && y < seam
                || margins.right() > 0 && x >= picture.width() - seam
                || margins.down() > 0 && y >= picture.height() - seam;
        boolean changes = repainted.level(margins.left() + x, margins.up() + y) > 0;
        assertThat(changes && !beside).isFalse();
      }
    }
  }

  private static int seam(OutpaintMode mode) {
    if (mode instanceof OutpaintMode.Smooth smooth) {
      return smooth.seam();
    }
    return mode instanceof OutpaintMode.Extended extended ? extended.seam() : -1;
  }

  /** What a part works at does not grow with the picture, and no two start from the same noise. */
  @Property(tries = 40)
  void smooth_worksInPartsOfTheModelsSize(
      @ForAll @IntRange(min = 1, max = 300) int width,
      @ForAll @IntRange(min = 1, max = 200) int height,
      @ForAll("margins") Margins margins) {
    BufferedImage image = StandInLink.noise(width, height, BufferedImage.TYPE_INT_RGB, 3);
    StandInLink link = new StandInLink(SPACE);
    Outpaint request = Outpaint.builder(image, "").margins(margins).build();

    Pixels made = Pixels.of(request.chain(SPACE).make(Seeds.of(1), link));

    assertThat(made.size()).isEqualTo(margins.around(new ImageSize(width, height)));
    Set<Long> seeds = new HashSet<>();
    for (Inpaint part : link.requests()) {
      ImageSize size = part.size().orElseThrow();
      assertThat(Math.max(size.width(), size.height())).isLessThanOrEqualTo(80);
      assertThat(seeds.add(part.sampling().seed())).isTrue();
    }
  }

  @Provide
  Arbitrary<Outpaint> requests() {
    return Combinators.combine(
            Arbitraries.integers().between(40, 110),
            Arbitraries.integers().between(40, 90),
            Arbitraries.of(BufferedImage.TYPE_INT_ARGB, BufferedImage.TYPE_INT_RGB),
            margins(),
            modes())
        .as(
            (width, height, type, margins, mode) ->
                Outpaint.builder(StandInLink.noise(width, height, type, 9), "x")
                    .margins(margins)
                    .mode(mode)
                    .size(256, 256)
                    .build());
  }

  @Provide
  Arbitrary<Margins> margins() {
    Arbitrary<Integer> side =
        Arbitraries.integers().between(0, 100).optional(0.6).map(o -> o.orElse(0));
    return Combinators.combine(side, side, side, side)
        .as(Margins::new)
        .filter(margins -> !margins.isNone());
  }

  private static Arbitrary<OutpaintMode> modes() {
    return Arbitraries.oneOf(
        Arbitraries.integers().between(0, 30).map(OutpaintMode::smooth),
        Arbitraries.integers().between(0, 30).map(OutpaintMode::extend),
        Arbitraries.integers().between(1, 5).map(blur -> OutpaintMode.matchedNoise(blur, 1, 0.05)),
        Arbitraries.integers()
            .between(0, 5)
            .map(blur -> OutpaintMode.fill(blur, MaskedContent.FILL)));
  }
}
