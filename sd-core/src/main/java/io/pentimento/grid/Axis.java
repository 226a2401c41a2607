package io.pentimento.grid;

import io.pentimento.HiresUpscaler;
import io.pentimento.ImageToImage;
import io.pentimento.RequestBuilder;
import io.pentimento.TextToImage;
import io.pentimento.image.ImageSize;
import io.pentimento.sampling.NoiseSource;
import io.pentimento.sampling.Sampler;
import io.pentimento.sampling.SigmaSchedule;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/**
 * One direction of a {@link Grid}: a setting, and the values that it takes. Each value is a label
 * and a change to a request's builder.
 *
 * <p>What all requests share fits every grid; {@link #denoisingStrength} fits those of {@link
 * ImageToImage}, and so on: the compiler tells. {@link #of} makes an axis of anything else.
 *
 * @param <B> the builders that it changes
 */
public final class Axis<B> {
  /** The seeds that the WebUI draws. */
  private static final long SEEDS = 1L << 32;

  private static final String SEED = "Seed";
  private static final String VARIATION_SEED = "Var. seed";

  /** A value of the axis. */
  private record Value<B>(String text, String label, Consumer<? super B> change) {}

  private final String name;
  private final List<Value<B>> values;
  private final String typed;

  /** Makes this axis with seeds in place of those that are left to chance. */
  private final Supplier<Axis<B>> drawing;

  /** Whether it changes what another axis may choose, and so comes behind it. */
  private final boolean last;

  private Axis(
      String name, List<Value<B>> values, String typed, Supplier<Axis<B>> drawing, boolean last) {
    this.name = Objects.requireNonNull(name, "name");
    this.values = List.copyOf(values);
    this.typed = typed;
    this.drawing = drawing;
    this.last = last;
    if (values.isEmpty() || values.size() > AxisValues.MOST) {
      throw new IllegalArgumentException(
          "The axis %s must have 1 to %d values, but got: %d."
              .formatted(name, AxisValues.MOST, values.size()));
    }
  }

  /**
   * Varies anything.
   *
   * @param name the axis's name, in labels and in the picture's parameters
   * @param values the values, at least one; labels show what {@code toString} makes of them
   * @param change gives a value to a request's builder; what it throws for a bad value is told with
   *     the axis and the value
   */
  public static <B, V> Axis<B> of(
      String name, List<V> values, BiConsumer<? super B, ? super V> change) {
    return of(name, values, Axis::text, change);
  }

  /**
   * Varies anything.
   *
   * @param name the axis's name, in labels and in the picture's parameters
   * @param values the values, at least one
   * @param text what labels and parameters call a value
   * @param change gives a value to a request's builder; what it throws for a bad value is told with
   *     the axis and the value
   */
  public static <B, V> Axis<B> of(
      String name,
      List<V> values,
      Function<? super V, String> text,
      BiConsumer<? super B, ? super V> change) {
    return of(name, values, text, value -> name + ": " + text.apply(value), change);
  }

  /** Varies what needs no name beside its values. */
  static <B, V> Axis<B> unnamed(
      String name,
      List<V> values,
      Function<? super V, String> text,
      BiConsumer<? super B, ? super V> change) {
    return of(name, values, text, text, change);
  }

  private static <B, V> Axis<B> of(
      String name,
      List<V> values,
      Function<? super V, String> text,
      Function<? super V, String> label,
      BiConsumer<? super B, ? super V> change) {
    List<Value<B>> all = new ArrayList<>();
    for (V value : values) {
      all.add(
          new Value<>(
              text.apply(value), label.apply(value), builder -> change.accept(builder, value)));
    }
    return ofValues(name, all);
  }

  private static <B> Axis<B> ofValues(String name, List<Value<B>> values) {
    String list = WordList.write(values.stream().map(Value::text).toList());
    return new Axis<>(name, values, list, () -> ofValues(name, values), false);
  }

  /** Has one value, which changes nothing. */
  static Axis<RequestBuilder<?>> none() {
    return unnamed("", List.of(""), text -> "", (builder, text) -> {});
  }

  /** Writes numbers without needless digits. */
  private static String text(Object value) {
    return value instanceof Double number
        ? BigDecimal.valueOf(number)
            .setScale(8, RoundingMode.HALF_EVEN)
            .stripTrailingZeros()
            .toPlainString()
        : String.valueOf(value);
  }

