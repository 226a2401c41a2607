package io.pentimento.benchmarks;

import io.pentimento.Pipeline;
import io.pentimento.Precision;
import io.pentimento.Run;
import io.pentimento.StepFinished;
import io.pentimento.TextToImage;
import io.pentimento.adapters.AdapterStack;
import io.pentimento.sampling.Sampler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Measures one point of a curve in a JVM of its own, so that the peak of the process's memory is
 * that point's: one guided step and the decoding, after a small picture that warms up. Appends rows
 * to a file: curve, x, precision, phase, seconds, peak MiB.
 *
 * <pre>
 * java -Xmx512m -cp "benchmarks/target/classes:$(cat benchmarks/target/classpath)" \
 *     io.pentimento.benchmarks.ScaleMeasurement WORK_FOLDER RESOLUTION 1024 BFLOAT16
 * </pre>
 *
 * {@code benchmarks/scale} runs it at all points.
 */
public final class ScaleMeasurement {
  private static final double GIGA = 1e9;
  private static final double MEBI = 1L << 20;

  /** The phase whose time is of no point. */
  static final String WARM_UP = "warm-up";

  /** The side of the pictures of warming up, and where many are made. */
  private static final int SMALL = 256;

  private static final int USUAL = 512;

  /** So many requests, in a row or at once. */
  private static final int REQUESTS = 4;

  /** What grows along a curve. */
  enum Curve {
    /** The side of a picture in pixels. */
    RESOLUTION,
    /** Pictures of 256 × 256 in one request. */
    BATCH,
    /** How many of four requests of 512 × 512 run at a time. */
    CONCURRENT,
    /** LoRAs of rank 32 on all attention and feed-forward layers, 512 × 512. */
    LORAS
  }

  private final Pipeline pipeline;
  private final AdapterStack adapters;

  private ScaleMeasurement(Pipeline pipeline, AdapterStack adapters) {
    this.pipeline = pipeline;
    this.adapters = adapters;
  }

  /** Measures a point: the folder with the files, the curve, x and the precision. */
  public static void main(String[] arguments) throws IOException {
    Path work = Path.of(arguments[0]);
    Curve curve = Curve.valueOf(arguments[1]);
    int x = Integer.parseInt(arguments[2]);
    Precision precision = Precision.valueOf(arguments[3]);
    Path model = work.resolve("sd15.safetensors");
    try (Pipeline pipeline = Pipeline.builder().model(model).precision(precision).build()) {
      AdapterStack adapters = adapters(work, curve == Curve.LORAS ? x : 0);
      Map<String, Double> seconds = new ScaleMeasurement(pipeline, adapters).measured(curve, x);
      double peak = pipeline.memoryUse().peakProcess().orElse(0) / MEBI;
      StringBuilder rows = new StringBuilder();
      seconds.forEach(
          (phase, taken) ->
              rows.append(
                  String.format(
                      Locale.ROOT,
                      "%s,%d,%s,%s,%.3f,%.0f%n",
                      curve.name().toLowerCase(Locale.ROOT),
                      x,
                      precision.name().toLowerCase(Locale.ROOT),
                      phase,
                      taken,
                      peak)));
      Files.writeString(
          work.resolve("rows.csv"), rows, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      System.out.print(rows);
    }
  }

  private static AdapterStack adapters(Path work, int count) throws IOException {
    AdapterStack.Builder stack = AdapterStack.builder();
    for (int i = 0; i < count; i++) {
      stack.lora(work.resolve("lora-" + i + ".safetensors"), 1.0 / count);
    }
    return stack.build();
  }

  /** Returns the seconds of each phase. */
  private Map<String, Double> measured(Curve curve, int x) {
    Map<String, Double> seconds = new LinkedHashMap<>();
    long begin = System.nanoTime();
    pipeline.generate(request(SMALL, 1));
    seconds.put(WARM_UP, since(begin));
    switch (curve) {
      case RESOLUTION -> one(request(x, 1), seconds);
      case BATCH -> one(request(SMALL, x), seconds);
      case LORAS -> one(request(USUAL, 1), seconds);
      case CONCURRENT -> seconds.put("four requests", atOnce(x));
    }
    return seconds;
  }

  /** The prompt was encoded while warming up, so that little but the step is before its end. */
  private void one(TextToImage request, Map<String, Double> seconds) {
    AtomicLong stepEnd = new AtomicLong();
    long begin = System.nanoTime();
    pipeline
        .start(
            request,
            event -> {
              if (event instanceof StepFinished) {
                stepEnd.set(System.nanoTime());
              }
            })
        .await();
    seconds.put("decode", since(stepEnd.get()));
    seconds.put("step", (stepEnd.get() - begin) / GIGA);
  }

  private double atOnce(int count) {
    long begin = System.nanoTime();
    for (int made = 0; made < REQUESTS; made += count) {
      List<Run> runs = new ArrayList<>();
      Stream.generate(() -> request(USUAL, 1))
          .limit(Math.min(count, REQUESTS - made))
          .forEach(request -> runs.add(pipeline.start(request)));
      runs.forEach(Run::await);
    }
    return since(begin);
  }

  private TextToImage request(int side, int batch) {
    return TextToImage.builder("a lighthouse at dawn")
        .size(side, side)
        .batch(batch)
        .sampler(Sampler.euler())
        .steps(1)
        .guidanceScale(7.5)
        .seed(42)
        .adapters(adapters)
        .build();
  }

  private static double since(long begin) {
    return (System.nanoTime() - begin) / GIGA;
  }
}
