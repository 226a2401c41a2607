package io.pentimento.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HiresSizeTest {
  private static final ImageSize SQUARE = new ImageSize(512, 512);

  @Test
  void from_cutsTheOddCellAtTheEnd() {
    HiresSize size = HiresTarget.resized(904, 904).from(new ImageSize(600, 440));
    assertThat(size.cutWidth()).isEqualTo(41);
    assertThat(size.cutLeft()).isEqualTo(20);
    assertThat(size.upscaledLatentWidth()).isEqualTo(154);
    assertThat(size.cutAbove()).isZero();
    assertThat(size.finished()).isEqualTo(new ImageSize(904, 904));
  }

  @Test
  void from_dropsWhatFillsNoCell() {
    assertThat(HiresTarget.scaled(1.3).from(SQUARE).finished()).isEqualTo(new ImageSize(664, 664));
  }

  @Test
  void value_isWrittenAsPicturesRecordIt() {
    assertThat(HiresTarget.scaled(2).value()).isEqualTo("2");
    assertThat(HiresTarget.scaled(1.25).value()).isEqualTo("1.25");
    assertThat(HiresTarget.scaled(100).value()).isEqualTo("100");
    assertThat(HiresTarget.resized(0, 768).value()).isEqualTo("0x768");
  }

  @Test
  void badTargets_areRefused() {
    assertThatThrownBy(() -> HiresTarget.scaled(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("hires scale must be in (0, 1000], but got: 0.0.");
    assertThatThrownBy(() -> HiresTarget.resized(0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "hires width and height must be 0 or more, and one of them above 0, but got: 0x0.");
    assertThatThrownBy(() -> HiresTarget.scaled(0.01).from(SQUARE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The hires pass must keep a latent cell of 8 pixels each way, but got: 5x5, less 0"
                + " columns and 0 rows of cells. Ask for a larger size.");
  }
}
