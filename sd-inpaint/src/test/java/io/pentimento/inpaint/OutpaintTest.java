package io.pentimento.inpaint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.pentimento.image.AspectRatio;
import io.pentimento.image.ImageSize;
import io.pentimento.image.Pixels;
import io.pentimento.sampling.LatentSpace;
import io.pentimento.sampling.Seeds;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutpaintTest {
  private static final LatentSpace SPACE = new LatentSpace(4, 8, 4, 64);

  private static Outpaint.Builder request(int width, int height) {
    return Outpaint.builder(
        StandInLink.noise(width, height, BufferedImage.TYPE_INT_RGB, 4), "a beach");
  }

  @Test
  void margins_areAskedForSideBySide() {
    Outpaint request = request(64, 48).left(1).right(20).up(300).down(4).right(2).build();

    assertThat(request.margins()).isEqualTo(new Margins(1, 2, 300, 4));
    assertThat(request.resultSize(SPACE)).isEqualTo(new ImageSize(67, 352));
  }

  @Test
  void to_leavesThePictureWhereTheAnchorSays() {
    ImageSize size = new ImageSize(101, 80);

    assertThat(request(64, 48).to(size, OutpaintAnchor.CENTRE).build().margins())
        .isEqualTo(new Margins(18, 19, 16, 16));
    assertThat(request(64, 48).to(size, OutpaintAnchor.TOP_LEFT).build().margins())
        .isEqualTo(new Margins(0, 37, 0, 32));
    assertThat(request(64, 48).to(size, OutpaintAnchor.BOTTOM_RIGHT).build().margins())
        .isEqualTo(new Margins(37, 0, 32, 0));
    assertThat(request(64, 48).to(size, OutpaintAnchor.TOP).build().margins())
        .isEqualTo(new Margins(18, 19, 0, 32));
    assertThat(request(64, 48).to(size, OutpaintAnchor.LEFT).build().margins())
        .isEqualTo(new Margins(0, 37, 16, 16));
  }

  @Test
  void to_growsOneAxisForAShape() {
    assertThat(request(64, 48).to(new AspectRatio(16, 9), OutpaintAnchor.LEFT).build().margins())
        .isEqualTo(new Margins(0, 22, 0, 0));
    assertThat(request(64, 48).to(new AspectRatio(1, 1), OutpaintAnchor.BOTTOM).build().margins())
        .isEqualTo(new Margins(0, 0, 16, 0));
  }

  @Test
  void to_refusesWhatDoesNotHoldThePicture() {
    assertThatThrownBy(() -> request(64, 48).to(new ImageSize(80, 47), OutpaintAnchor.CENTRE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The size to extend to must hold the picture of 64x48, but got: 80x47.");
  }

  @Test
  void settings_outOfRangeAreRefusedWhereTheyAreSet() {
    assertThatThrownBy(() -> request(64, 48).left(-1))
        .hasMessage(
            "left must be in [0, 8192] pixels, but got: -1. To cut a side off, crop the picture.");
    assertThatThrownBy(() -> request(64, 48).seam(513))
        .hasMessage("seam must be in [0, 512] pixels, but got: 513. The usual one is 16.");
    assertThatThrownBy(() -> request(64, 48).denoisingStrength(1.5))
        .hasMessageStartingWith("denoisingStrength must be in [0, 1], but got: 1.5.");
    assertThatThrownBy(() -> OutpaintMode.matchedNoise(65, 1, 0))
        .hasMessage("maskBlur must be in [0, 64] pixels, but got: 65.");
    assertThatThrownBy(() -> OutpaintMode.matchedNoise(8, 4.1, 0))
        .hasMessageStartingWith("falloff must be in [0, 4]");
    assertThatThrownBy(() -> OutpaintMode.matchedNoise(8, 1, Double.NaN))
        .hasMessageStartingWith("colourVariation must be in [0, 1]");
    assertThatThrownBy(() -> request(64, 48).build())
        .hasMessage(
            "At least one side must grow. Call left, right, up or down with a number of pixels.");
  }

  @Test
  void strength_isWhatSuitsTheModeUnlessSet() {
    assertThat(request(64, 48).left(8).build().denoisingStrength()).isEqualTo(0.8);
    assertThat(request(64, 48).left(8).mode(OutpaintMode.extend()).build().denoisingStrength())
        .isEqualTo(1);
    assertThat(
            request(64, 48)
                .denoisingStrength(0.3)
                .left(8)
                .mode(OutpaintMode.fill())
                .build()
                .denoisingStrength())
        .isEqualTo(0.3);
  }

  @Test
  void toBuilder_keepsEverySetting() {
    Outpaint request =
        request(64, 48)
            .negativePrompt("people")
            .left(8)
            .mode(OutpaintMode.fill(2, MaskedContent.LATENT_NOISE))
            .denoisingStrength(0.9)
            .size(128, 96)
            .background(Color.RED)
            .steps(7)
            .build();

    assertThat(request.toBuilder().build()).isEqualTo(request);
  }

  @Test
  void settings_areRecordedUnderTheWebuisNamesWhereItHasThem() {
    assertThat(request(64, 48).left(8).down(3).seam(5).build().settings())
        .containsExactly(
            entry("Denoising strength", "0.8"),
            entry("Outpaint mode", "smooth"),
            entry("Outpaint seam", "5"),
            entry("Outpaint left", "8"),
            entry("Outpaint down", "3"));
    assertThat(request(64, 48).right(8).mode(OutpaintMode.fill()).build().settings())
        .containsEntry("Mask blur", "4")
        .containsEntry("Masked content", "fill");
    assertThat(request(64, 48).up(8).mode(OutpaintMode.matchedNoise()).build().settings())
        .containsEntry("Outpaint mode", "matched noise")
        .containsEntry("Mask blur", "8")
        .containsEntry("Outpaint falloff", "1.0")
        .containsEntry("Outpaint colour variation", "0.05");
  }

  /** In the reference, Pillow raises an error on a rectangle that is inside out. */
  @Test
  void matchedNoise_refusesWhatLeavesTheModelNothingToSee() {
    Outpaint request = request(64, 48).right(60).mode(OutpaintMode.matchedNoise()).build();

    assertThatThrownBy(() -> request.chain(SPACE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "matchedNoise() must see 16 pixels of the picture beside what it adds, but it works on"
                + " 64 pixels and adds 64 on the side right. Ask for fewer pixels, a smaller"
                + " maskBlur or a larger size, or use smooth().");
  }

  @Test
  void matchedNoise_refusesASideWithNothingToDo() {
    Outpaint request = request(63, 48).right(1).mode(OutpaintMode.matchedNoise(0, 1, 0.05)).build();

    assertThatThrownBy(() -> request.chain(SPACE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("matchedNoise() keeps the first pixel beyond the edge");
  }

  @Test
  void extend_refusesASizeAtWhichNothingIsSeen() {
    Outpaint request = request(640, 480).right(1).mode(OutpaintMode.extend()).size(64, 48).build();

    assertThatThrownBy(() -> request.chain(SPACE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "At a size of 64x48, nothing is seen of what is new in 648x480. Ask for a larger"
                + " size.");
  }

  @Test
  void fill_refusesTilesThatOverlapEntirely() {
    Outpaint request = request(64, 48).right(64).mode(OutpaintMode.fill()).build();

    assertThatThrownBy(() -> request.chain(SPACE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("these must be fewer than a tile of 64x64 has");
  }

  /** In the reference, the rows by which it rounds up stay black. */
  @Test
  void fill_growsNoSideThatWasNotAsked() {
    Outpaint request = request(64, 50).left(8).mode(OutpaintMode.fill()).build();

    assertThat(request.resultSize(SPACE)).isEqualTo(new ImageSize(128, 50));
    assertThat(Pixels.of(request.chain(SPACE).make(Seeds.of(0), new StandInLink(SPACE))).size())
        .isEqualTo(new ImageSize(128, 50));
  }

  @Test
  void smooth_paintsOnceWhatTheModelSeesAtOnce() {
    StandInLink link = new StandInLink(SPACE);
    request(64, 64).left(8).up(5).build().chain(SPACE).make(Seeds.of(7), link);

    assertThat(link.requests()).hasSize(1);
    Inpaint only = link.requests().get(0);
    assertThat(only.size()).contains(new ImageSize(72, 72));
    assertThat(only.sampling().seed()).isEqualTo(7);
    assertThat(only.denoisingStrength()).isEqualTo(0.8);
  }

  @Test
  void smooth_settlesLargePicturesAsAWholeFirst() {
    StandInLink link = new StandInLink(SPACE);
    request(128, 64).left(64).build().chain(SPACE).make(Seeds.of(7), link);

    List<Inpaint> requests = link.requests();
    assertThat(requests.get(0).size()).contains(new ImageSize(64, 24));
    assertThat(requests.get(0).denoisingStrength()).isEqualTo(0.8);
    assertThat(requests.get(1).size()).contains(new ImageSize(64, 40));
    assertThat(requests.subList(1, requests.size()))
        .allMatch(request -> request.denoisingStrength() == 0.4);
  }

  /** Small pictures are shown to the model as large as those it knows. */
  @Test
  void smooth_enlargesWhatIsSmallForTheModel() {
    StandInLink link = new StandInLink(new LatentSpace(4, 8, 4, 512));
    Outpaint request = request(100, 40).right(100).build();

    BufferedImage made = request.chain(new LatentSpace(4, 8, 4, 512)).make(Seeds.of(7), link);

    assertThat(ImageSize.of(made)).isEqualTo(new ImageSize(200, 40));
    assertThat(link.requests().get(0).size()).contains(new ImageSize(512, 104));
  }
}
