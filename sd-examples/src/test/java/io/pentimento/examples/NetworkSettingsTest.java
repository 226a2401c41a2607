package io.pentimento.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pentimento.patch.FreeU;
import io.pentimento.sampling.NetworkOptions;
import io.pentimento.sampling.SeamlessAxes;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class NetworkSettingsTest {
  private static NetworkOptions options(String... words) {
    NetworkSettings settings = new NetworkSettings();
    new CommandLine(CommandLine.Model.CommandSpec.forAnnotatedObject(settings))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .parseArgs(words);
    return settings.in(NetworkOptions.none());
  }

  @Test
  void in_takesWhatIsSet() {
    assertThat(
            options(
                "--seamless",
                "x",
                "--freeu",
                "1.1,1.2,0.9,0.2",
                "--freeu-v2",
                "--pag",
                "2.5",
                "--sag",
                "0.75",
                "--token-merging",
                "0.5"))
        .isEqualTo(
            NetworkOptions.none()
                .withSeamless(SeamlessAxes.X)
                .withFreeU(new FreeU(1.1, 1.2, 0.9, 0.2, true))
                .withPerturbedAttention(2.5)
                .withSelfAttention(0.75)
                .withTokenMerging(0.5));
    assertThat(options()).isEqualTo(NetworkOptions.none());
  }

  @Test
  void in_theSecondVersionAlone_hasTheUsualFactors() {
    assertThat(options("--freeu-v2").freeU()).contains(FreeU.sd15().withByStructure(true));
  }

  @Test
  void in_otherThanFourFactors_isRefused() {
    assertThatThrownBy(() -> options("--freeu", "1,2"))
        .hasMessage("--freeu must be 4 factors such as 1.5,1.6,0.9,0.2, but got: 2.");
  }
}
