package io.pentimento;

import static org.assertj.core.api.Assertions.assertThat;

import io.pentimento.patch.FreeU;
import io.pentimento.sampling.SeamlessAxes;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Options of the networks, asked of a pipeline that other requests use, too. */
class NetworkOptionsRunTest {
  private static Pipeline pipeline;

  @BeforeAll
  static void open() {
    pipeline = TinyModel.open();
  }

  @AfterAll
  static void close() {
    pipeline.close();
  }

  private static TextToImage.Builder request() {
    return TextToImage.builder("a fox").size(64, 64).steps(3).seed(3);
  }

  private static int[] made(GenerationRequest request) {
    BufferedImage image = pipeline.generate(request).images().get(0);
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }

  @Test
  void options_changeTheirOwnPictureAndNoOther() {
    int[] plain = made(request().build());
    assertThat(made(request().seamless(SeamlessAxes.X).build())).isNotEqualTo(plain);
    assertThat(made(request().seamless(SeamlessAxes.Y).build())).isNotEqualTo(plain);
    assertThat(made(request().freeU(FreeU.sd15()).build())).isNotEqualTo(plain);
    assertThat(made(request().perturbedAttention(3).build())).isNotEqualTo(plain);
    assertThat(made(request().selfAttention(0.75).build())).isNotEqualTo(plain);
    assertThat(made(request().tokenMerging(0.5).build())).isNotEqualTo(plain);
    assertThat(made(request().build())).isEqualTo(plain);
  }

  /** Guidance away from two estimates is the sum of both, whatever else steers the network. */
  @Test
  void guidances_goTogether() {
    int[] one = made(request().selfAttention(0.75).build());
    int[] both = made(request().selfAttention(0.75).perturbedAttention(3).build());
    int[] all =
        made(
            request()
                .selfAttention(0.75)
                .perturbedAttention(3)
                .tokenMerging(0.9)
                .freeU(FreeU.sd15())
                .seamless(SeamlessAxes.BOTH)
                .guidanceRescale(0.5)
                .batch(2)
                .build());
    assertThat(both).isNotEqualTo(one);
    assertThat(all).isNotEqualTo(both);
  }

  @Test
  void tokenMerging_ofTheSecondPass_isItsOwn() {
    HiresFix.Builder fix = HiresFix.scale(1.5).steps(2);
    int[] plain = made(request().hiresFix(fix.build()).build());
    int[] second = made(request().hiresFix(fix.tokenMerging(0.5).build()).build());
    assertThat(second).isNotEqualTo(plain);
    assertThat(made(request().tokenMerging(0.5).hiresFix(fix.tokenMerging(0).build()).build()))
        .isNotEqualTo(second)
        .isNotEqualTo(plain);
  }

  @Test
  void freeU_ofOnes_andNoPush_leaveThePicture() {
    int[] plain = made(request().build());
    int[] same = made(request().freeU(new FreeU(1, 1, 1, 1, false)).perturbedAttention(0).build());
    assertThat(same.length).isEqualTo(plain.length);
    for (int i = 0; i < plain.length; i++) {
      for (int shift = 0; shift < 24; shift += 8) {
        assertThat((same[i] >> shift & 0xFF) - (plain[i] >> shift & 0xFF)).isBetween(-1, 1);
      }
    }
  }

  /** A picture is encoded with the edges that its request asks for, also when it is known. */
  @Test
  void seamless_encodesAKnownPictureAnew() {
    BufferedImage start = pipeline.generate(request().build()).images().get(0);
    ImageToImage.Builder plain = ImageToImage.builder(start, "a fox").seed(3).steps(2);
    int[] before = made(plain.build());
    int[] wrapped = made(plain.build().toBuilder().seamless(SeamlessAxes.BOTH).build());
    assertThat(Arrays.equals(wrapped, before)).isFalse();
    assertThat(made(plain.build())).isEqualTo(before);
  }
}
