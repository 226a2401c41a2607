package io.pentimento.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.pentimento.testing.GoldenCases;
import io.pentimento.testing.Goldens;
import io.pentimento.testing.JsonNumbers;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class HiresSizeGoldenTest {
  private static final String FILE = "generation/schedules.json";

  @TestFactory
  Stream<DynamicTest> sizes() {
    return GoldenCases.of(FILE + " hires_sizes", this::sizesCases);
  }

  private Stream<DynamicTest> sizesCases() {
    return Goldens.objects(FILE, "hires_sizes")
        .map(
            golden ->
                dynamicTest(
                    "schedules.json hires_sizes %sx%s %s"
                        .formatted(
                            golden.get("width"), golden.get("height"), golden.get("infotext")),
                    () -> assertSizes(golden)));
  }

  private static void assertSizes(JsonObject golden) {
    int[] resize = {golden.get("resize_x").getAsInt(), golden.get("resize_y").getAsInt()};
    HiresTarget target =
        resize[0] == 0 && resize[1] == 0
            ? HiresTarget.scaled(golden.get("scale").getAsDouble())
            : HiresTarget.resized(resize[0], resize[1]);
    HiresSize size =
        target.from(new ImageSize(golden.get("width").getAsInt(), golden.get("height").getAsInt()));
    assertThat(new int[] {size.upscaled().width(), size.upscaled().height()})
        .isEqualTo(JsonNumbers.ints(golden.get("upscale_to")));
    assertThat(new int[] {size.cutWidth(), size.cutHeight()})
        .isEqualTo(JsonNumbers.ints(golden.get("truncate_latent")));
    assertThat(new int[] {size.latentWidth(), size.latentHeight()})
        .isEqualTo(JsonNumbers.ints(golden.get("final_latent")));
    assertRecorded(target, golden.getAsJsonObject("infotext"));
  }

  /** Numbers are the same whether they end in ".0" or not. */
  private static void assertRecorded(HiresTarget target, JsonObject infotext) {
    assertThat(infotext.keySet()).containsExactly(target.name());
    Map.Entry<String, JsonElement> recorded = infotext.entrySet().iterator().next();
    if (recorded.getValue().getAsJsonPrimitive().isNumber()) {
      assertThat(Double.parseDouble(target.value())).isEqualTo(recorded.getValue().getAsDouble());
    } else {
      assertThat(target.value()).isEqualTo(recorded.getValue().getAsString());
    }
  }
}
