package io.pentimento.grid;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class LabelTest {
  @Test
  void shortTexts_keepTheirSizeOnOneLine() {
    Label label = Label.fit("Steps: 10", 200, 100, 20);

    assertThat(label.fontSize()).isEqualTo(20);
    assertThat(label.lines()).containsExactly("Steps: 10");
    assertThat(label.width()).isLessThanOrEqualTo(200);
  }

  @Test
  void longTexts_breakBetweenWords() {
    Label label = Label.fit("a lighthouse at dusk in a storm", 120, 300, 20);

    assertThat(label.fontSize()).isEqualTo(20);
    assertThat(label.lines()).hasSizeGreaterThan(1);
    assertThat(String.join(" ", label.lines())).isEqualTo("a lighthouse at dusk in a storm");
    assertThat(label.width()).isLessThanOrEqualTo(120);
  }

  @Test
  void wideWords_makeTheLettersSmaller() {
    Label label = Label.fit("Polyexponential", 110, 100, 40);

    assertThat(label.lines()).containsExactly("Polyexponential");
    assertThat(label.fontSize()).isBetween(Label.SMALLEST + 1, 39);
    assertThat(label.width()).isLessThanOrEqualTo(110);
  }

  @Test
  void wordsWiderThanTheSmallestLetters_areBroken() {
    Label label = Label.fit("x".repeat(200), 60, 50, 20);

    assertThat(label.fontSize()).isEqualTo(Label.SMALLEST);
    assertThat(String.join("", label.lines())).isEqualTo("x".repeat(200));
    assertThat(label.width()).isLessThanOrEqualTo(60);
    assertThat(label.height()).isGreaterThan(50);
  }

  @Property(tries = 100)
  void nothingIsLost_norWiderThanAsked(
      @ForAll @StringLength(max = 40) String text,
      @ForAll @IntRange(min = 40, max = 400) int width) {
    Label label = Label.fit(text, width, 100, 24);

    assertThat(label.width()).isLessThanOrEqualTo(width);
    assertThat(String.join("", label.lines()).replaceAll("\\s", ""))
        .isEqualTo(text.replaceAll("\\s", ""));
  }
}
