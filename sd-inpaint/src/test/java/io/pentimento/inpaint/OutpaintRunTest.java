package io.pentimento.inpaint;

import static org.assertj.core.api.Assertions.assertThat;

import io.pentimento.Generation;
import io.pentimento.Pipeline;
import io.pentimento.TinyModel;
import io.pentimento.image.ImageSize;
import io.pentimento.image.Pixels;
import java.awt.image.BufferedImage;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Outpainting from request to picture, through all networks. */
class OutpaintRunTest {
  private static Pipeline plain;
  private static Pipeline inpainting;

  @BeforeAll
  static void open() {
    plain = TinyModel.open();
    inpainting = TinyModel.open(9);
  }

  @AfterAll
  static void close() {
    plain.close();
    inpainting.close();
  }

  private static Outpaint.Builder request() {
    return Outpaint.builder(StandInLink.noise(60, 52, BufferedImage.TYPE_INT_ARGB, 2), "a door")
        .left(12)
        .down(20)
        .steps(2)
        .seed(5);
  }

  @TestFactory
  Stream<DynamicTest> everyMode_keepsThePicture() {
    return Stream.of(plain, inpainting)
        .flatMap(
            pipeline ->
                Stream.of(
                        OutpaintMode.smooth(),
                        OutpaintMode.smooth(0),
                        OutpaintMode.extend(3),
                        OutpaintMode.matchedNoise(2, 1, 0.05),
                        OutpaintMode.fill())
                    .map(
                        mode ->
                            DynamicTest.dynamicTest(
                                pipeline.latentSpace().inputChannels() + " channels, " + mode,
                                () ->
                                    check(pipeline, request().mode(mode).size(128, 128).build()))));
  }

  private static void check(Pipeline pipeline, Outpaint request) {
    BufferedImage made = pipeline.generate(request).image();

    assertThat(ImageSize.of(made)).isEqualTo(request.resultSize(pipeline.latentSpace()));
    Mask repainted = request.repainted(pipeline.latentSpace());
    // Nothing grows above, and all on the left that the picture's width leaves is new.
    int left = made.getWidth() - request.image().getWidth();
    int kept = 0;
    for (int y = 0; y < request.image().getHeight(); y++) {
      for (int x = 0; x < request.image().getWidth(); x++) {
        if (repainted.level(left + x, y) == 0) {
          assertThat(made.getRGB(left + x, y)).isEqualTo(request.image().getRGB(x, y));
          kept++;
        }
      }
    }
    assertThat(kept).isPositive();
  }

  @Test
  void batch_hasASeedForEachPicture() {
    Generation generation = plain.generate(request().batch(2).build());

    assertThat(generation.seeds()).containsExactly(5L, 6L);
    Pixels second = Pixels.of(generation.images().get(1));
    assertThat(second).isNotEqualTo(Pixels.of(generation.images().get(0)));
    assertThat(Pixels.of(plain.generate(request().seed(6).build()).image())).isEqualTo(second);
  }

  @Test
  void parameters_tellOfTheMargins() {
    Generation generation = plain.generate(request().build());

    assertThat(generation.parameters(0))
        .contains("Seed: 5")
        .contains("Denoising strength: 0.8")
        .contains("Outpaint mode: smooth, Outpaint seam: 16, Outpaint left: 12, Outpaint down: 20");
  }
}
