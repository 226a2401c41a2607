package io.pentimento;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ai.djl.ndarray.NDArray;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.pentimento.internal.Scope;
import io.pentimento.prompt.TokenPadding;
import io.pentimento.sampling.Denoiser;
import io.pentimento.sampling.Guidance;
import io.pentimento.sampling.Ladder;
import io.pentimento.sampling.NoiseSource;
import io.pentimento.sampling.PlannedLatent;
import io.pentimento.sampling.Sampler;
import io.pentimento.sampling.Sampling;
import io.pentimento.sampling.SchedulerSettings;
import io.pentimento.sampling.Seeds;
import io.pentimento.sampling.SigmaSchedule;
import io.pentimento.sampling.WebuiOptions;
import io.pentimento.testing.GoldenCases;
import io.pentimento.testing.GoldenTensor;
import io.pentimento.testing.Goldens;
import io.pentimento.testing.JsonNumbers;
import io.pentimento.testing.TestEngine;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;

/**
 * Whole passes of the WebUI over a toy network: real noise, guidance, prompts that change, masks.
 */
public final class GoldenPasses {
  private static final String FILE = "generation/pipeline.json";
  private static final double TOLERANCE = 2e-4;

  /** One unit in the last place of a level moves a Brownian path by some thousandths. */
  private static final double PATH_TOLERANCE = 1e-2;

  private static final Set<String> ON_A_PATH =
      Set.of("DPM++ SDE", "DPM++ 2M SDE", "DPM++ 2M SDE Heun", "DPM++ 3M SDE");

  private static final int CHANNELS = 4;
  private static final int SIDE = 8;
  private static final int SIZE = CHANNELS * SIDE * SIDE;
  private static final int FACTOR = 8;
  private static final int VECTOR = 3;
  private static final int CHUNK = 77;

  /** What a case may say; one that says more is not understood. */
  private static final Set<String> KEYS =
      Set.of(
          "cfg",
          "cond",
          "denoise",
          "denoiser_calls",
          "explicit_steps",
          "infotext_extra",
          "init_first4",
          "init_seed",
          "kind",
          "mask_columns",
          "note",
          "options",
          "out",
          "s_min_uncond",
          "sampler",
          "schedule",
          "seeds",
          "soft",
          "steps",
          "subseed_strength",
          "subseeds",
          "uncond");

  /** Fields that pictures have only where a pass went otherwise than usual. */
  private static final Set<String> UNUSUAL =
      Set.of(
          "Beta schedule alpha",
          "Beta schedule beta",
          "Discard penultimate sigma",
          "Eta",
          "Eta DDIM",
          "Extra noise",
          "NGMS",
          "NGMS all steps",
          "Noise multiplier",
          "SGM noise multiplier",
          "Schedule max sigma",
          "Schedule min sigma",
          "Schedule rho",
          "Sigma churn",
          "Sigma noise",
          "Sigma tmax",
          "Sigma tmin",
          "Skip Early CFG");

  private final JsonObject golden;
  private final Sampling sampling;
  private int calls;

  private GoldenPasses(JsonObject golden) {
    this.golden = golden;
    this.sampling = sampling(golden);
  }

  /** Makes the plan of a pass that keeps a part of its source. */
  @FunctionalInterface
  public interface Masking {
    /**
     * Makes the plan.
     *
     * @param source the clean latent that is started from, {@code [1, channels, h, w]}
     * @param repaint {@code [1, 1, h, w]}, 1 where the latent is repainted
     */
    PlannedLatent planned(NDArray source, NDArray repaint);
  }

  /** Returns the tests of passes without a mask. */
  public static Stream<DynamicTest> whole() {
    return tests(
        false,
        (source, repaint) -> {
          throw new IllegalStateException("A pass without a mask repaints everything.");
        });
  }

  /** Returns the tests of passes with a mask. */
  public static Stream<DynamicTest> masked(Masking masking) {
    return tests(true, masking);
  }

  private static Stream<DynamicTest> tests(boolean masked, Masking masking) {
    return GoldenCases.of(
        FILE + (masked ? " with a mask" : " without a mask"),
        () ->
            Goldens.objects(FILE, "cases")
                .filter(golden -> golden.has("mask_columns") == masked)
                .map(
                    golden ->
                        dynamicTest(
                            "pipeline.json " + label(golden),
                            () -> new GoldenPasses(golden).run(masking))));
  }

