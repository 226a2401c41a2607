package io.pentimento.sampling;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.Objects;
import java.util.function.Function;

/**
 * What a model's {@code scheduler/scheduler_config.json} tells.
 *
 * @param levels the noise levels the model was trained on
 * @param prediction what its network predicts
 * @param spacing how diffusers spreads steps over timesteps
 * @param stepsOffset what diffusers adds to timesteps of leading spacing
 * @param endsClean whether the last DDIM step of diffusers goes to sigma 0 ({@code
 *     set_alpha_to_one}) or to timestep 0
 * @param karras whether diffusers uses Karras sigmas where no schedule is asked ({@code
 *     use_karras_sigmas})
 */
public record SchedulerSettings(
    NoiseLevels levels,
    Prediction prediction,
    TimestepSpacing spacing,
    int stepsOffset,
    boolean endsClean,
    boolean karras) {
  /** Checks the settings. */
  public SchedulerSettings {
    Objects.requireNonNull(levels, "levels");
    Objects.requireNonNull(prediction, "prediction");
    Objects.requireNonNull(spacing, "spacing");
    if (stepsOffset < 0 || stepsOffset >= levels.size()) {
      throw new IllegalArgumentException(
          "steps_offset must be in [0, %d), but got: %d.".formatted(levels.size(), stepsOffset));
    }
  }

  /**
   * The settings of Stable Diffusion 1: what single-file checkpoints, which tell nothing, are taken
   * to have.
   */
  public static SchedulerSettings sd1() {
    return new SchedulerSettings(
        NoiseLevels.scaledLinear(0.00085, 0.012, 1000),
        Prediction.EPSILON,
        TimestepSpacing.UNSPECIFIED,
        1,
        false,
        false);
  }

  /** The settings of Stable Diffusion XL, which single-file checkpoints do not tell. */
  public static SchedulerSettings xl() {
    return new SchedulerSettings(
        NoiseLevels.scaledLinear(0.00085, 0.012, 1000),
        Prediction.EPSILON,
        TimestepSpacing.LEADING,
        1,
        false,
        false);
  }

  /** Returns these settings with another kind of prediction. */
  public SchedulerSettings withPrediction(Prediction prediction) {
    return new SchedulerSettings(levels, prediction, spacing, stepsOffset, endsClean, karras);
  }

  /** Returns these settings with noise levels of which the last holds practically no signal. */
  public SchedulerSettings withZeroTerminalSignal() {
    return new SchedulerSettings(
        levels.withZeroTerminalSignal(), prediction, spacing, stepsOffset, endsClean, karras);
  }

  /**
   * Reads the text of a {@code scheduler_config.json}; absent keys have the defaults of diffusers'
   * schedulers.
   *
   * @throws IllegalArgumentException if the text is not such a file or asks for what is not offered
   */
  public static SchedulerSettings parse(String json) {
    try {
      Fields fields = new Fields(JsonParser.parseString(json).getAsJsonObject());
      return new SchedulerSettings(
          levels(fields),
          Prediction.named(fields.get("prediction_type", JsonElement::getAsString, "epsilon")),
          fields.get(
              "timestep_spacing",
              value -> TimestepSpacing.named(value.getAsString()),
              TimestepSpacing.UNSPECIFIED),
          fields.get("steps_offset", JsonElement::getAsInt, 0),
          fields.get("set_alpha_to_one", JsonElement::getAsBoolean, true),
          fields.get("use_karras_sigmas", JsonElement::getAsBoolean, false));
    } catch (JsonParseException
        | ClassCastException
        | IllegalStateException
        | UnsupportedOperationException
        | NumberFormatException e) {
      throw new IllegalArgumentException(
          "scheduler_config.json must hold a JSON object of scheduler settings, but: "
              + e.getMessage(),
          e);
    }
  }

  private static NoiseLevels levels(Fields fields) {
    double start = fields.get("beta_start", JsonElement::getAsDouble, 0.0001);
    double end = fields.get("beta_end", JsonElement::getAsDouble, 0.02);
    int size = fields.get("num_train_timesteps", JsonElement::getAsInt, 1000);
    if (size < 2 || size > 100_000) {
      throw new IllegalArgumentException(
          "num_train_timesteps must be in [2, 100000], but got: " + size + ".");
    }
    NoiseLevels levels = trained(fields, start, end, size);
    boolean rescaled = fields.get("rescale_betas_zero_snr", JsonElement::getAsBoolean, false);
    return rescaled ? levels.withZeroTerminalSignal() : levels;
  }

  private static NoiseLevels trained(Fields fields, double start, double end, int size) {
    if (fields.has("trained_betas")) {
      return NoiseLevels.ofBetas(
          fields.object().getAsJsonArray("trained_betas").asList().stream()
              .map(JsonElement::getAsDouble)
              .toList());
    }
    String schedule = fields.get("beta_schedule", JsonElement::getAsString, "linear");
    return switch (schedule) {
      case "scaled_linear" -> NoiseLevels.scaledLinear(start, end, size);
      case "linear" -> NoiseLevels.linear(start, end, size);
      default ->
          throw new IllegalArgumentException(
              "beta_schedule must be one of scaled_linear, linear, but got: " + schedule + ".");
    };
  }

  /** A JSON object whose absent and null values have defaults. */
  private record Fields(JsonObject object) {
    boolean has(String key) {
      return object.has(key) && !object.get(key).isJsonNull();
    }

    <T> T get(String key, Function<JsonElement, T> read, T otherwise) {
      return has(key) ? read.apply(object.get(key)) : otherwise;
    }
  }
}
