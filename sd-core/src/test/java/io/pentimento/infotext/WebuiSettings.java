package io.pentimento.infotext;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;

/** The settings of a golden case, as the WebUI names them, told by an {@link Infotext}. */
final class WebuiSettings {
  /** Samplers whose text tells a change of the noise's seed, while their eta is not 0. */
  private static final Set<String> TELL_ENSD =
      Set.of("DPM++ 2S a", "Euler a", "DPM2 a", "DPM fast", "DPM adaptive");

  private final JsonObject golden;
  private final JsonObject settings;
  private final JsonObject options;
  private final Set<String> unused = new HashSet<>();
  private final Infotext.Builder text;

  private WebuiSettings(JsonObject golden) {
    this.golden = golden;
    this.settings = object("p");
    this.options = object("options");
    unused.addAll(settings.keySet());
    unused.addAll(options.keySet());
    text = Infotext.builder(ofIndex("prompts")).negativePrompt(ofIndex("negatives"));
  }

  static WebuiSettings of(JsonObject golden) {
    return new WebuiSettings(golden);
  }

  private JsonObject object(String name) {
    return golden.has(name) ? golden.getAsJsonObject(name) : new JsonObject();
  }

  private int index() {
    return golden.has("index") ? golden.get("index").getAsInt() : 0;
  }

  private String ofIndex(String list) {
    return golden.getAsJsonArray(list).get(index()).getAsString();
  }

  /** Tells everything, or skips the test where the golden set has settings that this ignores. */
  Infotext told() {
    what();
    model();
    noise();
    rest();
    if (settings.has("extra_generation_params")) {
      unused.remove("extra_generation_params");
      for (Map.Entry<String, JsonElement> extra :
          settings.getAsJsonObject("extra_generation_params").entrySet()) {
        field(extra.getKey(), extra.getValue());
      }
    }
    Assumptions.assumeTrue(unused.isEmpty(), () -> "this test does not know how to tell " + unused);
    return text.build();
  }

  private void what() {
    field("Steps", setting("steps", number("20")));
    field("Sampler", setting("sampler_name", string("DPM++ 2M")));
    field("Schedule type", setting("scheduler", string("Automatic")));
    field("CFG scale", setting("cfg_scale", number("7")));
    text.field("Seed", seed("all_seeds", 1));
    String size =
        setting("width", number("512")).getAsString()
            + "x"
            + setting("height", number("512")).getAsString();
    text.field("Size", size);
    if (isSet(setting("restore_faces", no()))) {
      text.field("Face restoration", "CodeFormer");
    }
    if (isSet(setting("tiling", no()))) {
      text.field("Tiling", true);
    }
  }

  private void model() {
    JsonElement hash = setting("sd_model_hash", string("6ce0161689"));
    JsonElement name = setting("sd_model_name", string("v1-5-pruned-emaonly"));
    JsonElement vaeHash = setting("sd_vae_hash", string(""));
    JsonElement vaeName = setting("sd_vae_name", string(""));
    fieldIf(isSet(option("add_model_hash_to_info", yes())), "Model hash", hash);
    fieldIf(isSet(option("add_model_name_to_info", yes())), "Model", name);
    fieldIf(!vaeHash.getAsString().isEmpty(), "VAE hash", vaeHash);
    fieldIf(!vaeName.getAsString().isEmpty(), "VAE", vaeName);
    if (isSet(option("add_version_to_infotext", yes()))) {
      text.field("Version", "v1.10.1");
    }
  }

  private void noise() {
    JsonElement strength = setting("subseed_strength", number("0"));
    long variation = seed("all_subseeds", 0);
    if (strength.getAsDouble() != 0) {
      text.field("Variation seed", variation);
      field("Variation seed strength", strength);
    }
    int width = setting("seed_resize_from_w", number("0")).getAsInt();
    int height = setting("seed_resize_from_h", number("0")).getAsInt();
    if (width > 0 && height > 0) {
      text.field("Seed resize from", width + "x" + height);
    }
    JsonElement delta = option("eta_noise_seed_delta", number("0"));
    boolean told =
        TELL_ENSD.contains(setting("sampler_name", string("DPM++ 2M")).getAsString())
            && option("eta_ancestral", number("1")).getAsDouble() != 0;
    fieldIf(told && delta.getAsInt() != 0, "ENSD", delta);
    JsonElement source = option("randn_source", string("CPU"));
    fieldIf(!source.getAsString().equals("GPU"), "RNG", source);
  }

  private void rest() {
    JsonElement clipSkip = option("CLIP_stop_at_last_layers", number("1"));
    fieldIf(clipSkip.getAsInt() > 1, "Clip skip", clipSkip);
    if (isSet(setting("is_using_inpainting_conditioning", no()))) {
      field("Conditional mask weight", option("inpainting_mask_weight", number("1.0")));
    }
    boolean hires = isSet(setting("enable_hr", no()));
    fieldIf(golden.has("tome"), "Token merging ratio", golden.get("tome"));
    fieldIf(hires && golden.has("tome_hr"), "Token merging ratio hr", golden.get("tome_hr"));
  }

  private long seed(String list, long otherwise) {
    unused.remove(list);
    return settings.has(list) ? settings.getAsJsonArray(list).get(index()).getAsLong() : otherwise;
  }

  private JsonElement setting(String name, JsonElement otherwise) {
    unused.remove(name);
    return settings.has(name) ? settings.get(name) : otherwise;
  }

  private JsonElement option(String name, JsonElement otherwise) {
    unused.remove(name);
    return options.has(name) ? options.get(name) : otherwise;
  }

  private void fieldIf(boolean told, String name, JsonElement value) {
    if (told) {
      field(name, value);
    }
  }

  /** Tells a value by its type: Python's 7 and 7.0 are two. */
  private void field(String name, JsonElement value) {
    if (value.isJsonNull()) {
      return;
    }
    JsonPrimitive primitive = value.getAsJsonPrimitive();
    if (primitive.isBoolean()) {
      text.field(name, primitive.getAsBoolean());
    } else if (primitive.isString()) {
      text.field(name, primitive.getAsString());
    } else if (primitive.getAsString().matches("-?[0-9]+")) {
      text.field(name, primitive.getAsLong());
    } else {
      text.field(name, primitive.getAsDouble());
    }
  }

  private static boolean isSet(JsonElement value) {
    return value.getAsBoolean();
  }

  private static JsonPrimitive yes() {
    return new JsonPrimitive(true);
  }

  private static JsonPrimitive no() {
    return new JsonPrimitive(false);
  }

  private static JsonPrimitive string(String text) {
    return new JsonPrimitive(text);
  }

  private static JsonPrimitive number(String digits) {
    return JsonParser.parseString(digits).getAsJsonPrimitive();
  }
}