  private static String label(JsonObject golden) {
    JsonObject label = golden.deepCopy();
    List.of("out", "infotext_extra", "init_first4", "denoiser_calls").forEach(label::remove);
    return label.toString();
  }

  private void run(Masking masking) {
    assertThat(KEYS).as("known keys").containsAll(golden.keySet());
    assertThat(golden.has("denoise")).as("denoise").isEqualTo(golden.has("init_seed"));
    SchedulerSettings scheduler = SchedulerSettings.sd1();
    try (Scope scope = TestEngine.open("golden pass")) {
      List<Long> seeds = sampling.seeds().each();
      ImageNoise noise =
          new ImageNoise(sampling.seeds(), longs("subseeds"), CHANNELS, SIDE, SIDE, FACTOR);
      Ladder ladder =
          golden.has("denoise")
              ? Ladder.fromSource(sampling, scheduler, golden.get("denoise").getAsDouble())
              : Ladder.fromNoise(sampling, scheduler);
      Denoising.Pass pass =
          new Denoising.Pass(
              new ToyNetwork(scheduler.levels()),
              scheduler,
              sampling,
              new Counted(planned(scope, masking)),
              ladder,
              noise,
              noise.first(scope),
              conditioning(scope),
              Optional.empty());
      NDArray out = Denoising.run(pass, scope, new Unwatched());
      new GoldenTensor(
              new long[] {seeds.size(), CHANNELS, SIDE, SIDE},
              JsonNumbers.doubles(golden.get("out")))
          .assertClose("out", out.getShape().getShape(), out.toFloatArray(), tolerance());
    }
    assertThat(calls).as("denoiser_calls").isEqualTo(golden.get("denoiser_calls").getAsInt());
    assertRecorded(golden.getAsJsonObject("infotext_extra"));
  }

  private double tolerance() {
    return ON_A_PATH.contains(sampling.sampler().name()) ? PATH_TOLERANCE : TOLERANCE;
  }

  private static Sampling sampling(JsonObject golden) {
    WebuiOptions options = WebuiOptions.of(golden);
    List<Long> each = longs(golden, "seeds");
    Seeds seeds = Seeds.of(each.get(0)).withEach(each);
    if (golden.has("subseed_strength")) {
      long first = golden.has("subseeds") ? longs(golden, "subseeds").get(0) : 0;
      double strength = golden.get("subseed_strength").getAsDouble();
      seeds = seeds.withVariation(new Seeds.Variation(first, strength));
    }
    Sampling sampling =
        Sampling.defaults()
            .withBatch(each.size())
            .withSeeds(seeds)
            .withSteps(golden.get("steps").getAsInt())
            .withSampler(options.sampler(golden.get("sampler").getAsString()))
            .withGuidance(Guidance.of(golden.get("cfg").getAsDouble()));
    if (golden.has("s_min_uncond")) {
      double level = golden.get("s_min_uncond").getAsDouble();
      sampling = sampling.withGuidance(sampling.guidance().withMinSigma(level, false));
    }
    if (golden.has("schedule")) {
      sampling = sampling.withSchedule(SigmaSchedule.named(golden.get("schedule").getAsString()));
    }
    if (golden.has("explicit_steps")) {
      sampling =
          sampling
              .withSteps(golden.get("explicit_steps").getAsInt())
              .withSourceNoise(sampling.sourceNoise().withExactSteps(true));
    }
    return options.applied(sampling);
  }

  private List<Long> longs(String key) {
    return longs(golden, key);
  }

  private static List<Long> longs(JsonObject golden, String key) {
    return golden.has(key)
        ? Arrays.stream(JsonNumbers.longs(golden.get(key))).boxed().toList()
        : List.of();
  }

  private PlannedLatent planned(Scope scope, Masking masking) {
    if (!golden.has("init_seed")) {
      return new PlannedLatent() {};
    }
    float[] values =
        NoiseSource.torchCpu().seeded(golden.get("init_seed").getAsLong()).normal(SIZE);
    assertThat(Arrays.copyOf(values, 4))
        .as("init_first4")
        .containsExactly(JsonNumbers.floats(golden.get("init_first4")), within(3e-6f));
    NDArray source = scope.array(values, 1, CHANNELS, SIDE, SIDE);
    if (golden.has("mask_columns")) {
      return masking.planned(source, repaint(scope));
    }
    return new PlannedLatent() {
      @Override
      public Optional<NDArray> source() {
        return Optional.of(source);
      }
    };
  }

