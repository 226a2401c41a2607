package io.pentimento.inpaint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pentimento.image.ImageSize;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SoftPixelMaskTest {
  private static final ImageSize CELLS = new ImageSize(3, 2);
  private static final ImageSize WORKING = new ImageSize(24, 16);

  private static float[] filled(int count, float value) {
    float[] values = new float[count];
    Arrays.fill(values, value);
    return values;
  }

  /** The reference divides by zero here. */
  @ParameterizedTest
  @CsvSource({"0, 0.5", "1, 0.5", "1, 0", "0, 0"})
  void of_whatDidNotChangeIsKept(double maskInfluence, double threshold) {
    SoftInpainting settings = new SoftInpainting(1, 0.5, 4, maskInfluence, threshold, 2);
    float[] latent = filled(24, 0.25f);
    for (float masked : new float[] {0, 0.5f, 1}) {
      SoftPixelMask mask = new SoftPixelMask(settings, CELLS, filled(6, masked));
      assertThat(mask.of(latent, latent, WORKING)).isEqualTo(Mask.none(WORKING));
    }
  }

  @ParameterizedTest
  @CsvSource({"0.5, 254", "0, 255"})
  void of_whatChangedMuchShows(double threshold, int level) {
    SoftInpainting settings = new SoftInpainting(1, 0.5, 4, 0, threshold, 2);
    SoftPixelMask mask = new SoftPixelMask(settings, CELLS, filled(6, 1));
    byte[] levels = new byte[24 * 16];
    Arrays.fill(levels, (byte) level);
    assertThat(mask.of(filled(24, -50), filled(24, 50), WORKING))
        .isEqualTo(Mask.of(WORKING, levels));
  }

  @Test
  void of_rejectsLatentsOfOtherSizes() {
    SoftPixelMask mask = new SoftPixelMask(SoftInpainting.defaults(), CELLS, filled(6, 1));
    assertThatThrownBy(() -> mask.of(filled(24, 0), filled(25, 0), WORKING))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Mask and latents must have 3x2 cells, but got: 6 values, and 24 and 25 of latents.");
  }

  @Test
  void settings_areChecked() {
    assertThatThrownBy(() -> new SoftInpainting(1, 0.5, 0, 0, 0.5, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("transitionContrast must be in [1, 32], but got: 0.0.");
  }
}
