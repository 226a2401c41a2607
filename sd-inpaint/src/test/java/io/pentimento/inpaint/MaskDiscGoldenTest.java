package io.pentimento.inpaint;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.pentimento.image.ImageSize;
import io.pentimento.testing.GoldenCases;
import io.pentimento.testing.Goldens;
import io.pentimento.testing.ImageCases;
import io.pentimento.testing.JsonNumbers;
import java.awt.Rectangle;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Widening by a disc against the extension of Segment Anything. */
class MaskDiscGoldenTest {
  private static final String CASES = "vision/cases/dilate_disk.json";

  @TestFactory
  Stream<DynamicTest> dilateDisk() {
    return GoldenCases.of(
        CASES,
        () -> {
          List<JsonObject> cases = Goldens.objects(CASES, "cases").toList();
          return IntStream.range(0, cases.size())
              .mapToObj(i -> DynamicTest.dynamicTest(CASES + " " + i, () -> check(cases.get(i))));
        });
  }

  private static void check(JsonObject golden) {
    Mask grown = mask(golden.getAsJsonArray("in")).growDisc(golden.get("amount").getAsInt());
    Mask expected = mask(golden.getAsJsonArray("out"));
    ImageCases.assertLevels("the mask", grown.pixels().samples(), expected.pixels().samples(), 0);
  }

  private static Mask mask(JsonArray rows) {
    int width = rows.get(0).getAsJsonArray().size();
    byte[] levels = new byte[width * rows.size()];
    int at = 0;
    for (JsonElement row : rows) {
      for (int value : JsonNumbers.ints(row)) {
        levels[at++] = (byte) (value == 0 ? 0 : 255);
      }
    }
    return Mask.of(new ImageSize(width, rows.size()), levels);
  }

  @Test
  void oddSides_areDiscsOfARadius() {
    Mask mask =
        Mask.rectangle(new ImageSize(40, 30), new Rectangle(12, 9, 5, 3))
            .union(Mask.rectangle(new ImageSize(40, 30), new Rectangle(36, 0, 4, 2)));
    for (int radius = 0; radius < 45; radius += 4) {
      assertThat(mask.growDisc(2 * radius + 1)).isEqualTo(mask.grow(radius));
    }
  }
}
