package io.pentimento.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
  private final StringWriter text = new StringWriter();

  @Test
  void terminal_isDrawnOverInPlace() {
    ProgressLine line = new ProgressLine(new PrintWriter(text), true);

    line.show("painting", 0.5, "10 of 20");
    line.clear();

    assertThat(text.toString())
        .startsWith("\rpainting     [##############--------------]  50% 10 of 20")
        .endsWith("\r")
        .doesNotContain("\n");
  }

  @Test
  void shorterLine_wipesTheLongerOne() {
    ProgressLine line = new ProgressLine(new PrintWriter(text), true);
    line.show("painting", 0, "a long note");
    text.getBuffer().setLength(0);

    line.show("painting", 0, "");

    assertThat(text.toString()).endsWith(" ".repeat("a long note".length()));
  }

  @Test
  void file_hearsNothing() {
    ProgressLine line = new ProgressLine(new PrintWriter(text), false);

    line.show("painting", 0.5, "10 of 20");
    line.clear();

    assertThat(text.toString()).isEmpty();
  }
}
