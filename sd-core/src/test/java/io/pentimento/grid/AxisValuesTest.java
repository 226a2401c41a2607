package io.pentimento.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AxisValuesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1-5 | 1 2 3 4 5",
        "1-5 (+2) | 1 3 5",
        "1-6 (+2) | 1 3 5",
        "10-5 (-3) | 10 7",
        "10-4 (-3) | 10 7 4",
        "3-1 | 3 2 1",
        "1-10 [5] | 1 3 5 7 10",
        "1-10 [1] | 1",
        "-2 - 1 | -2 -1 0 1",
        "7, 1 - 3 ,  20 | 7 1 2 3 20",
        "+4 | 4",
      })
  void wholeNumbers_readLikeTheWebui(String text, String expected) {
    assertThat(AxisValues.wholeNumbers(text))
        .containsExactlyElementsOf(
            List.of(expected.split(" ", -1)).stream().map(Long::valueOf).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0-1 [5] | 0 0.25 0.5 0.75 1",
        "0.0-1.0 (+0.25) | 0 0.25 0.5 0.75 1",
        "0-1 (+0.3) | 0 0.3 0.6 0.9",
        "0-0.5 (+0.1) | 0 0.1 0.2 0.3 0.4 0.5",
        "1-0 (-0.5) | 1 0.5 0",
        "3-9 [3] | 3 6 9",
        "1-3 | 1 2 3",
        "7., -0.5 | 7 -0.5",
      })
  void numbers_readLikeTheWebui(String text, String expected) {
    assertThat(AxisValues.numbers(text))
        .containsExactlyElementsOf(
            List.of(expected.split(" ", -1)).stream().map(Double::valueOf).toList());
  }

  @Test
  void words_mayHoldCommasInQuotationMarks() {
    assertThat(AxisValues.words(" red , \"blue, dark\",,\"say \"\"no\"\"\" , \"\"\ngreen"))
        .containsExactly("red", "blue, dark", "say \"no\"", "", "green");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " , ", "\n"})
  void nothing_isRefused(String text) {
    assertThatThrownBy(() -> AxisValues.words(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("An axis must have at least one value, but got: \"%s\".", text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1-5 (-1)", "5-1 (+1)", "1-5 (0)"})
  void stepsThatLeadAway_areRefused(String text) {
    assertThatThrownBy(() -> AxisValues.wholeNumbers(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The step of a range must lead from its first number to its second, but got: \"%s\".",
            text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1-100000000000000000", "0-1 [2000]", "1-600, 1-600"})
  void tooManyValues_areRefused(String text) {
    assertThatThrownBy(() -> AxisValues.numbers(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("An axis must have at most 1000 values, but more came of: \"%s\".", text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"one", "1-", "1-5 [x]", "1..2", "0x10", "1-5 (+1", "99999999999999999999"})
  void whatIsNoNumber_isRefused(String text) {
    assertThatThrownBy(() -> AxisValues.wholeNumbers(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "A value must be a whole number or a range such as 1-5, 1-9 (+2) or 1-10 [5], but got:"
                + " \"%s\".",
            text);
  }

  @Test
  void longTexts_areReadAtOnce() {
    String blanks = " ".repeat(200_000);

    assertThatThrownBy(() -> AxisValues.numbers("1" + blanks + "-" + blanks + "x"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> AxisValues.wholeNumbers("9".repeat(200_000) + "-1"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Provide
  Arbitrary<String> typed() {
    return Arbitraries.strings().withChars("0123456789.,-+()[]\" ax\n").ofMaxLength(60);
  }

  @Property
  void anyText_isRefusedOrBounded(@ForAll("typed") String text) {
    try {
      assertThat(AxisValues.words(text)).hasSizeBetween(1, 1000);
      assertThat(AxisValues.numbers(text)).hasSizeBetween(1, 1000);
      assertThat(AxisValues.wholeNumbers(text)).hasSizeBetween(1, 1000);
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageContaining("but");
    }
  }

  @Property
  void words_areReadAsTheyAreWritten(@ForAll List<String> words) {
    if (!words.isEmpty()) {
      assertThat(AxisValues.words(WordList.write(words))).isEqualTo(words);
    }
  }

  @Property
  void spreads_haveBothEndsAndSoManyValues(
      @ForAll @IntRange(min = -900, max = 900) int from,
      @ForAll @IntRange(min = -900, max = 900) int to,
      @ForAll @IntRange(min = 2, max = 1000) int count) {
    List<Long> values = AxisValues.wholeNumbers("%d - %d [%d]".formatted(from, to, count));

    assertThat(values).hasSize(count).startsWith((long) from).endsWith((long) to);
  }

  @Property
  void steps_neverPassTheEnd(
      @ForAll @IntRange(min = 0, max = 900) int from,
      @ForAll @IntRange(min = 0, max = 900) int way,
      @ForAll @IntRange(min = 1, max = 90) int step) {
    List<Long> values = AxisValues.wholeNumbers("%d-%d (+%d)".formatted(from, from + way, step));

    assertThat(values).hasSize(way / step + 1).startsWith((long) from).isSorted();
    assertThat(values.get(values.size() - 1)).isLessThanOrEqualTo(from + way);
  }
}
