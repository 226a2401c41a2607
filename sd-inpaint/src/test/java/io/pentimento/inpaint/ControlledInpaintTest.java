package io.pentimento.inpaint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.pentimento.ControlModel;
import io.pentimento.Pipeline;
import io.pentimento.TinyControl;
import io.pentimento.TinyModel;
import io.pentimento.control.ControlUnit;
import io.pentimento.control.Preprocessor;
import io.pentimento.image.ImageSize;
import io.pentimento.image.Pixels;
import io.pentimento.image.ResizeMode;
import io.pentimento.sampling.LatentPlan;
import io.pentimento.sampling.LatentSpace;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Control units under a mask. */
class ControlledInpaintTest {
  private static final LatentSpace SPACE = new LatentSpace(4, 8, 4, 64);
  private static final Rectangle HOLE = new Rectangle(70, 20, 30, 24);

  private static Pipeline pipeline;
  private static ControlModel control;

  @BeforeAll
  static void open() {
    pipeline = TinyModel.open();
    control = TinyControl.open("lines");
  }

  @AfterAll
  static void close() {
    control.close();
    pipeline.close();
  }

  private static BufferedImage picture(int step) {
    BufferedImage image = new BufferedImage(128, 96, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 96; y++) {
      for (int x = 0; x < 128; x++) {
        image.setRGB(x, y, 0x10203 * ((x * step + y * 3) % 80));
      }
    }
    return image;
  }

  private static Inpaint.Builder hole() {
    return Inpaint.builder(picture(5), Mask.rectangle(new ImageSize(128, 96), HOLE), "a cat")
        .maskBlur(0)
        .steps(3)
        .seed(7);
  }

  private static Pixels run(Inpaint.Builder request) {
    return Pixels.of(pipeline.generate(request.build()).image());
  }

  @Test
  void onlyMasked_cropsTheControlPictureAlike() {
    LatentPlan plan = hole().area(InpaintArea.onlyMasked(8)).size(64, 64).build().plan(SPACE);
    Pixels same = Pixels.of(picture(5));
    assertThat(plan.laidOut(same, ResizeMode.CROP_AND_RESIZE)).isEqualTo(plan.startingPicture());
    Pixels other = Pixels.of(picture(9));
    assertThat(plan.laidOut(other, ResizeMode.CROP_AND_RESIZE))
        .isNotEqualTo(plan.startingPicture())
        .isNotEqualTo(ResizeMode.CROP_AND_RESIZE.resize(other, 64, 64));
  }

  @Test
  void wholePicture_keepsTheControlPictureWhole() {
    LatentPlan plan = hole().build().plan(SPACE);
    Pixels other = Pixels.of(picture(9));
    assertThat(plan.laidOut(other, ResizeMode.CROP_AND_RESIZE)).isEqualTo(other);
    assertThat(plan.repainted().orElseThrow().size()).isEqualTo(other.size());
  }

  @Test
  void unit_steers_insideTheMaskLess() {
    ControlUnit unit = ControlUnit.of(control, picture(9));
    Pixels plain = run(hole());
    Pixels everywhere = run(hole().control(unit));
    Pixels inside = run(hole().control(unit.withInsideMask(true)));
    assertThat(everywhere).isNotEqualTo(plain);
    assertThat(inside).isNotEqualTo(plain).isNotEqualTo(everywhere);
  }

  @Test
  void inpaintPreprocessor_hidesWhatIsMasked() {
    ControlUnit unit = ControlUnit.ofOwnPicture(control).withPreprocessor(Preprocessor.inpaint());
    BufferedImage covered = picture(5);
    for (int y = HOLE.y; y < HOLE.y + HOLE.height; y++) {
      for (int x = HOLE.x; x < HOLE.x + HOLE.width; x++) {
        covered.setRGB(x, y, 0xff00ff);
      }
    }
    Pixels hidden = run(hole().control(unit));
    assertThat(run(hole().control(unit.withPicture(covered)))).isEqualTo(hidden);
    assertThat(run(hole().control(ControlUnit.ofOwnPicture(control)))).isNotEqualTo(hidden);
  }

  @Test
  void regions_areSteered() {
    InpaintRegions.Builder regions =
        InpaintRegions.builder(picture(5), "a cat")
            .region(InpaintRegion.of(Mask.rectangle(new ImageSize(128, 96), HOLE)))
            .steps(2)
            .seed(7);
    Pixels plain = Pixels.of(pipeline.generate(regions.build()).image());
    ControlUnit unit = ControlUnit.of(control, picture(9));
    assertThat(Pixels.of(pipeline.generate(regions.control(unit).build()).image()))
        .isNotEqualTo(plain);
  }

  @Test
  void outpainting_looksAtItsOwnPictureAlone() {
    Outpaint.Builder wider = Outpaint.builder(picture(5), "a cat").right(32).steps(2).seed(7);
    Pixels plain = Pixels.of(pipeline.generate(wider.build()).image());
    ControlUnit own = ControlUnit.ofOwnPicture(control).withPreprocessor(Preprocessor.inpaint());
    assertThat(Pixels.of(pipeline.generate(wider.control(own).build()).image()))
        .isNotEqualTo(plain);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> pipeline.generate(wider.control(own.withPicture(picture(9))).build()))
        .withMessageContaining("must look at the picture itself")
        .withMessageContaining("ControlUnit.ofOwnPicture");
  }
}
