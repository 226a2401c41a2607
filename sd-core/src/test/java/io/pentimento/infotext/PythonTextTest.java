package io.pentimento.infotext;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PythonTextTest {
  @ParameterizedTest
  @CsvSource({
    "7, 7.0",
    "0.7, 0.7",
    "-0.25, -0.25",
    "100, 100.0",
    "0, 0.0",
    "-0.0, -0.0",
    "0.0001, 0.0001",
    "0.00001, 1e-05",
    "1.5e-7, 1.5e-07",
    "9007199254740993, 9007199254740992.0",
    "1e15, 1000000000000000.0",
    "1e16, 1e+16",
    "1.25e17, 1.25e+17",
    "2e-323, 2e-323",
    "1.7976931348623157E308, 1.7976931348623157e+308",
    "2.0e-3, 0.002",
    "2.2250738585072014E-308, 2.2250738585072014e-308",
    "Infinity, inf",
    "-Infinity, -inf",
    "NaN, nan"
  })
  void number_asPythonPrintsIt(double value, String printed) {
    assertThat(PythonText.number(value)).isEqualTo(printed);
  }

  @Property
  void number_readsBack(@ForAll double value) {
    assertThat(Double.parseDouble(PythonText.number(value))).isEqualTo(value);
  }

  @Test
  void strip_takesPythonsWhiteSpace() {
    String spaces = " \t\n\u000b\f\r\u001c\u001d\u001e\u001f\u0085\u00a0\u1680\u2000\u2028\u3000";
    assertThat(PythonText.strip(spaces + "a" + spaces + "b" + spaces))
        .isEqualTo("a" + spaces + "b");
    assertThat(PythonText.strip("\u200ba\u0000")).isEqualTo("\u200ba\u0000");
    assertThat(PythonText.strip(spaces)).isEmpty();
  }
}