  /** Returns this axis as it was typed, which is what parameters tell. */
  Axis<B> typed(String text) {
    return new Axis<>(name, values, text, () -> drawing.get().typed(text), last);
  }

  /** Returns this axis as one that is applied behind those that are not. */
  Axis<B> last() {
    return new Axis<>(name, values, typed, () -> drawing.get().last(), true);
  }

  /** Tells whether it is applied behind those that are not. */
  boolean isLast() {
    return last;
  }

  /** Returns this axis with seeds in place of those that are left to chance. */
  Axis<B> drawn() {
    return drawing.get();
  }

  /** Returns the name, such as {@code "CFG Scale"}; empty if nothing varies. */
  public String name() {
    return name;
  }

  /** Returns how many values there are, 1 to 1000. */
  public int size() {
    return values.size();
  }

  /** Returns what is written beside the cells of each value. */
  public List<String> labels() {
    return values.stream().map(Value::label).toList();
  }

  /** Returns the values as parameters tell them: as they were typed, or in a list. */
  String typed() {
    return typed;
  }

  /** Returns the values in a list. */
  String list() {
    return WordList.write(values.stream().map(Value::text).toList());
  }

  /** Tells whether seeds vary, so that it matters which were drawn. */
  boolean isOfSeeds() {
    return name.equals(SEED) || name.equals(VARIATION_SEED);
  }

