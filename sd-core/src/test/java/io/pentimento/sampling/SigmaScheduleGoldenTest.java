package io.pentimento.sampling;

import static io.pentimento.sampling.Closeness.assertRelativelyClose;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.JsonObject;
import io.pentimento.testing.GoldenCases;
import io.pentimento.testing.Goldens;
import io.pentimento.testing.JsonNumbers;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class SigmaScheduleGoldenTest {
  private static final String FILE = "generation/schedules.json";

  private static final Set<String> PLAIN = Set.of("type", "name", "n", "sigmas");
  private static final Set<String> WITH_OPTIONS =
      Set.of("type", "name", "n", "sigmas", "rho", "sigma_min", "sigma_max");

  private static final NoiseLevels LEVELS = NoiseLevels.scaledLinear(0.00085, 0.012, 1000);

  /**
   * Cases of schedules that are not offered yet are left out. "Normal" is looked up as what it is
   * here: Uniform.
   */
  @TestFactory
  Stream<DynamicTest> sigmas() {
    return GoldenCases.of(FILE + " schedules", this::sigmasCases);
  }

  private Stream<DynamicTest> sigmasCases() {
    return Goldens.objects(FILE, "schedules")
        .filter(golden -> ScheduleNames.find(golden.get("type").getAsString()).isPresent())
        .filter(SigmaScheduleGoldenTest::hasOfferedOptions)
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

  /** Options are offered for Karras, and without effect on Uniform in the reference, too. */
  private static boolean hasOfferedOptions(JsonObject golden) {
    boolean optional = List.of("Karras", "Uniform").contains(golden.get("type").getAsString());
    return (optional ? WITH_OPTIONS : PLAIN).containsAll(golden.keySet());
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
