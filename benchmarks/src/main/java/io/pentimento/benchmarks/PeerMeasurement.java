package io.pentimento.benchmarks;

import io.pentimento.Generation;
import io.pentimento.Pipeline;
import io.pentimento.Precision;
import io.pentimento.StepFinished;
import io.pentimento.TextToImage;
import io.pentimento.sampling.Sampler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageIO;

/**
 * Makes a picture as the scripts in {@code benchmarks/peers} do with other programs, and tells what
 * each phase took in the same form. With the file that {@code reference.py} wrote it tells also the
 * {@linkplain StepError error} of a step. {@code STEPS} in the environment asks for other than 20
 * steps.
 *
 * <pre>
 * java -cp "benchmarks/target/classes:$(cat benchmarks/target/classpath)" \
 *     io.pentimento.benchmarks.PeerMeasurement \
 *     MODEL.safetensors BFLOAT16 ROUND ROWS.csv PICTURE.png [STEP.f32]
 * </pre>
 */
public final class PeerMeasurement {
  private static final int USUAL_STEPS = 20;
  private static final int REFERENCE = 5;
  private static final double GIGA = 1e9;
  private static final double KIBI = 1 << 10;

  private PeerMeasurement() {}

  /** Appends rows: program, precision, round, phase, seconds, peak MiB, error. */
  public static void main(String[] arguments) throws IOException {
    Path model = Path.of(arguments[0]);
    Precision precision = Precision.valueOf(arguments[1]);
    Map<String, Double> seconds = measured(model, precision, Path.of(arguments[4]));
    double peak = peakMebibytes();
    String error =
        arguments.length > REFERENCE
            ? String.format(
                Locale.ROOT,
                "%.6f",
                StepError.of(model, precision.resolve(false), Path.of(arguments[REFERENCE])))
            : "";
    String program = "pentimento" + (steps() == USUAL_STEPS ? "" : " (" + steps() + " steps)");
    String name = precision.name().toLowerCase(Locale.ROOT);
    StringBuilder rows = new StringBuilder();
    seconds.forEach(
        (phase, taken) ->
            rows.append(
                String.format(
                    Locale.ROOT,
                    "%s,%s,%s,%s,%.3f,%.0f,%s%n",
                    program,
                    name,
                    arguments[2],
                    phase,
                    taken,
                    peak,
                    error)));
    Files.writeString(
        Path.of(arguments[3]), rows, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private static int steps() {
    return Integer.parseInt(System.getenv().getOrDefault("STEPS", String.valueOf(USUAL_STEPS)));
  }

  /** Makes the picture and returns the seconds of each phase. */
  private static Map<String, Double> measured(Path model, Precision precision, Path picture)
      throws IOException {
    Instant processStart = ProcessHandle.current().info().startInstant().orElseThrow();
    Map<String, Double> seconds = new LinkedHashMap<>();
    try (Pipeline pipeline = Pipeline.builder().model(model).precision(precision).build()) {
      seconds.put("load", since(processStart));
      List<Long> steps = new ArrayList<>();
      long begin = System.nanoTime();
      Generation generation =
          pipeline
              .start(
                  request(),
                  event -> {
                    if (event instanceof StepFinished) {
                      steps.add(System.nanoTime());
                    }
                  })
              .await();
      long end = System.nanoTime();
      seconds.put("start to first picture", since(processStart));
      long step = median(steps);
      // The first step is longer than the others by what was done before it.
      seconds.put("text encode", (steps.get(0) - begin - step) / GIGA);
      seconds.put("VAE decode", (end - steps.get(steps.size() - 1)) / GIGA);
      seconds.put("picture", (end - begin) / GIGA);
      seconds.put("U-Net step", step / GIGA);
      ImageIO.write(generation.image(), "png", picture.toFile());
    }
    return seconds;
  }

  private static TextToImage request() {
    return TextToImage.builder("a lighthouse at dawn")
        .size(512, 512)
        .sampler(Sampler.euler())
        .steps(steps())
        .guidanceScale(7.5)
        .seed(42)
        .build();
  }

  private static double since(Instant start) {
    return Duration.between(start, Instant.now()).toNanos() / GIGA;
  }

  private static long median(List<Long> ends) {
    List<Long> durations = new ArrayList<>();
    for (int i = 1; i < ends.size(); i++) {
      durations.add(ends.get(i) - ends.get(i - 1));
    }
    return durations.stream().sorted().skip(durations.size() / 2).findFirst().orElseThrow();
  }

  /** Returns the largest resident memory of the process, where Linux tells it, or else 0. */
  private static double peakMebibytes() {
    try {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith("VmHWM"))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / KIBI)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }
}
