package io.pentimento.sampling;

import static io.pentimento.sampling.Closeness.assertRelativelyClose;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.pentimento.testing.GoldenCases;
import io.pentimento.testing.Goldens;
import io.pentimento.testing.JsonNumbers;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class NoiseLevelsGoldenTest {
  private static final String FILE = "generation/schedules.json";

  private final NoiseLevels levels = NoiseLevels.scaledLinear(0.00085, 0.012, 1000);

  @TestFactory
  Stream<DynamicTest> table() {
    return GoldenCases.of(FILE + " alphas_cumprod", this::tableCases);
  }

  private Stream<DynamicTest> tableCases() {
    JsonObject alphas = Goldens.object(FILE, "alphas_cumprod");
    double[] first = JsonNumbers.doubles(alphas.get("first8"));
    double[] last = JsonNumbers.doubles(alphas.get("last8"));
    double[] hundreds = JsonNumbers.doubles(alphas.get("at100s"));
    int tail = levels.size() - last.length;
    return Stream.of(
        test("alphas_cumprod first8", first, levels::alphaBar),
        test("alphas_cumprod last8", last, i -> levels.alphaBar(tail + i)),
        test("alphas_cumprod at100s", hundreds, i -> levels.alphaBar(100 * i)),
        test(
            "alphas_cumprod sum",
            new double[] {alphas.get("sum").getAsDouble()},
            i -> IntStream.range(0, levels.size()).mapToDouble(levels::alphaBar).sum()));
  }

  @TestFactory
  Stream<DynamicTest> sigmas() {
    return GoldenCases.of(FILE + " sigmas", this::sigmasCases);
  }

  private Stream<DynamicTest> sigmasCases() {
    JsonObject file = Goldens.json(FILE);
    return Stream.<Map.Entry<String, IntToDoubleFunction>>of(
            Map.entry("sigmas_at100s", i -> levels.sigma(100 * i)),
            Map.entry("model_sigma_min", i -> levels.smallest()),
            Map.entry("model_sigma_max", i -> levels.largest()))
        .filter(entry -> file.has(entry.getKey()))
        .map(entry -> test(entry.getKey(), numbers(file.get(entry.getKey())), entry.getValue()));
  }

  private static double[] numbers(JsonElement one) {
    return one.isJsonArray() ? JsonNumbers.doubles(one) : new double[] {one.getAsDouble()};
  }

  @TestFactory
  Stream<DynamicTest> conversions() {
    return GoldenCases.of(FILE + " conversions", this::conversionsCases);
  }

  private Stream<DynamicTest> conversionsCases() {
    JsonObject conversions = Goldens.object(FILE, "conversions");
    double[] sigmas = JsonNumbers.doubles(conversions.get("sigma"));
    double[] timesteps = JsonNumbers.doubles(conversions.get("t_in"));
    return Stream.of(
        test(
            "conversions sigma to t",
            JsonNumbers.doubles(conversions.get("t")),
            i -> levels.timestepAt(sigmas[i])),
        test(
            "conversions sigma to t, quantised",
            JsonNumbers.doubles(conversions.get("t_quantized")),
            i -> levels.quantised().timestepAt(sigmas[i])),
        test(
            "conversions t to sigma",
            JsonNumbers.doubles(conversions.get("sigma_out")),
            i -> levels.sigmaAt(timesteps[i])));
  }

  private static DynamicTest test(String name, double[] expected, IntToDoubleFunction actual) {
    return dynamicTest(
        "schedules.json " + name,
        () ->
            assertRelativelyClose(
                name, IntStream.range(0, expected.length).mapToDouble(actual).toArray(), expected));
  }
}
