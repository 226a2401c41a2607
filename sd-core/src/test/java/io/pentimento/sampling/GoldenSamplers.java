package io.pentimento.sampling;

import com.google.gson.JsonObject;
import java.util.Locale;

/** Samplers of golden cases. */
final class GoldenSamplers {
  private GoldenSamplers() {}

  /** Returns the sampler that a case names, with the options of the WebUI that it changes. */
  static Sampler of(JsonObject golden) {
    JsonObject options = options(golden);
    String name = golden.get("sampler").getAsString();
    double eta = number(options, "eta_ancestral", 1);
    double noiseScale = number(options, "s_noise", 1);
    double etaDdim = number(options, "eta_ddim", 0);
    return switch (name) {
      case "Euler" -> Sampler.euler(churn(options));
      case "Heun" -> Sampler.heun(churn(options));
      case "DPM2" -> Sampler.dpm2(churn(options));
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
      case "UniPC" -> Sampler.unipc(unipc(options));
      default -> Sampler.named(name);
    };
  }

  private static Churn churn(JsonObject options) {
    double largest = number(options, "s_tmax", 0);
    return new Churn(
        number(options, "s_churn", 0),
        number(options, "s_tmin", 0),
        largest == 0 ? Double.POSITIVE_INFINITY : largest,
        number(options, "s_noise", 1));
  }

  private static UniPc unipc(JsonObject options) {
    UniPc settings = UniPc.defaults();
    if (options.has("uni_pc_variant")) {
      settings =
          settings.withVariant(
              UniPc.Variant.valueOf(
                  options.get("uni_pc_variant").getAsString().toUpperCase(Locale.ROOT)));
    }
    if (options.has("uni_pc_skip_type")) {
      String name = options.get("uni_pc_skip_type").getAsString();
      settings =
          settings.withSpacing(
              name.equals("logSNR")
                  ? UniPc.Spacing.LOG_SNR
                  : UniPc.Spacing.valueOf(name.toUpperCase(Locale.ROOT)));
    }
    if (options.has("uni_pc_order")) {
      settings = settings.withOrder(options.get("uni_pc_order").getAsInt());
    }
    if (options.has("uni_pc_lower_order_final")) {
      settings =
          settings.withLowerOrderFinal(options.get("uni_pc_lower_order_final").getAsBoolean());
    }
    return settings;
  }

  private static double number(JsonObject options, String key, double otherwise) {
    return options.has(key) ? options.get(key).getAsDouble() : otherwise;
  }

  static JsonObject options(JsonObject golden) {
    return golden.has("options") ? golden.getAsJsonObject("options") : new JsonObject();
  }
}
