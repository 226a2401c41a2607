package io.pentimento.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComponentConfigTest {
  private static final Path ORIGIN = Path.of("unet", "config.json");

  private static ComponentConfig config(String json) throws ModelFormatException {
    return ComponentConfig.parse(ORIGIN, json);
  }

  private static void refused(ThrowingCallable reading, String message) {
    assertThatThrownBy(reading)
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining(ORIGIN.toString())
        .hasMessageContaining(message);
  }

  @Test
  void values_areReadByTheirKind() throws ModelFormatException {
    ComponentConfig config =
        config(
            "{\"channels\":4,\"eps\":1e-6,\"act\":\"silu\",\"flip\":true,\"blocks\":[32,64],"
                + "\"kinds\":[\"A\",\"B\"],\"betas\":[0.1,1],\"future\":{\"x\":[1]}}");
    assertThat(config.integer("channels", 9)).isEqualTo(4);
    assertThat(config.integer("channels")).hasValue(4);
    assertThat(config.decimal("eps", 1)).isEqualTo(1e-6);
    assertThat(config.decimal("channels", 1)).isEqualTo(4);
    assertThat(config.text("act", "gelu")).isEqualTo("silu");
    assertThat(config.flag("flip", false)).isTrue();
    assertThat(config.ints("blocks", List.of())).containsExactly(32, 64);
    assertThat(config.texts("kinds", List.of())).containsExactly("A", "B");
    assertThat(config.decimals("betas")).hasValue(List.of(0.1, 1.0));
    assertThat(config.has("future")).isTrue();
    assertThat(config.keys()).contains("future", "act");
    assertThat(config.path()).isEqualTo(ORIGIN);
  }

  @Test
  void values_absentAndNullHaveTheirDefault() throws ModelFormatException {
    for (ComponentConfig config : List.of(config("{}"), config("{\"k\":null}"))) {
      assertThat(config.integer("k", 9)).isEqualTo(9);
      assertThat(config.integer("k")).isEmpty();
      assertThat(config.decimal("k", 0.5)).isEqualTo(0.5);
      assertThat(config.decimal("k")).isEmpty();
      assertThat(config.text("k", "x")).isEqualTo("x");
      assertThat(config.text("k")).isEmpty();
      assertThat(config.flag("k", true)).isTrue();
      assertThat(config.ints("k", List.of(1))).containsExactly(1);
      assertThat(config.texts("k", List.of("a"))).containsExactly("a");
      assertThat(config.decimals("k")).isEmpty();
      assertThat(config.perLevel("k", 3, 8)).containsExactly(8, 8, 8);
      assertThat(config.has("k")).isFalse();
    }
  }

  @Test
  void perLevel_oneNumberStandsForAll() throws ModelFormatException {
    ComponentConfig config = config("{\"one\":8,\"list\":[5,10,20]}");
    assertThat(config.perLevel("one", 3, 1)).containsExactly(8, 8, 8);
    assertThat(config.perLevel("list", 3, 1)).containsExactly(5, 10, 20);
    refused(
        () -> config.perLevel("list", 4, 1),
        "list in "
            + ORIGIN
            + ": must be one number or a list of 4, one for each level, but is [5, 10, 20].");
  }

  @Test
  void values_ofAnotherKindNameFileAndKey() throws ModelFormatException {
    ComponentConfig config =
        config(
            "{\"t\":\"8\",\"n\":1.5,\"b\":true,\"l\":[1,\"x\",null],\"o\":{},\"big\":99999999999,\"e\":1e999999999}");
    refused(
        () -> config.integer("t", 1), "t in " + ORIGIN + ": must be a whole number, but is \"8\".");
    refused(
        () -> config.integer("n", 1), "n in " + ORIGIN + ": must be a whole number, but is 1.5.");
    refused(() -> config.integer("b"), "must be a whole number, but is true.");
    refused(() -> config.integer("big", 1), "must be a whole number");
    refused(() -> config.integer("e", 1), "must be a whole number");
    refused(() -> config.integer("l", 1), "must be a whole number, but is a list.");
    refused(() -> config.decimal("t", 1), "must be a number, but is \"8\".");
    refused(() -> config.decimal("b", 1), "must be a number, but is true.");
    refused(() -> config.text("n", ""), "must be a text, but is 1.5.");
    refused(() -> config.flag("n", true), "must be true or false, but is 1.5.");
    refused(() -> config.ints("l", List.of()), "l in ");
    refused(() -> config.ints("n", List.of()), "must be a list, but is 1.5.");
    refused(() -> config.texts("o", List.of()), "must be a list, but is no plain value.");
  }

  @Test
  void parse_pythonInfinityIsRead() throws ModelFormatException {
    ComponentConfig config = config("{\"lambda_min_clipped\": -Infinity, \"x\": NaN}");
    assertThat(config.decimal("lambda_min_clipped", 0)).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(config.decimal("x", 0)).isNaN();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "1", "{", "{}{}", "null", "{\"a\":", "{\"a\":1}]"})
  void parse_otherDocumentsAreRefused(String json) {
    refused(() -> config(json), "");
  }

  @Test
  void parse_deepNestingIsRefusedWithoutOverflow() {
    refused(() -> config("{\"a\":" + "[".repeat(1_000_000)), "not valid JSON");
  }

  @Test
  void read_malformedUtf8IsRefused(@TempDir Path folder) throws IOException {
    Path path =
        Files.write(
            folder.resolve("config.json"), new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'});
    assertThatThrownBy(() -> ComponentConfig.read(path))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("is not UTF-8");
  }
}
