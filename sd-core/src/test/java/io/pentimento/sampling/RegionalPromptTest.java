package io.pentimento.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.pentimento.image.Pixels;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegionalPromptTest {
  private static final RegionMask ALL = RegionMask.rectangle(0, 0, 1, 1);

  @Test
  void of_blackMask_isRefused() {
    BufferedImage black = new BufferedImage(8, 4, BufferedImage.TYPE_INT_RGB);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RegionalPrompt.of(black, "a fox"))
        .withMessage(
            "A region's mask must mark a part of the picture, but all of its 8x4 pixels are black."
                + " Paint the region white.");
  }

  @ParameterizedTest
  @CsvSource({"0.5, 0, 0.5, 1", "0, 0.6, 1, 0.5", "-0.1, 0, 1, 1", "0, 0, 1, 1.1", "0, 0, NaN, 1"})
  void rectangle_withoutAnArea_isRefused(double left, double top, double right, double bottom) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RegionMask.rectangle(left, top, right, bottom))
        .withMessageContaining("must be shares of the picture, 0 <=");
  }

  @Test
  void pixels_ofARectangle_countItsEdgesByTheAreaTheyCover() {
    Pixels mask = RegionMask.rectangle(0.25, 0, 1, 0.5).pixels();
    double sum = 0;
    for (byte level : mask.samples()) {
      sum += (level & 0xff) / 255.0;
    }
    assertThat(sum / mask.samples().length)
        .isCloseTo(0.375, org.assertj.core.data.Offset.offset(1e-3));
    assertThat(mask.sample(0, 0, 0)).isZero();
    assertThat(mask.sample(mask.width() - 1, 0, 0)).isEqualTo(255);
    assertThat(mask.sample(mask.width() - 1, mask.height() - 1, 0)).isZero();
  }

  @Test
  void pixels_ofATransparentPicture_areBlackOutside() {
    BufferedImage stroke = new BufferedImage(4, 1, BufferedImage.TYPE_INT_ARGB);
    Graphics2D brush = stroke.createGraphics();
    brush.setColor(Color.WHITE);
    brush.fillRect(1, 0, 1, 1);
    brush.dispose();
    assertThat(RegionMask.of(stroke).pixels().samples()).containsExactly(0, -1, 0, 0);
  }

  @Test
  void prompt_withATag_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RegionalPrompt.of(ALL, "a fox <lora:ink:1>"))
        .withMessageContaining("must name no adapters")
        .withMessageContaining("Put <lora:ink:1> into the request's prompt.");
  }

  @Test
  void prompt_ofSeveralParts_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RegionalPrompt.of(ALL, "a fox AND a hare"))
        .withMessageContaining("must be one part, but has AND: a fox AND a hare.");
  }

  @ParameterizedTest
  @CsvSource({"0", "-1", "11", "NaN"})
  void weight_outOfRange_isRefused(double weight) {
    RegionalPrompt region = RegionalPrompt.of(ALL, "a fox");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> region.withWeight(weight))
        .withMessage("The weight of a region must be in (0, 10], but got: " + weight + ".");
  }

  @Test
  void baseShare_outOfRange_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RegionalPrompts.none().withBaseShare(20))
        .withMessage("baseShare must be in [0, 1], but got: 20.0. Pass 0.2 for 20 percent.");
  }
}
