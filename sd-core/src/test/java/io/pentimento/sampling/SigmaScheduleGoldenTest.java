package io.pentimento.sampling;

import static io.pentimento.sampling.Closeness.assertRelativelyClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.JsonObject;
import io.pentimento.testing.GoldenCases;
import io.pentimento.testing.Goldens;
import io.pentimento.testing.JsonNumbers;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class SigmaScheduleGoldenTest {
  private static final String FILE = "generation/schedules.json";
  private static final Set<String> KEYS =
      Set.of(
          "type", "name", "n", "sigmas", "rho", "sigma_min", "sigma_max", "alpha", "beta", "sdxl");
  private static final NoiseLevels LEVELS = NoiseLevels.scaledLinear(0.00085, 0.012, 1000);

  @TestFactory
  Stream<DynamicTest> sigmas() {
    return GoldenCases.of(FILE + " schedules", this::sigmasCases);
  }

  private Stream<DynamicTest> sigmasCases() {
    return Goldens.objects(FILE, "schedules")
        .map(
            golden ->
                dynamicTest(
                    "schedules.json schedules " + label(golden), () -> assertSigmas(golden)));
  }

  private static void assertSigmas(JsonObject golden) {
    assertThat(KEYS).containsAll(golden.keySet());
    SigmaSchedule schedule = schedule(golden);
    assertThat(schedule.name()).isEqualTo(golden.get("type").getAsString());
    assertThat(SigmaSchedule.named(golden.get("name").getAsString()).name())
        .isEqualTo(schedule.name());
    assertRelativelyClose(
        "sigmas",
        schedule.sigmas(golden.get("n").getAsInt(), LEVELS),
        JsonNumbers.doubles(golden.get("sigmas")));
  }

  /** Options are asked of every schedule: those that have no use for one ignore it. */
  private static SigmaSchedule schedule(JsonObject golden) {
    SigmaSchedule schedule = ofModelOrShape(golden);
    if (golden.has("rho")) {
      schedule = schedule.withRho(golden.get("rho").getAsDouble());
    }
    return schedule.withRange(number(golden, "sigma_min", 0), number(golden, "sigma_max", 0));
  }

  private static SigmaSchedule ofModelOrShape(JsonObject golden) {
    if (golden.has("alpha") || golden.has("beta")) {
      return SigmaSchedule.beta(number(golden, "alpha", 0.6), number(golden, "beta", 0.6));
    }
    boolean xl = golden.has("sdxl") && golden.get("sdxl").getAsBoolean();
    return xl
        ? SigmaSchedule.alignYourStepsXl()
        : SigmaSchedule.named(golden.get("type").getAsString());
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
