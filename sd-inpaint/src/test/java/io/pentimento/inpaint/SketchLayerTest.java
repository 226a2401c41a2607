package io.pentimento.inpaint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pentimento.image.ImageSize;
import io.pentimento.image.Pixels;
import io.pentimento.image.ResizeMode;
import io.pentimento.sampling.LatentSpace;
import java.awt.Color;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SketchLayerTest {
  private static final LatentSpace SPACE = new LatentSpace(4, 4, 4, 32);
  private static final int RED = 0xffff0000;

  private static BufferedImage noise(int width, int height, int type) {
    Random random = new Random(3);
    BufferedImage image = new BufferedImage(width, height, type);
    for (int i = 0; i < width * height; i++) {
      image.setRGB(i % width, i / width, random.nextInt());
    }
    return image;
  }

  private static BufferedImage painted(BufferedImage original) {
    BufferedImage image = Pixels.of(original).toImage();
    for (int i = 0; i < 8; i++) {
      for (int k = 0; k < 6; k++) {
        image.setRGB(10 + i, 9 + k, RED);
      }
    }
    return image;
  }

  @ParameterizedTest
  @CsvSource({"0, 255", "20, 204", "40, 153", "60, 102", "80, 51", "99, 2", "100, 0"})
  void mask_isDimmedByTransparency(double transparency, int level) {
    BufferedImage original = noise(32, 24, BufferedImage.TYPE_INT_RGB);
    Mask mask = SketchLayer.of(original, painted(original), transparency).mask();
    assertThat(mask.level(10, 9)).isEqualTo(level);
    assertThat(mask.level(17, 14)).isEqualTo(level);
    assertThat(mask.level(18, 14)).isZero();
  }

  @Test
  void mask_marksChangesOfAlphaAlone() {
    BufferedImage original = noise(32, 24, BufferedImage.TYPE_INT_ARGB);
    original.setRGB(3, 4, 0xff123456);
    BufferedImage painted = Pixels.of(original).toImage();
    painted.setRGB(3, 4, 0x80123456);
    assertThat(SketchLayer.of(original, painted).mask().boundingBox().orElseThrow())
        .isEqualTo(new Rectangle(3, 4, 1, 1));
  }

  @Test
  void repainting_startsFromTheStrokes() {
    BufferedImage original = noise(32, 24, BufferedImage.TYPE_INT_RGB);
    SketchLayer sketch = SketchLayer.of(original, painted(original));
    Inpaint request = Inpaint.builder(original, sketch, "a scarf").maskBlur(0).build();
    assertThat(request.mask()).isEqualTo(sketch.mask());
    assertThat(InpaintPlan.of(request, SPACE).picture()).isEqualTo(Pixels.of(painted(original)));
  }

  @ParameterizedTest
  @CsvSource({
    "false, false, 1",
    "false, true, 1",
    "true, false, 1",
    "false, false, 2",
    "false, true, 2"
  })
  void finish_keepsThePhotographWhereTheMaskIsZero(
      boolean onlyMasked, boolean resized, int imageType) {
    BufferedImage original = noise(32, 24, imageType);
    Inpaint.Builder builder =
        Inpaint.builder(original, SketchLayer.of(original, painted(original)), "a scarf")
            .maskBlur(2)
            .colourCorrection(true)
            .background(Color.GREEN);
    if (onlyMasked) {
      builder.area(InpaintArea.onlyMasked(4));
    }
    Inpaint request =
        resized ? builder.resizeMode(ResizeMode.JUST_RESIZE).build() : builder.build();
    InpaintPlan plan = InpaintPlan.of(request, SPACE);
    BufferedImage generated = Pixels.blank(plan.width(), plan.height(), 3).toImage();
    BufferedImage result = plan.pictures().apply(generated, 0);
    Mask mask = request.blurredMask();
    int kept = 0;
    for (int i = 0; i < 32 * 24; i++) {
      if (mask.level(i % 32, i / 32) == 0) {
        assertThat(result.getRGB(i % 32, i / 32)).isEqualTo(original.getRGB(i % 32, i / 32));
        kept++;
      }
    }
    assertThat(kept).isBetween(1, 32 * 24 - 48);
  }

  @Test
  void of_rejectsWhatDoesNotFit() {
    BufferedImage original = noise(32, 24, BufferedImage.TYPE_INT_RGB);
    assertThatThrownBy(() -> SketchLayer.of(original, noise(32, 25, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("painted must have the size of the picture, 32x24, but it has 32x25.");
    assertThatThrownBy(() -> SketchLayer.of(original, original, 101))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("transparency must be in [0, 100] percent, but got: 101.0.");
    assertThatThrownBy(() -> new SketchLayer(original, Mask.all(new ImageSize(4, 4))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("mask must have the size of the picture, 32x24, but it has 4x4.");
    Inpaint.Builder builder =
        Inpaint.builder(original, SketchLayer.of(original, painted(original)), "x");
    assertThatThrownBy(() -> builder.image(noise(30, 24, 1)).build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("sketch must have the size of the picture, 30x24, but it has 32x24.");
  }
}
