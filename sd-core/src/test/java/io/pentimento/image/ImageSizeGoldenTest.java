package io.pentimento.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.pentimento.testing.ImageCases;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Sizes made of sizes, against the reference: groups {@code limit_side} and {@code resize_by}. */
class ImageSizeGoldenTest {
  @TestFactory
  Stream<DynamicTest> limitSide() {
    return ImageCases.group("limit_side", golden -> rows(golden, ImageSizeGoldenTest::checkLimit));
  }

  @TestFactory
  Stream<DynamicTest> resizeBy() {
    return ImageCases.group("resize_by", golden -> rows(golden, ImageSizeGoldenTest::checkScaled));
  }

  private static void rows(JsonObject golden, Consumer<JsonObject> check) {
    for (JsonElement row : golden.getAsJsonObject("outputs").getAsJsonArray("rows")) {
      check.accept(row.getAsJsonObject());
    }
  }

  /** A picture without a pixel, and a limit that leaves none, are refused by ours. */
  private static void checkLimit(JsonObject row) {
    int width = row.get("w").getAsInt();
    int height = row.get("h").getAsInt();
    int limit = row.get("limit").getAsInt();
    if (Math.min(Math.min(width, height), limit) < 1) {
      assertThatThrownBy(() -> new ImageSize(width, height).atMost(limit))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("must be at least 1");
      return;
    }
    ImageSize limited = new ImageSize(width, height).atMost(limit);
    int[] expected = ImageCases.ints(row.getAsJsonArray("out"));
    assertThat(limited)
        .isEqualTo(new ImageSize(Math.max(1, expected[0]), Math.max(1, expected[1])));
  }

  private static void checkScaled(JsonObject row) {
    int[] sides = ImageCases.ints(row.getAsJsonArray("image"));
    assertThat(new ImageSize(sides[0], sides[1]).scaled(row.get("scale").getAsDouble()))
        .isEqualTo(new ImageSize(row.get("width").getAsInt(), row.get("height").getAsInt()));
  }
}
