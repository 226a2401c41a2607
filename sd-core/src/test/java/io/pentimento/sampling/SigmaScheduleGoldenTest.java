package io.pentimento.sampling;

import static io.pentimento.sampling.Closeness.assertRelativelyClose;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.pentimento.testing.GoldenCases;
import io.pentimento.testing.Goldens;
import io.pentimento.testing.JsonNumbers;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class SigmaScheduleGoldenTest {
  private static final String FILE = "generation/schedules.json";

  private static final NoiseLevels LEVELS = NoiseLevels.scaledLinear(0.00085, 0.012, 1000);

  /**
   * Cases of schedules that are not offered yet are left out. "Normal" is looked up as what it is
   * here: Uniform.
   */
  @TestFactory
  Stream<DynamicTest> sigmas() {
    return GoldenCases.of(FILE, this::sigmasCases);
  }

  private Stream<DynamicTest> sigmasCases() {
    return JsonNumbers.elements(Goldens.json(FILE).get("schedules"))
        .map(JsonElement::getAsJsonObject)
        .filter(golden -> ScheduleNames.find(golden.get("type").getAsString()).isPresent())
        .map(
            golden ->
                dynamicTest(
                    "schedules.json schedules " + label(golden),
                    () ->
                        assertRelativelyClose(
                            "sigmas",
                            schedule(golden).sigmas(golden.get("n").getAsInt(), LEVELS),
                            JsonNumbers.doubles(golden.get("sigmas")))));
  }

  private static SigmaSchedule schedule(JsonObject golden) {
    String type = golden.get("type").getAsString();
    if (type.equals("Karras")) {
      return SigmaSchedule.karras(
          number(golden, "rho", 7), number(golden, "sigma_min", 0), number(golden, "sigma_max", 0));
    }
    return SigmaSchedule.named(type);
  }

  private static double number(JsonObject golden, String key, double otherwise) {
    return golden.has(key) ? golden.get(key).getAsDouble() : otherwise;
  }

  private static String label(JsonObject golden) {
    JsonObject label = golden.deepCopy();
    label.remove("sigmas");
    label.remove("name");
    return label.toString();
  }
}
