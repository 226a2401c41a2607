package io.pentimento.inpaint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.pentimento.GenerationRequest;
import io.pentimento.Pipeline;
import io.pentimento.TinyModel;
import io.pentimento.image.ImageSize;
import io.pentimento.image.Pixels;
import io.pentimento.sampling.RegionMask;
import io.pentimento.sampling.RegionalPrompt;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Texts of regions under a mask. */
class RegionalInpaintTest {
  private static final ImageSize SIZE = new ImageSize(128, 96);
  private static final Rectangle HOLE = new Rectangle(70, 20, 30, 24);

  private static Pipeline pipeline;

  @BeforeAll
  static void open() {
    pipeline = TinyModel.open();
  }

  @AfterAll
  static void close() {
    pipeline.close();
  }

  private static BufferedImage picture() {
    BufferedImage image = new BufferedImage(128, 96, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 96; y++) {
      for (int x = 0; x < 128; x++) {
        image.setRGB(x, y, 0x10203 * ((x * 5 + y * 3) % 80));
      }
    }
    return image;
  }

  private static Inpaint.Builder hole() {
    return Inpaint.builder(picture(), Mask.rectangle(SIZE, HOLE), "a cat")
        .maskBlur(0)
        .steps(3)
        .seed(7);
  }

  private static Pixels run(GenerationRequest request) {
    return Pixels.of(pipeline.generate(request).image());
  }

  @Test
  void onlyMasked_cropsTheRegionsAlike() {
    Inpaint.Builder crop = hole().area(InpaintArea.onlyMasked(8)).size(64, 64);
    Pixels plain = run(crop.build());
    RegionalPrompt left = RegionalPrompt.of(RegionMask.rectangle(0, 0, 0.4, 1), "a fox");
    RegionalPrompt right = RegionalPrompt.of(RegionMask.rectangle(0.6, 0, 1, 1), "a fox");
    assertThat(run(crop.regionalPrompts(left).build())).isEqualTo(plain);
    assertThat(run(crop.regionalPrompts(right).build())).isNotEqualTo(plain);
    RegionalPrompt drawn =
        RegionalPrompt.of(Mask.rectangle(SIZE, new Rectangle(0, 0, 50, 96)).toImage(), "a fox");
    assertThat(run(crop.regionalPrompts(drawn).build())).isEqualTo(plain);
  }

  @Test
  void wholePicture_hasRegionsEverywhere() {
    Pixels plain = run(hole().build());
    RegionalPrompt left = RegionalPrompt.of(RegionMask.rectangle(0, 0, 0.4, 1), "a fox");
    assertThat(run(hole().regionalPrompts(left).build())).isNotEqualTo(plain);
  }

  @Test
  void outpainting_refusesRegions() {
    Outpaint wider =
        Outpaint.builder(picture(), "a cat")
            .right(32)
            .regionalPrompts(RegionalPrompt.of(RegionMask.rectangle(0, 0, 0.4, 1), "a fox"))
            .build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> pipeline.generate(wider))
        .withMessageContaining("Outpainting takes no regional prompts")
        .withMessageContaining("but got 1 of them.");
  }
}
