package io.pentimento.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.pentimento.image.Pixels;
import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Preprocessors on pictures whose answers are plain to see. */
class PreprocessorTest {
  private static final Pixels SKETCH =
      Pixels.wrap(3, 1, 3, new byte[] {0, 0, 0, (byte) 200, 10, (byte) 200, -1, -1, -1});

  @Test
  void everyName_isThatOfItsPreprocessor() {
    List<String> names =
        List.of(
            "none",
            "canny",
            "lineart_standard",
            "scribble",
            "scribble_xdog",
            "threshold",
            "invert",
            "blur_gaussian",
            "tile_resample",
            "t2ia_color_grid",
            "inpaint_only");
    assertThat(names)
        .allSatisfy(
            name -> assertThat(Preprocessor.named(name).orElseThrow().module()).isEqualTo(name));
    assertThat(Preprocessor.named(" Canny ")).contains(new Canny(100, 200));
    assertThat(Preprocessor.named("openpose")).isEmpty();
  }

  @Test
  void everyPreprocessor_keepsTheSize() {
    Pixels picture = Pixels.blank(70, 9, 3);
    assertThat(List.of("canny", "lineart_standard", "scribble_xdog", "blur_gaussian"))
        .allSatisfy(
            name ->
                assertThat(Preprocessor.named(name).orElseThrow().apply(picture).size())
                    .isEqualTo(picture.size()));
    assertThat(new TileResample(3).apply(picture)).isEqualTo(picture);
    assertThat(Preprocessor.colourGrid().apply(picture)).isEqualTo(picture);
  }

  @Test
  void scribble_isWhiteWhereAnyColourIsDark() {
    assertThat(Preprocessor.scribble().apply(SKETCH).samples())
        .containsExactly(-1, -1, -1, -1, -1, -1, 0, 0, 0);
    assertThat(Preprocessor.threshold().apply(SKETCH).samples())
        .containsExactly(0, 0, 0, 0, 0, 0, -1, -1, -1);
  }

  @Test
  void invert_twiceIsThePicture() {
    Preprocessor invert = Preprocessor.invert();
    assertThat(invert.apply(SKETCH)).isNotEqualTo(SKETCH);
    assertThat(invert.apply(invert.apply(SKETCH))).isEqualTo(SKETCH);
  }

  @Test
  void tile_ofFactorOneIsThePicture() {
    assertThat(Preprocessor.tile().apply(SKETCH)).isSameAs(SKETCH);
  }

  @Test
  void badSettings_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Canny(200, 100))
        .withMessageContaining("but got: 200 and 100");
    assertThatIllegalArgumentException().isThrownBy(() -> new GaussianBlur(0));
    assertThatIllegalArgumentException().isThrownBy(() -> new StandardLineart(6, 256));
    assertThatIllegalArgumentException().isThrownBy(() -> new ScribbleXdog(65));
    assertThatIllegalArgumentException().isThrownBy(() -> new Threshold(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> new TileResample(0.5));
    assertThatIllegalArgumentException().isThrownBy(() -> new ColourGrid(1));
  }

  @Test
  void badUnits_areRefused() {
    ControlUnit unit =
        ControlUnit.of(() -> "lines", new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> unit.withWeight(2.5))
        .withMessage("The weight of a control unit must be in [0, 2], but got: 2.5.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> unit.withSteps(0.6, 0.4))
        .withMessageContaining("but got: 0.6 and 0.4");
  }
}
