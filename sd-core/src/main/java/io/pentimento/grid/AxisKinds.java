package io.pentimento.grid;

import io.pentimento.HiresUpscaler;
import io.pentimento.TextToImage;
import io.pentimento.image.ImageSize;
import io.pentimento.prompt.Emphasis;
import io.pentimento.sampling.NoiseSource;
import io.pentimento.sampling.Sampler;
import io.pentimento.sampling.SigmaSchedule;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The settings of a text-to-image request that can be axes by name: {@code "steps=10,20"}. */
public final class AxisKinds {
  private static final Pattern SIZE = Pattern.compile("(\\d{1,5})\\s*[x×]\\s*(\\d{1,5})");

  private static final List<AxisKind> ALL =
      List.of(
          kind("seed", "Seed", "1,2,3", text -> Axis.seeds(longs(text))),
          kind("variation-seed", "Var. seed", "1-4", text -> Axis.variationSeeds(longs(text))),
          kind(
              "variation-strength",
              "Var. strength",
              "0-0.3 [4]",
              text -> Axis.variationStrength(doubles(text))),
          kind("steps", "Steps", "10,20,30", text -> Axis.steps(ints(text))),
          kind("cfg", "CFG Scale", "3-9 [3]", text -> Axis.guidanceScale(doubles(text))),
          kind(
              "guidance-rescale",
              "CFG Rescale",
              "0,0.7",
              text -> Axis.guidanceRescale(doubles(text))),
          kind(
              "ngms",
              "Negative Guidance minimum sigma",
              "0,1,2",
              text -> Axis.guidanceMinSigma(doubles(text))),
          kind("prompt", "Prompt S/R", "red,blue,green", AxisKinds::promptReplace),
          kind("prompt-order", "Prompt order", "red,big", text -> Axis.promptOrder(words(text))),
          kind(
              "sampler",
              "Sampler",
              "Euler,DPM++ 2M Karras",
              text -> Axis.samplersNamed(words(text))),
          kind("schedule", "Schedule type", "Karras,Uniform", AxisKinds::schedules),
          kind("sigma-min", "Schedule min sigma", "0,0.1", AxisKinds::sigmaMin),
          kind("sigma-max", "Schedule max sigma", "0,10", AxisKinds::sigmaMax),
          kind("rho", "Schedule rho", "5,7", AxisKinds::rho),
          kind("eta", "Eta", "0,0.5,1", text -> Axis.eta(doubles(text))),
          kind("churn", "Sigma Churn", "0,10", text -> Axis.churn(doubles(text))),
          kind(
              "tmin", "Sigma min", "0,1", text -> SamplerEdits.of("Sigma min", "Sigma tmin", text)),
          kind(
              "tmax",
              "Sigma max",
              "0,10",
              text -> SamplerEdits.of("Sigma max", "Sigma tmax", text)),
          kind("noise-scale", "Sigma noise", "1,1.05", text -> Axis.noiseScale(doubles(text))),
          kind("clip-skip", "Clip skip", "1,2", text -> Axis.clipSkip(ints(text))),
          kind("emphasis", "Emphasis", "Original,No norm", AxisKinds::emphasis),
          kind("rng", "RNG source", "CPU,NV", AxisKinds::noise),
          kind("size", "Size", "64x96,96x64", AxisKinds::sizes),
          kind("hires-scale", "Hires scale", "1.5,2", text -> Axis.hiresScale(doubles(text))),
          kind("hires-steps", "Hires steps", "5,10", text -> Axis.hiresSteps(ints(text))),
          kind(
              "hires-strength",
              "Denoising",
              "0.3-0.7 [3]",
              text -> Axis.hiresStrength(doubles(text))),
          kind("hires-upscaler", "Hires upscaler", "Latent,Lanczos", AxisKinds::upscalers),
          kind("hires-sampler", "Hires sampler", "Euler,DDIM", AxisKinds::hiresSamplers));

  private AxisKinds() {}

  private static AxisKind kind(
      String name,
      String title,
      String example,
      Function<String, Axis<? super TextToImage.Builder>> reader) {
    return new AxisKind(name, title, example, reader);
  }

  /** Returns all of them. */
  public static List<AxisKind> all() {
    return ALL;
  }

  /**
   * Reads an axis, such as {@code "steps=10,20"} or {@code "CFG Scale=3-9 [3]"}.
   *
   * @param text a name or title, in any case and with or without blanks and hyphens, then {@code =}
   *     and the values
   * @throws IllegalArgumentException if there is no such axis, or a value cannot be read; the
   *     message names what there is
   */
  public static Axis<? super TextToImage.Builder> axis(String text) {
    int equals = text.indexOf('=');
    if (equals < 0) {
      throw new IllegalArgumentException(
          "An axis must be a name and values, such as steps=10,20, but got: " + text + ".");
    }
    return named(text.substring(0, equals)).axis(text.substring(equals + 1));
  }

