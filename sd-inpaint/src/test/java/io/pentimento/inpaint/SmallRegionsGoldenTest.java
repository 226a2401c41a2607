package io.pentimento.inpaint;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.pentimento.image.ImageSize;
import io.pentimento.testing.GoldenCases;
import io.pentimento.testing.Goldens;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Tidying of masks against Segment Anything's remove_small_regions. */
class SmallRegionsGoldenTest {
  private static final String CASES = "vision/cases/small_regions.json";

  @TestFactory
  Stream<DynamicTest> cases() {
    return GoldenCases.of(
        CASES,
        () ->
            Goldens.objects(CASES, "cases")
                .map(
                    one ->
                        DynamicTest.dynamicTest(
                            "min_area " + one.get("min_area"), () -> check(one))));
  }

  private static void check(JsonObject one) {
    Mask tidied =
        mask(one.getAsJsonArray("in")).withoutSmallRegions(one.get("min_area").getAsInt());
    assertThat(tidied).isEqualTo(mask(one.getAsJsonArray("islands_removed")));
  }

  private static Mask mask(JsonArray rows) {
    int width = rows.get(0).getAsJsonArray().size();
    byte[] levels = new byte[rows.size() * width];
    for (int i = 0; i < levels.length; i++) {
      int marked = rows.get(i / width).getAsJsonArray().get(i % width).getAsInt();
      levels[i] = (byte) (marked == 0 ? 0 : 255);
    }
    return Mask.of(new ImageSize(width, rows.size()), levels);
  }
}