  private NDArray repaint(Scope scope) {
    int columns = golden.get("mask_columns").getAsInt();
    boolean soft = golden.has("soft") && golden.get("soft").getAsBoolean();
    float[] values = new float[SIDE * SIDE];
    for (int i = 0; i < values.length; i++) {
      int column = i % SIDE;
      if (column < columns) {
        values[i] = 1;
      } else if (soft && column == columns) {
        values[i] = 0.25f;
      }
    }
    return scope.array(values, 1, 1, SIDE, SIDE);
  }

  private Conditioning conditioning(Scope scope) {
    JsonArray parts = ofAllImages("cond").getAsJsonArray();
    return new Conditioning(
        JsonNumbers.elements(parts)
            .map(JsonElement::getAsJsonArray)
            .map(
                part ->
                    new Conditioning.Part(
                        part.get(0).getAsDouble(),
                        timeline(scope, part.get(1), part.get(2).getAsInt())))
            .toList(),
        timeline(scope, ofAllImages("uncond"), CHUNK),
        TokenPadding.NONE,
        Optional.empty());
  }

  /** Pictures of one batch share their prompts. */
  private JsonElement ofAllImages(String key) {
    List<JsonElement> images = JsonNumbers.elements(golden.get(key)).toList();
    assertThat(images).as(key).hasSize(sampling.batch());
    Assumptions.assumeTrue(
        images.stream().distinct().count() == 1,
        () -> "the pictures of this batch have different " + key + ", which is not offered");
    return images.get(0);
  }

  private static PromptTimeline timeline(Scope scope, JsonElement entries, int tokens) {
    return new PromptTimeline(
        JsonNumbers.elements(entries)
            .map(JsonElement::getAsJsonArray)
            .map(
                entry ->
                    new PromptTimeline.Entry(
                        entry.get(0).getAsInt(), vectors(scope, entry.get(1).getAsFloat(), tokens)))
            .toList());
  }

  private static PromptVectors vectors(Scope scope, float value, int tokens) {
    float[] values = new float[tokens * VECTOR];
    Arrays.fill(values, value);
    return new PromptVectors(scope.array(values, 1, tokens, VECTOR));
  }

  private void assertRecorded(JsonObject expected) {
    TextToImage request =
        TextToImage.builder("a cat").sampling(sampling).size(SIDE * FACTOR, SIDE * FACTOR).build();
    Map<String, String> fields =
        RecordedSettings.of(
                request, sampling.seeds().drawn(sampling.batch()), 0, "64x64", "toy", Map.of())
            .fields();
    expected
        .entrySet()
        .forEach(
            field -> {
              assertThat(fields).containsKey(field.getKey());
              assertField(
                  field.getKey(),
                  fields.get(field.getKey()),
                  field.getValue().getAsJsonPrimitive());
            });
    assertThat(fields.keySet().stream().filter(UNUSUAL::contains)).isSubsetOf(expected.keySet());
  }

  private static void assertField(String name, String actual, JsonPrimitive expected) {
    if (expected.isNumber()) {
      assertThat(Double.parseDouble(actual)).as(name).isEqualTo(expected.getAsDouble());
    } else if (expected.isBoolean()) {
      assertThat(actual).as(name).isEqualTo(expected.getAsBoolean() ? "True" : "False");
    } else {
      assertThat(actual).as(name).isEqualTo(expected.getAsString());
    }
  }

  /** Counts how often a sampler asks its denoiser. */
  private final class Counted implements PlannedLatent {
    private final PlannedLatent planned;

    Counted(PlannedLatent planned) {
      this.planned = planned;
    }

    @Override
    public Optional<NDArray> source() {
      return planned.source();
    }

    @Override
    public Denoiser wrap(Denoiser denoiser, Sampler.Family family, DoubleUnaryOperator timestep) {
      Denoiser wrapped = planned.wrap(denoiser, family, timestep);
      return Denoiser.of(
          (x, sigma) -> {
            calls++;
            return wrapped.estimate(x, sigma);
          });
    }

    @Override
    public NDArray afterStep(NDArray x, Sampler.Family family, double sigma) {
      return planned.afterStep(x, family, sigma);
    }

    @Override
    public NDArray afterSampling(NDArray latent) {
      return planned.afterSampling(latent);
    }
  }
}
