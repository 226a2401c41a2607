package io.pentimento.inpaint;

import static org.assertj.core.api.Assertions.assertThat;

import io.pentimento.GenerationRequest;
import io.pentimento.IpAdapter;
import io.pentimento.Pipeline;
import io.pentimento.TinyIpAdapter;
import io.pentimento.TinyModel;
import io.pentimento.control.ImagePrompt;
import io.pentimento.image.ImageSize;
import io.pentimento.image.Pixels;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Pictures beside the prompt where a part is repainted, or a picture is extended. */
class ImagePromptedInpaintTest {
  private static final Rectangle HOLE = new Rectangle(30, 20, 24, 24);

  private static Pipeline pipeline;
  private static IpAdapter adapter;

  @BeforeAll
  static void open() {
    pipeline = TinyModel.open();
    adapter = TinyIpAdapter.open("looks");
  }

  @AfterAll
  static void close() {
    adapter.close();
    pipeline.close();
  }

  private static BufferedImage picture(int step) {
    BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 64; y++) {
      for (int x = 0; x < 64; x++) {
        image.setRGB(x, y, 0x10203 * ((x * step + y * 3) % 80));
      }
    }
    return image;
  }

  private static ImagePrompt shown(int step) {
    return ImagePrompt.of(adapter, picture(step));
  }

  private static Inpaint.Builder hole() {
    return Inpaint.builder(picture(5), Mask.rectangle(new ImageSize(64, 64), HOLE), "a cat")
        .maskBlur(0)
        .steps(3)
        .seed(7);
  }

  private static Pixels run(GenerationRequest request) {
    return Pixels.of(pipeline.generate(request).image());
  }

  @Test
  void mask_keepsWhatIsOutside() {
    Pixels plain = run(hole().build());
    Pixels prompted = run(hole().imagePrompt(shown(9)).build());
    assertThat(prompted)
        .isNotEqualTo(plain)
        .isNotEqualTo(run(hole().imagePrompt(shown(2)).build()));
    Pixels source = Pixels.of(picture(5));
    for (int y = 0; y < 64; y++) {
      for (int x = 0; x < 64; x++) {
        if (!HOLE.contains(x, y)) {
          assertThat(prompted.sample(x, y, 1)).isEqualTo(source.sample(x, y, 1));
        }
      }
    }
  }

  @Test
  void onlyMasked_looksAtTheWholeOfAnImagePrompt() {
    Inpaint.Builder cropped = hole().area(InpaintArea.onlyMasked(8)).size(64, 64);
    assertThat(run(cropped.imagePrompt(shown(9)).build()))
        .isNotEqualTo(run(cropped.imagePrompt().build()));
  }

  @Test
  void outpainting_looksAtThePictureInEachPass() {
    Outpaint.Builder wide = Outpaint.builder(picture(5), "a cat").left(16).steps(2).seed(7);
    Pixels plain = run(wide.build());
    assertThat(run(wide.imagePrompt(shown(9)).build())).isNotEqualTo(plain);
    assertThat(run(wide.imagePrompt(shown(9).withWeight(0)).build())).isEqualTo(plain);
  }
}
