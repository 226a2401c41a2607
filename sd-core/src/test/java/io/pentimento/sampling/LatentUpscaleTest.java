package io.pentimento.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LatentUpscaleTest {
  private static final float[] SQUARES = {0, 1, 4, 9, 16, 25, 36};

  /** Seven values brought to three; expected is what torch.nn.functional.interpolate gives. */
  @ParameterizedTest
  @CsvSource({
    "BILINEAR, 0.666667, 9, 28.666664",
    "BILINEAR_ANTIALIASED, 1.285714, 9.941177, 26.999998",
    "BICUBIC, 0.351852, 9, 29.462961",
    "BICUBIC_ANTIALIASED, 0.67742, 9.363858, 28.064514",
    "NEAREST, 0, 4, 16",
    "NEAREST_EXACT, 1, 9, 25"
  })
  void resize_shrinksLikeTheReference(LatentUpscale way, float first, float second, float third) {
    float[] across = way.resize(SQUARES, 1, 7, 1, 3);
    assertThat(across).containsExactly(new float[] {first, second, third}, within(1e-5f));
    assertThat(way.resize(SQUARES, 7, 1, 3, 1)).containsExactly(across);
  }

  @ParameterizedTest
  @EnumSource(LatentUpscale.class)
  void resize_toTheSameSizeChangesNothing(LatentUpscale way) {
    assertThat(way.resize(SQUARES, 1, 7, 1, 7)).containsExactly(SQUARES, within(1e-6f));
  }

  @ParameterizedTest
  @EnumSource(LatentUpscale.class)
  void resize_keepsAnEvenPlane(LatentUpscale way) {
    float[] resized = way.resize(new float[] {2, 2, 2, 2, 5, 5, 5, 5}, 2, 2, 3, 5);
    assertThat(resized).hasSize(30);
    for (int i = 0; i < resized.length; i++) {
      assertThat(resized[i]).isCloseTo(i < 15 ? 2 : 5, within(1e-5f));
    }
  }

  @ParameterizedTest
  @CsvSource({"latent (Bicubic), BICUBIC", "Latent, BILINEAR"})
  void labelled_ignoresCase(String label, LatentUpscale expected) {
    assertThat(LatentUpscale.labelled(label)).contains(expected);
    assertThat(LatentUpscale.labelled(label + "?")).isEmpty();
  }
}
