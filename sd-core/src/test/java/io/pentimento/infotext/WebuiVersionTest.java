package io.pentimento.infotext;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebuiVersionTest {
  @ParameterizedTest
  @CsvSource({
    "v1.5.2, true, true, true",
    "1.5, true, true, true",
    "v1.5.2-12-gabcdef, true, true, true",
    "v1.6.0-RC-3-gabcdef, true, true, true",
    "1.6.0.dev3, true, true, true",
    "v1.6.0, false, true, true",
    "1.6, false, true, true",
    "v1.6.0-2-g4afaaf8a, false, true, true",
    "v1.7.0, false, true, true",
    "v1.7.0-224-gabc, false, true, true",
    "v1.7.0-225-gabc, false, false, true",
    "1.7.0.post300, false, false, true",
    "v1.8.0-RC, false, false, true",
    "v1.8.0, false, false, false",
    "v1.10.1, false, false, false",
    "V2, false, false, false",
    "1.10.1+other.program, false, false, false"
  })
  void isBefore_asPythonOrdersVersions(String text, boolean v160, boolean v170, boolean v180) {
    WebuiVersion version = WebuiVersion.parse(text).orElseThrow();
    assertThat(version.isBefore(WebuiVersion.V1_6_0)).isEqualTo(v160);
    assertThat(version.isBefore(WebuiVersion.V1_7_0_225)).isEqualTo(v170);
    assertThat(version.isBefore(WebuiVersion.V1_8_0)).isEqualTo(v180);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ComfyUI",
        "f0.0.17v1.8.0rc-latest-276-g29be1da7",
        "Pentimento 0.1.0",
        "1.0 or so",
        "v",
        "1..2",
        "99999999999999999999.1",
        "-1-2-3"
      })
  void parse_whatIsNoVersion(String text) {
    assertThat(WebuiVersion.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.", "1", "a", "-", "1.1-rc", "+a"})
  void parse_longTexts(String piece) {
    assertThat(WebuiVersion.parse("1" + piece.repeat(100_000))).isEmpty();
  }
}
