package io.pentimento.inpaint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.pentimento.Generation;
import io.pentimento.PictureChain;
import io.pentimento.PictureMade;
import io.pentimento.Pipeline;
import io.pentimento.TinyModel;
import io.pentimento.image.ImageSize;
import io.pentimento.image.Pixels;
import io.pentimento.sampling.LatentSpace;
import io.pentimento.sampling.Seeds;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InpaintRegionsTest {
  private static final LatentSpace SPACE = new LatentSpace(4, 8, 4, 64);
  private static final ImageSize SIZE = new ImageSize(80, 64);
  private static final Mask LEFT = Mask.rectangle(SIZE, new Rectangle(8, 10, 16, 20));
  private static final Mask RIGHT = Mask.ellipse(SIZE, new Rectangle(44, 20, 20, 30));

  private static InpaintRegions.Builder request(int type) {
    return InpaintRegions.builder(StandInLink.noise(80, 64, type, 5), "two friends")
        .negativePrompt("blurry");
  }

  private static InpaintRegions.Builder both() {
    return request(BufferedImage.TYPE_INT_ARGB)
        .region(InpaintRegion.of(LEFT))
        .region(
            InpaintRegion.builder(RIGHT)
                .prompt("a hat")
                .negativePrompt("glasses")
                .denoisingStrength(0.4)
                .seed(99)
                .area(InpaintArea.onlyMasked(8))
                .maskedContent(MaskedContent.FILL)
                .maskBlur(2)
                .build());
  }

  @Test
  void regions_haveTheirOwnSettingsAndElseTheRequests() {
    StandInLink link = new StandInLink(SPACE);
    both().steps(7).denoisingStrength(0.6).maskBlur(3).build().chain(SPACE).make(Seeds.of(5), link);

    Inpaint first = link.requests().get(0);
    assertThat(first.prompt()).isEqualTo("two friends");
    assertThat(first.negativePrompt()).isEqualTo("blurry");
    assertThat(first.denoisingStrength()).isEqualTo(0.6);
    assertThat(first.sampling().seed()).isEqualTo(5);
    assertThat(first.maskBlur()).isEqualTo(MaskBlur.of(3));
    assertThat(first.area()).isEqualTo(InpaintArea.wholePicture());
    Inpaint second = link.requests().get(1);
    assertThat(second.prompt()).isEqualTo("a hat");
    assertThat(second.negativePrompt()).isEqualTo("glasses");
    assertThat(second.denoisingStrength()).isEqualTo(0.4);
    assertThat(second.sampling().seed()).isEqualTo(99);
    assertThat(second.maskBlur()).isEqualTo(MaskBlur.of(2));
    assertThat(second.maskedContent()).isEqualTo(MaskedContent.FILL);
    assertThat(second.area()).isEqualTo(InpaintArea.onlyMasked(8));
    assertThat(second.sampling().steps()).isEqualTo(7);
  }

  @Test
  void seeds_countOnFromThePictures() {
    StandInLink link = new StandInLink(SPACE);
    request(BufferedImage.TYPE_INT_RGB)
        .regions(List.of(InpaintRegion.of(LEFT), InpaintRegion.of(RIGHT), InpaintRegion.of(LEFT)))
        .build()
        .chain(SPACE)
        .make(Seeds.of(5), link);

    assertThat(link.requests())
        .extracting(one -> one.sampling().seed())
        .containsExactly(5L, 6L, 7L);
  }

  @Test
  void eachRegion_startsFromTheResultBefore() {
    List<BufferedImage> given = new ArrayList<>();
    List<BufferedImage> made = new ArrayList<>();
    StandInLink noise = new StandInLink(SPACE);
    PictureChain.Link link =
        request -> {
          given.add(((Inpaint) request).image());
          made.add(noise.make(request));
          return made.get(made.size() - 1);
        };
    InpaintRegions request = both().build();

    BufferedImage result = request.chain(SPACE).make(Seeds.of(1), link);

    assertThat(given.get(0)).isSameAs(request.image());
    assertThat(given.get(1)).isSameAs(made.get(0));
    assertThat(result).isSameAs(made.get(1));
  }

  @Test
  void pixelsOutsideAllBlurredMasks_keepTheirBytes() {
    InpaintRegions request = both().build();
    BufferedImage made = request.chain(SPACE).make(Seeds.of(1), new StandInLink(SPACE));

    Mask changed = request.blurredMasks();
    assertThat(changed).isEqualTo(LEFT.feather(4).union(RIGHT.feather(2)));
    int kept = 0;
    for (int y = 0; y < SIZE.height(); y++) {
      for (int x = 0; x < SIZE.width(); x++) {
        if (changed.level(x, y) == 0) {
          assertThat(made.getRGB(x, y)).isEqualTo(request.image().getRGB(x, y));
          kept++;
        }
      }
    }
    assertThat(kept).isGreaterThan(1000);
    assertThat(made.getRGB(15, 20)).isNotEqualTo(request.image().getRGB(15, 20));
    assertThat(made.getRGB(54, 35)).isNotEqualTo(request.image().getRGB(54, 35));
  }

  @Test
  void components_becomeRegions() {
    List<InpaintRegion> regions =
        InpaintRegion.ofEach(LEFT.union(RIGHT).components(Neighbours.EIGHT));

    assertThat(regions).extracting(InpaintRegion::mask).containsExactly(RIGHT, LEFT);
  }

  @Test
  void settings_tellWhatHoldsForAllAndHowManyThereAre() {
    assertThat(both().area(InpaintArea.onlyMasked(6)).build().settings())
        .containsExactly(
            entry("Denoising strength", "0.75"),
            entry("Mask blur", "4"),
            entry("Inpaint area", "Only masked"),
            entry("Masked area padding", "6"),
            entry("Inpaint regions", "2"));
  }

  @Test
  void waysToJoin_holdForAllRegions() {
    StandInLink link = new StandInLink(SPACE);
    InpaintRegions request =
        both()
            .compose(Compose.seamless())
            .softInpainting(SoftInpainting.defaults())
            .colourCorrection(true)
            .build();
    request.chain(SPACE).make(Seeds.of(5), link);

    assertThat(link.requests())
        .hasSize(2)
        .allSatisfy(
            one -> {
              assertThat(one.compose()).isEqualTo(Compose.seamless());
              assertThat(one.softInpainting()).contains(SoftInpainting.defaults());
              assertThat(one.colourCorrection()).isTrue();
            });
    assertThat(request.settings()).containsEntry("Soft inpainting enabled", "True");
  }

  @Test
  void toBuilder_keepsEverySetting() {
    InpaintRegions request =
        both()
            .size(64, 64)
            .maskedContent(MaskedContent.FILL)
            .compose(Compose.paste())
            .softInpainting(SoftInpainting.defaults())
            .colourCorrection(true)
            .build();

    assertThat(request.toBuilder().build()).isEqualTo(request);
    InpaintRegion region = request.regions().get(1);
    assertThat(region.toBuilder().build()).isEqualTo(region);
  }

  @Test
  void badSettings_areRefused() {
    assertThatThrownBy(() -> request(BufferedImage.TYPE_INT_RGB).build())
        .hasMessage("There must be at least one region to repaint. Call region(...).");
    assertThatThrownBy(() -> InpaintRegion.builder(LEFT).denoisingStrength(2))
        .hasMessageStartingWith("denoisingStrength must be in [0, 1], but got: 2.0.");
    assertThatThrownBy(() -> InpaintRegion.builder(LEFT).seed(-1).build())
        .hasMessageStartingWith("The seed of a region must be 0 or more, but got: -1.");
    assertThatThrownBy(() -> both().compose(Compose.raw()))
        .hasMessageStartingWith("compose must keep the picture around a region for the next one");
    InpaintRegions empty = both().region(InpaintRegion.of(Mask.none(SIZE))).build();
    assertThatThrownBy(() -> empty.chain(SPACE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("The mask must mark something to repaint");
  }

  @Test
  void run_repaintsARegionAfterTheOtherForEveryPicture() {
    List<PictureMade> made = new ArrayList<>();
    InpaintRegions request = both().steps(2).seed(5).batch(2).build();
    try (Pipeline pipeline = TinyModel.open()) {
      Generation generation =
          pipeline
              .start(
                  request,
                  event -> {
                    if (event instanceof PictureMade one) {
                      made.add(one);
                    }
                  })
              .await();

      assertThat(generation.images()).hasSize(2);
      assertThat(generation.seeds()).containsExactly(5L, 6L);
      assertThat(made).hasSize(4);
      assertThat(Pixels.of(generation.images().get(0)))
          .isNotEqualTo(Pixels.of(generation.images().get(1)));
      assertThat(generation.parameters(1)).contains("Seed: 6").contains("Inpaint regions: 2");
    }
  }
}
