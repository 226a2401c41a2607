package io.pentimento.inpaint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pentimento.Generation;
import io.pentimento.PictureChain;
import io.pentimento.PictureMade;
import io.pentimento.Pipeline;
import io.pentimento.StepFinished;
import io.pentimento.TinyModel;
import io.pentimento.image.ImageSize;
import io.pentimento.image.Pixels;
import io.pentimento.sampling.LatentSpace;
import io.pentimento.sampling.Seeds;
import io.pentimento.vision.Detection;
import io.pentimento.vision.DetectionBox;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DetailTest {
  private static final LatentSpace SPACE = new LatentSpace(4, 8, 4, 64);
  private static final Detection LEFT =
      Detection.of("face", 0.9, new DetectionBox(8.5, 10, 24, 30));
  private static final Detection MIDDLE =
      Detection.of("hand", 0.8, new DetectionBox(40, 30, 50, 40));
  private static final Detection RIGHT =
      Detection.of("face", 0.5, new DetectionBox(80, 20, 100, 50));
  private static final Detection FAINT = Detection.of("face", 0.2, new DetectionBox(60, 2, 75, 15));

  private static BufferedImage picture() {
    return StandInLink.noise(128, 64, BufferedImage.TYPE_INT_ARGB, 5);
  }

  private static Detail.Builder request(Detection... found) {
    return Detail.builder(picture(), (picture, confidence) -> List.of(found), "a group")
        .negativePrompt("blurry");
  }

  @Test
  void defaults_areADetailers() {
    Detail request = request().build();

    assertThat(request.denoisingStrength()).isEqualTo(0.4);
    assertThat(request.maskBlur()).isEqualTo(MaskBlur.of(4));
    assertThat(request.area()).isEqualTo(InpaintArea.onlyMasked(32));
    assertThat(request.masks()).isEqualTo(new DetectionMasks(4, 0, 0, MaskMerge.NONE));
    assertThat(request.selection().confidence()).isEqualTo(0.3);
    assertThat(request.detections()).isEmpty();
  }

  @Test
  void everyThing_isRepaintedAloneWithItsOwnPromptAndSeed() {
    StandInLink link = new StandInLink(SPACE);
    Detail request =
        request(RIGHT, LEFT, MIDDLE, FAINT)
            .regionPrompt("a girl [SEP] [PROMPT], a fist [SEP]")
            .regionNegativePrompt("[SEP]six fingers")
            .selection(DetectionSelection.DEFAULTS.withOrder(DetectionOrder.LEFT_TO_RIGHT))
            .steps(7)
            .build();
    PictureChain chain = request.chain(SPACE);
    assertThat(chain.links()).isEqualTo(3);
    chain.make(Seeds.of(5), link);

    assertThat(link.requests())
        .extracting(Inpaint::prompt)
        .containsExactly("a girl", "a group, a fist", "a group");
    assertThat(link.requests())
        .extracting(Inpaint::negativePrompt)
        .containsExactly("blurry", "six fingers", "six fingers");
    assertThat(link.requests())
        .extracting(one -> one.sampling().seed())
        .containsExactly(5L, 6L, 7L);
    assertThat(link.requests())
        .allSatisfy(
            one -> {
              assertThat(one.denoisingStrength()).isEqualTo(0.4);
              assertThat(one.area()).isEqualTo(InpaintArea.onlyMasked(32));
              assertThat(one.maskedContent()).isEqualTo(MaskedContent.ORIGINAL);
              assertThat(one.sampling().steps()).isEqualTo(7);
              assertThat(one.size()).contains(new ImageSize(64, 64));
            });
    assertThat(link.requests().get(0).mask().boundingBox())
        .contains(new java.awt.Rectangle(7, 9, 20, 24));
  }

  @Test
  void pixelsOutsideAllRegions_keepTheirBytes() {
    Detail request = request(LEFT, RIGHT).build();
    BufferedImage made = request.chain(SPACE).make(Seeds.of(1), new StandInLink(SPACE));

    Mask changed =
        Mask.none(new ImageSize(128, 64))
            .union(region(LEFT).feather(4))
            .union(region(RIGHT).feather(4));
    int kept = 0;
    for (int y = 0; y < 64; y++) {
      for (int x = 0; x < 128; x++) {
        if (changed.level(x, y) == 0) {
          assertThat(made.getRGB(x, y)).isEqualTo(request.image().getRGB(x, y));
          kept++;
        }
      }
    }
    assertThat(kept).isGreaterThan(2000);
    assertThat(made.getRGB(15, 20)).isNotEqualTo(request.image().getRGB(15, 20));
    assertThat(made.getRGB(90, 35)).isNotEqualTo(request.image().getRGB(90, 35));
  }

  private static Mask region(Detection detection) {
    return DetectedRegion.mask(detection, new ImageSize(128, 64)).growSquare(4);
  }

  @Test
  void skippedThings_areLeftAndKeepTheirSeed() {
    StandInLink link = new StandInLink(SPACE);
    PictureChain chain =
        request(LEFT, MIDDLE, RIGHT).regionPrompt("a [SEP][SKIP][SEP] c").build().chain(SPACE);
    assertThat(chain.links()).isEqualTo(2);
    chain.make(Seeds.of(5), link);

    assertThat(link.requests()).extracting(Inpaint::prompt).containsExactly("a", "c");
    assertThat(link.requests()).extracting(one -> one.sampling().seed()).containsExactly(5L, 7L);
  }

  @Test
  void sameSeed_andStrengthAndSizePerRegion() {
    StandInLink link = new StandInLink(SPACE);
    request(LEFT, RIGHT)
        .sameSeed(true)
        .strengthPower(2)
        .sizeMatching(SizeMatching.FREE)
        .build()
        .chain(SPACE)
        .make(Seeds.of(5), link);

    assertThat(link.requests()).extracting(one -> one.sampling().seed()).containsExactly(5L, 5L);
    assertThat(link.requests().get(0).denoisingStrength())
        .isEqualTo(0.4 * Math.pow(1 - 15.5 * 20 / (128 * 64), 2));
    assertThat(link.requests())
        .extracting(Inpaint::size)
        .containsExactly(Optional.of(new ImageSize(56, 64)), Optional.of(new ImageSize(48, 64)));
  }

  @Test
  void selection_isByClassAndConfidence() {
    StandInLink link = new StandInLink(SPACE);
    Detail request =
        request(LEFT, MIDDLE, RIGHT)
            .selection(
                DetectionSelection.DEFAULTS.withClassNames(Set.of("face")).withConfidence(0.5))
            .build();
    request.chain(SPACE).make(Seeds.of(5), link);

    assertThat(link.requests()).hasSize(1);
  }

  @Test
  void masksOfDetections_areTakenInPlaceOfTheirBoxes() {
    BufferedImage outline =
        Mask.ellipse(new ImageSize(128, 64), new java.awt.Rectangle(8, 10, 17, 21)).toImage();
    Detection round = new Detection("face", 0.9, LEFT.box(), Optional.of(outline));
    StandInLink link = new StandInLink(SPACE);
    request(round).build().chain(SPACE).make(Seeds.of(5), link);

    Mask mask = link.requests().get(0).mask();
    assertThat(mask.level(16, 20)).isEqualTo(255);
    assertThat(mask.level(7, 9)).isZero();
  }

  @Test
  void mergedMasks_areOneRegion() {
    StandInLink link = new StandInLink(SPACE);
    request(LEFT, RIGHT)
        .masks(new DetectionMasks(0, 0, 0, MaskMerge.MERGE))
        .build()
        .chain(SPACE)
        .make(Seeds.of(5), link);

    assertThat(link.requests()).hasSize(1);
    assertThat(link.requests().get(0).mask().level(15, 20)).isEqualTo(255);
    assertThat(link.requests().get(0).mask().level(90, 30)).isEqualTo(255);
  }

  @Test
  void run_tellsBeforeAndAfterAndWhatWasFound() {
    AtomicInteger searches = new AtomicInteger();
    List<PictureMade> made = new ArrayList<>();
    List<Integer> counts = new ArrayList<>();
    Detail request =
        Detail.builder(
                picture(),
                (picture, confidence) -> {
                  searches.incrementAndGet();
                  return List.of(LEFT, RIGHT);
                },
                "a group")
            .steps(5)
            .seed(3)
            .batch(2)
            .build();
    try (Pipeline pipeline = TinyModel.open()) {
      Generation generation =
          pipeline
              .start(
                  request,
                  event -> {
                    if (event instanceof PictureMade one) {
                      made.add(one);
                    } else if (event instanceof StepFinished step) {
                      counts.add(step.count());
                    }
                  })
              .await();

      assertThat(searches).hasValue(1);
      assertThat(made).hasSize(4).allSatisfy(one -> assertThat(one.count()).isEqualTo(4));
      assertThat(made.get(0).before()).contains(request.image());
      assertThat(made.get(1).before()).contains(made.get(0).picture());
      assertThat(counts).hasSize(counts.get(0)).containsOnly(counts.get(0));
      assertThat(((Detail) generation.request()).chosen()).containsExactly(LEFT, RIGHT);
      assertThat(generation.parameters(0))
          .contains("ADetailer found: face 0.90 at 9 10 24 30; face 0.50 at 80 20 100 50");
      Detail again = (Detail) generation.request();
      assertThat(Pixels.of(pipeline.generate(again).image()))
          .isEqualTo(Pixels.of(generation.image()));
      assertThat(searches).hasValue(1);
    }
  }

  @Test
  void nothingFound_givesThePictureBackAndSaysSo() {
    List<Object> events = new ArrayList<>();
    Detail request = request(FAINT).steps(2).build();
    try (Pipeline pipeline = TinyModel.open()) {
      Generation generation = pipeline.start(request, events::add).await();

      assertThat(Pixels.of(generation.image())).isEqualTo(Pixels.of(request.image()));
      assertThat(((Detail) generation.request()).chosen()).isEmpty();
      assertThat(generation.parameters(0)).contains("ADetailer found: nothing");
      assertThat(events).isEmpty();
    }
  }

  @Test
  void requestBeforeTheRun_knowsNothingYet() {
    Detail request = request(LEFT).build();
    assertThatThrownBy(request::chosen)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("The picture is searched when the run begins.");
    assertThat(request.settings()).doesNotContainKey("ADetailer found");
    assertThat(request.toBuilder().build()).isEqualTo(request);
    Detail searched = request.searched();
    assertThat(searched.toBuilder().image(picture()).build().detections()).isEmpty();
  }

  @Test
  void badSettings_areRefused() {
    assertThatThrownBy(() -> request().strengthPower(11))
        .hasMessage("strengthPower must be in [-10, 10], but got: 11.0. 0 treats all alike.");
    assertThatThrownBy(() -> DetectionSelection.DEFAULTS.withShares(0.5, 0.1))
        .hasMessage("smallestShare must be at most largestShare, but got: 0.5 and 0.1.");
    assertThatThrownBy(() -> new DetectionBox(4, 0, 3, 1))
        .hasMessageStartingWith("A box must have left <= right and top <= bottom, but got: 4.0");
  }
}