  /**
   * Finds a setting by its name or title.
   *
   * @throws IllegalArgumentException if there is none of that name; the message lists the known
   *     ones
   */
  public static AxisKind named(String name) {
    String key = key(name);
    return ALL.stream()
        .filter(kind -> key(kind.name()).equals(key) || key(kind.title()).equals(key))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "An axis must be one of %s, but got: %s."
                        .formatted(
                            String.join(", ", ALL.stream().map(AxisKind::name).toList()),
                            name.strip())));
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", "");
  }

  private static String[] words(String text) {
    return AxisValues.words(text).toArray(String[]::new);
  }

  private static long[] longs(String text) {
    return AxisValues.wholeNumbers(text).stream().mapToLong(Long::longValue).toArray();
  }

  private static int[] ints(String text) {
    return AxisValues.wholeNumbers(text).stream().mapToInt(AxisKinds::smallNumber).toArray();
  }

  private static int smallNumber(long number) {
    if (number != (int) number) {
      throw new IllegalArgumentException(
          "A value must be a whole number below 2^31, but got: " + number + ".");
    }
    return (int) number;
  }

  private static double[] doubles(String text) {
    return AxisValues.numbers(text).stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static Axis<? super TextToImage.Builder> promptReplace(String text) {
    List<String> words = AxisValues.words(text);
    return Axis.promptReplace(words.get(0), words.subList(1, words.size()).toArray(String[]::new));
  }

  private static Axis<? super TextToImage.Builder> schedules(String text) {
    return Axis.schedules(
        AxisValues.words(text).stream().map(SigmaSchedule::named).toArray(SigmaSchedule[]::new));
  }

  private static Axis<? super TextToImage.Builder> sigmaMin(String text) {
    return Axis.<TextToImage.Builder, Double>of(
            "Schedule min sigma",
            AxisValues.numbers(text),
            (builder, sigma) -> range(builder, "Schedule max sigma", max -> range(sigma, max)))
        .last();
  }

  private static Axis<? super TextToImage.Builder> sigmaMax(String text) {
    return Axis.<TextToImage.Builder, Double>of(
            "Schedule max sigma",
            AxisValues.numbers(text),
            (builder, sigma) -> range(builder, "Schedule min sigma", min -> range(min, sigma)))
        .last();
  }

  private static Axis<? super TextToImage.Builder> rho(String text) {
    return Axis.<TextToImage.Builder, Double>of(
            "Schedule rho",
            AxisValues.numbers(text),
            (builder, rho) -> builder.schedule(builder.build().sampling().schedule().withRho(rho)))
        .last();
  }

  private static Function<SigmaSchedule, SigmaSchedule> range(double min, double max) {
    return schedule -> schedule.withRange(min, max);
  }

  /** Changes one end of the schedule, and keeps the other as the schedule records it. */
  private static void range(
      TextToImage.Builder builder,
      String otherEnd,
      Function<Double, Function<SigmaSchedule, SigmaSchedule>> change) {
    SigmaSchedule schedule = builder.build().sampling().schedule();
    double kept = schedule.settings().getOrDefault(otherEnd, 0.0);
    builder.schedule(change.apply(kept).apply(schedule));
  }

  private static Axis<? super TextToImage.Builder> emphasis(String text) {
    return Axis.<TextToImage.Builder, Emphasis>of(
        "Emphasis",
        AxisValues.words(text).stream().map(AxisKinds::emphasisNamed).toList(),
        Emphasis::label,
        TextToImage.Builder::emphasis);
  }

  private static Emphasis emphasisNamed(String name) {
    return Arrays.stream(Emphasis.values())
        .filter(emphasis -> key(emphasis.label()).equals(key(name)))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "emphasis must be one of %s, but got: %s."
                        .formatted(
                            String.join(
                                ", ",
                                Arrays.stream(Emphasis.values()).map(Emphasis::label).toList()),
                            name)));
  }

  private static Axis<? super TextToImage.Builder> noise(String text) {
    return Axis.noise(
        AxisValues.words(text).stream().map(AxisKinds::noiseNamed).toArray(NoiseSource[]::new));
  }

  private static NoiseSource noiseNamed(String name) {
    return switch (name.toUpperCase(Locale.ROOT)) {
      case "CPU" -> NoiseSource.torchCpu();
      case "NV", "GPU" -> NoiseSource.nvidia();
      default ->
          throw new IllegalArgumentException("RNG must be CPU or NV, but got: " + name + ".");
    };
  }

  private static Axis<? super TextToImage.Builder> sizes(String text) {
    return Axis.sizes(
        AxisValues.words(text).stream().map(AxisKinds::size).toArray(ImageSize[]::new));
  }

  private static ImageSize size(String text) {
    Matcher sides = SIZE.matcher(text.strip());
    if (!sides.matches()) {
      throw new IllegalArgumentException(
          "A size must be a width and a height such as 512x768, but got: " + text + ".");
    }
    return new ImageSize(Integer.parseInt(sides.group(1)), Integer.parseInt(sides.group(2)));
  }

  private static Axis<? super TextToImage.Builder> upscalers(String text) {
    return Axis.hiresUpscaler(
        AxisValues.words(text).stream().map(HiresUpscaler::named).toArray(HiresUpscaler[]::new));
  }

  private static Axis<? super TextToImage.Builder> hiresSamplers(String text) {
    return HiresEdits.samplers(AxisValues.words(text).stream().map(Sampler::named).toList());
  }
}