  /** Gives a value to a request's builder. */
  void apply(int index, B builder) {
    Value<B> value = values.get(index);
    try {
      value.change().accept(builder);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s, value \"%s\": %s".formatted(name, value.text(), e.getMessage()), e);
    }
  }

  /** Varies the number of steps. */
  public static Axis<RequestBuilder<?>> steps(int... steps) {
    return of("Steps", boxed(steps), RequestBuilder::steps);
  }

  /** Varies how strongly the prompt is followed. */
  public static Axis<RequestBuilder<?>> guidanceScale(double... scales) {
    return of("CFG Scale", boxed(scales), RequestBuilder::guidanceScale);
  }

  /** Varies a share, 0 to 1, of the contrast that guidance adds and that is brought back. */
  public static Axis<RequestBuilder<?>> guidanceRescale(double... rescales) {
    return of("CFG Rescale", boxed(rescales), RequestBuilder::guidanceRescale);
  }

  /** Varies the noise level below which guidance is left out in every second call ("NGMS"). */
  public static Axis<RequestBuilder<?>> guidanceMinSigma(double... sigmas) {
    return of(
        "Negative Guidance minimum sigma",
        boxed(sigmas),
        (builder, sigma) ->
            builder.guidance(
                builder.build().sampling().guidance().withMinSigma(sigma, everyCall(builder))));
  }

  private static boolean everyCall(RequestBuilder<?> builder) {
    return builder.build().sampling().guidance().everyCall();
  }

  /** Varies the seed; -1 stands for a random one. */
  public static Axis<RequestBuilder<?>> seeds(long... seeds) {
    Axis<RequestBuilder<?>> axis = of(SEED, boxed(seeds), RequestBuilder::seed);
    return new Axis<>(SEED, axis.values, axis.typed, () -> seeds(drawn(seeds)), false);
  }

  /** Varies the seed of the second noise; -1 stands for a random one. */
  public static Axis<RequestBuilder<?>> variationSeeds(long... seeds) {
    Axis<RequestBuilder<?>> axis =
        of(
            VARIATION_SEED,
            boxed(seeds),
            (builder, seed) ->
                builder.variation(seed, builder.build().sampling().seeds().variationStrength()));
    return new Axis<>(
        VARIATION_SEED, axis.values, axis.typed, () -> variationSeeds(drawn(seeds)), false);
  }

  private static long[] drawn(long... seeds) {
    return LongStream.of(seeds).map(seed -> seed == -1 ? randomSeed() : seed).toArray();
  }

  /** Draws a seed as the WebUI does. */
  static long randomSeed() {
    return ThreadLocalRandom.current().nextLong(SEEDS - 1);
  }

  /** Varies how far the noise is turned towards a second one, 0 to 1. */
  public static Axis<RequestBuilder<?>> variationStrength(double... strengths) {
    return of(
        "Var. strength",
        boxed(strengths),
        (builder, strength) ->
            builder.variation(
                builder.build().sampling().seeds().variation().map(v -> v.seed()).orElse(-1L),
                strength));
  }

  /** Varies the sampler. */
  public static Axis<RequestBuilder<?>> samplers(Sampler... samplers) {
    return samplerChoices(Arrays.stream(samplers).map(SamplerWord::of).toList());
  }

  /**
   * Varies the sampler by names, which may end in a schedule's, such as {@code "DPM++ 2M Karras"}.
   *
   * @throws IllegalArgumentException if there is none of a name; the message lists the known ones
   */
  public static Axis<RequestBuilder<?>> samplersNamed(String... names) {
    return samplerChoices(Arrays.stream(names).map(SamplerWord::named).toList());
  }

  private static Axis<RequestBuilder<?>> samplerChoices(List<SamplerWord> samplers) {
    return unnamed("Sampler", samplers, SamplerWord::name, (builder, word) -> word.give(builder));
  }

  /** Varies the noise schedule. */
  public static Axis<RequestBuilder<?>> schedules(SigmaSchedule... schedules) {
    return of("Schedule type", List.of(schedules), SigmaSchedule::name, RequestBuilder::schedule);
  }

  /** Varies how much of the sampler's noise is new, usually 0 to 1. */
  public static Axis<RequestBuilder<?>> eta(double... etas) {
    return SamplerEdits.number("Eta", List.of("Eta", "Eta DDIM"), boxed(etas));
  }

  /** Varies how much noise all steps together add ("S_churn"), 0 or more. */
  public static Axis<RequestBuilder<?>> churn(double... amounts) {
    return SamplerEdits.number("Sigma Churn", List.of("Sigma churn"), boxed(amounts));
  }

  /** Varies the standard deviation of the noise that steps add ("S_noise"); 1 is usual. */
  public static Axis<RequestBuilder<?>> noiseScale(double... scales) {
    return SamplerEdits.number("Sigma noise", List.of("Sigma noise"), boxed(scales));
  }

  /** Varies the layer of the text encoder, counted from the last one, 1. */
  public static Axis<RequestBuilder<?>> clipSkip(int... layers) {
    return of("Clip skip", boxed(layers), RequestBuilder::clipSkip);
  }

  /** Varies where noise comes from. */
  public static Axis<RequestBuilder<?>> noise(NoiseSource... sources) {
    return of("RNG source", List.of(sources), NoiseSource::name, RequestBuilder::noise);
  }

  /**
   * Puts other words into the prompt and the negative prompt ("Prompt S/R").
   *
   * @param search the words that are looked for, and the first value: the prompt as it is
   * @param replacements what stands in their place in the further cells
   */
  public static Axis<RequestBuilder<?>> promptReplace(String search, String... replacements) {
    return PromptEdits.replace(search, List.of(replacements));
  }

  /** Puts words of the prompt into every possible order. */
  public static Axis<RequestBuilder<?>> promptOrder(String... words) {
    return PromptEdits.order(List.of(words));
  }

  /** Varies how much of the given picture is replaced, 0 to 1. */
  public static Axis<ImageToImage.Builder> denoisingStrength(double... strengths) {
    return of("Denoising", boxed(strengths), ImageToImage.Builder::denoisingStrength);
  }

  /** Varies the picture's size. */
  public static Axis<TextToImage.Builder> sizes(ImageSize... sizes) {
    return of("Size", List.of(sizes), (builder, size) -> builder.size(size.width(), size.height()));
  }

  /** Varies how much hires fix enlarges; a request without one gets one. */
  public static Axis<TextToImage.Builder> hiresScale(double... scales) {
    return HiresEdits.scale(boxed(scales));
  }

  /** Varies the steps of hires fix, which the request must have. */
  public static Axis<TextToImage.Builder> hiresSteps(int... steps) {
    return HiresEdits.steps(boxed(steps));
  }

  /** Varies how much hires fix draws anew, 0 to 1; the request must have one. */
  public static Axis<TextToImage.Builder> hiresStrength(double... strengths) {
    return HiresEdits.strength(boxed(strengths));
  }

  /** Varies what hires fix, which the request must have, enlarges with. */
  public static Axis<TextToImage.Builder> hiresUpscaler(HiresUpscaler... upscalers) {
    return HiresEdits.upscaler(List.of(upscalers));
  }

  private static List<Integer> boxed(int... values) {
    return Arrays.stream(values).boxed().toList();
  }

  private static List<Double> boxed(double... values) {
    return Arrays.stream(values).boxed().toList();
  }

  private static List<Long> boxed(long... values) {
    return Arrays.stream(values).boxed().toList();
  }
}
