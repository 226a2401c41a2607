package io.pentimento;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pentimento.patch.FreeU;
import io.pentimento.sampling.NetworkOptions;
import io.pentimento.sampling.SeamlessAxes;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NetworkFieldsTest {
  private static String told(TextToImage request) {
    return RecordedSettings.of(
            request, request.sampling().seeds().drawn(1), 0, "64x64", "tiny", Map.of())
        .text();
  }

  @ParameterizedTest
  @EnumSource(SeamlessAxes.class)
  void options_areReadAsTheyAreTold(SeamlessAxes axes) {
    NetworkOptions options =
        NetworkOptions.none()
            .withSeamless(axes)
            .withFreeU(new FreeU(1.1, 1.2, 0.8, 0.3, axes.x()))
            .withPerturbedAttention(2.5)
            .withSelfAttention(0.75)
            .withTokenMerging(0.4)
            .withDeepInterval(3);
    ReadParameters read =
        ReadParameters.of(told(TextToImage.builder("a cat").network(options).build()));
    assertThat(read.request().sampling().network()).isEqualTo(options);
    assertThat(read.notUsed()).containsOnlyKeys("Model");
  }

  @Test
  void text_ofUsualOptions_tellsNothing() {
    assertThat(told(TextToImage.builder("a cat").build()))
        .doesNotContain("Tiling", "FreeU", "PAG", "SAG", "Token merging", "DeepCache");
  }

  @Test
  void tokenMerging_isToldAsTheWebuiDoes_alsoOfTheSecondPass() {
    TextToImage request =
        TextToImage.builder("a cat")
            .tokenMerging(0.5)
            .hiresFix(HiresFix.scale(2).tokenMerging(0.3).build())
            .build();
    String told = told(request);
    assertThat(told).contains("Token merging ratio: 0.5", "Token merging ratio hr: 0.3");
    TextToImage read = ReadParameters.of(told).request();
    assertThat(read.sampling().network()).isEqualTo(request.sampling().network());
    assertThat(read.hiresFix().orElseThrow().tokenMerging()).hasValue(0.3);
  }

  @Test
  void text_tellsBothAxesAsTheWebui() {
    TextToImage request =
        TextToImage.builder("a cat").seamless(SeamlessAxes.BOTH).freeU(FreeU.sd15()).build();
    assertThat(told(request)).contains("Tiling: True", "FreeU: b1 1.5 b2 1.6 s1 0.9 s2 0.2");
  }

  @Test
  void freeU_thatIsMalformed_isRefusedByName() {
    assertThatThrownBy(() -> ReadParameters.of("a cat\nSteps: 4, FreeU: much, Seed: 1, Size: 8x8"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("FreeU: much")
        .hasMessageContaining("must be four factors such as b1 1.5");
  }

  @Test
  void factors_outOfRange_areRefused() {
    assertThatThrownBy(() -> new FreeU(11, 1, 1, 1, false))
        .hasMessage("b1 must be in [0, 10], but got: 11.0. 1 changes nothing.");
    NetworkOptions none = NetworkOptions.none();
    assertThatThrownBy(() -> none.withPerturbedAttention(-1))
        .hasMessage("perturbedAttention must be in [0, 100], but got: -1.0.");
    assertThatThrownBy(() -> none.withSelfAttention(101))
        .hasMessage("selfAttention must be in [0, 100], but got: 101.0.");
    assertThatThrownBy(() -> none.withTokenMerging(1))
        .hasMessage("tokenMerging must be in [0, 0.9], but got: 1.0. 0.5 is usual.");
    assertThatThrownBy(() -> HiresFix.scale(2).tokenMerging(-0.1).build())
        .hasMessageContaining("tokenMerging must be in [0, 0.9], but got: -0.1.");
  }
}
