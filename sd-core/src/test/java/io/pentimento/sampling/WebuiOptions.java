package io.pentimento.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The options of the WebUI that a golden case changes, as settings of this library. */
public final class WebuiOptions {
  private static final Map<String, NoiseSource> SOURCES =
      Map.of("CPU", NoiseSource.torchCpu(), "NV", NoiseSource.nvidia());

  private static final Set<String> KNOWN =
      Set.of(
          "always_discard_next_to_last_sigma",
          "eta_ancestral",
          "eta_ddim",
          "eta_noise_seed_delta",
          "img2img_extra_noise",
          "img2img_fix_steps",
          "initial_noise_multiplier",
          "no_dpmpp_sde_batch_determinism",
          "randn_source",
          "rho",
          "s_churn",
          "s_min_uncond",
          "s_min_uncond_all",
          "s_noise",
          "s_tmax",
          "s_tmin",
          "sgm_noise_multiplier",
          "sigma_max",
          "sigma_min",
          "skip_early_cond",
          "uni_pc_lower_order_final",
          "uni_pc_order",
          "uni_pc_skip_type",
          "uni_pc_variant");

  private final JsonObject options;

  private WebuiOptions(JsonObject options) {
    this.options = options;
  }

  /** Reads a case's options, and fails where there is one that means nothing here. */
  public static WebuiOptions of(JsonObject golden) {
    JsonObject options =
        golden.has("options") ? golden.getAsJsonObject("options") : new JsonObject();
    assertThat(KNOWN).as("known options").containsAll(options.keySet());
    WebuiOptions read = new WebuiOptions(options);
    assertThat(read.flag("no_dpmpp_sde_batch_determinism", false))
        .as("no_dpmpp_sde_batch_determinism, which is not offered")
        .isFalse();
    return read;
  }

  /** Returns the sampler of a name with what the options say of it. */
  public Sampler sampler(String name) {
    double eta = number("eta_ancestral", 1);
    double noiseScale = number("s_noise", 1);
    double etaDdim = number("eta_ddim", 0);
    return switch (name) {
      case "Euler" -> Sampler.euler(churn());
      case "Heun" -> Sampler.heun(churn());
      case "DPM2" -> Sampler.dpm2(churn());
      case "Euler a" -> Sampler.eulerAncestral(eta);
      case "DPM2 a" -> Sampler.dpm2Ancestral(eta, noiseScale);
      case "DPM++ 2S a" -> Sampler.dpmpp2sAncestral(eta, noiseScale);
      case "DPM++ SDE" -> Sampler.dpmppSde(eta, noiseScale);
      case "DPM++ 2M SDE" -> Sampler.dpmpp2mSde(eta, noiseScale);
      case "DPM++ 2M SDE Heun" -> Sampler.dpmpp2mSdeHeun(eta, noiseScale);
      case "DPM++ 3M SDE" -> Sampler.dpmpp3mSde(eta, noiseScale);
      case "DPM fast" -> Sampler.dpmFast(eta, noiseScale);
      case "DPM adaptive" -> Sampler.dpmAdaptive(eta);
      case "DDIM" -> Sampler.ddim(etaDdim);
      case "DDIM CFG++" -> Sampler.ddimCfgpp(etaDdim);
      case "UniPC" -> Sampler.unipc(unipc());
      default -> Sampler.named(name);
    };
  }

  /** Returns settings with what the options say of seeds, guidance, schedule and noise. */
  public Sampling applied(Sampling sampling) {
    Seeds seeds = sampling.seeds().withStepSeedDelta((long) number("eta_noise_seed_delta", 0));
    if (options.has("randn_source")) {
      String name = options.get("randn_source").getAsString();
      assertThat(SOURCES).as("known noise sources").containsKey(name);
      seeds = seeds.withSource(SOURCES.get(name));
    }
    Guidance guidance =
        sampling
            .guidance()
            .withSkipEarly(number("skip_early_cond", 0))
            .withMinSigma(
                number("s_min_uncond", sampling.guidance().minSigma()),
                flag("s_min_uncond_all", false));
    SourceNoise noise =
        sampling
            .sourceNoise()
            .withMultiplier(number("initial_noise_multiplier", 1))
            .withExtra(number("img2img_extra_noise", 0))
            .withExactSteps(flag("img2img_fix_steps", sampling.sourceNoise().exactSteps()))
            .withFullVariance(flag("sgm_noise_multiplier", false));
    return sampling
        .withSeeds(seeds)
        .withGuidance(guidance)
        .withSourceNoise(noise)
        .withSchedule(schedule(sampling.schedule()));
  }

  private SigmaSchedule schedule(SigmaSchedule asked) {
    SigmaSchedule schedule = asked;
    double rho = number("rho", 0);
    if (rho != 0) {
      schedule = schedule.withRho(rho);
    }
    if (options.has("sigma_min") || options.has("sigma_max")) {
      schedule = schedule.withRange(number("sigma_min", 0), number("sigma_max", 0));
    }
    return flag("always_discard_next_to_last_sigma", false)
        ? schedule.discardingPenultimate()
        : schedule;
  }

  private Churn churn() {
    double largest = number("s_tmax", 0);
    return new Churn(
        number("s_churn", 0),
        number("s_tmin", 0),
        largest == 0 ? Double.POSITIVE_INFINITY : largest,
        number("s_noise", 1));
  }

  private UniPc unipc() {
    UniPc settings = UniPc.defaults();
    Optional<String> variant = option("uni_pc_variant").map(JsonElement::getAsString);
    if (variant.isPresent()) {
      settings =
          settings.withVariant(UniPc.Variant.valueOf(variant.get().toUpperCase(Locale.ROOT)));
    }
    Optional<String> spacing = option("uni_pc_skip_type").map(JsonElement::getAsString);
    if (spacing.isPresent()) {
      settings =
          settings.withSpacing(
              spacing.get().equals("logSNR")
                  ? UniPc.Spacing.LOG_SNR
                  : UniPc.Spacing.valueOf(spacing.get().toUpperCase(Locale.ROOT)));
    }
    return settings
        .withOrder((int) number("uni_pc_order", settings.order()))
        .withLowerOrderFinal(flag("uni_pc_lower_order_final", settings.lowerOrderFinal()));
  }

  private Optional<JsonElement> option(String name) {
    return Optional.ofNullable(options.get(name));
  }

  private double number(String name, double otherwise) {
    return option(name).map(JsonElement::getAsDouble).orElse(otherwise);
  }

  private boolean flag(String name, boolean otherwise) {
    return option(name).map(JsonElement::getAsBoolean).orElse(otherwise);
  }
}
