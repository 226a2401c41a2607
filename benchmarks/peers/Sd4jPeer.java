import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.oracle.labs.mlrg.sd4j.SD4J;
import com.oracle.labs.mlrg.sd4j.SD4J.ExecutionProvider;
import com.oracle.labs.mlrg.sd4j.SD4J.ImageSize;
import com.oracle.labs.mlrg.sd4j.SD4J.ModelType;
import com.oracle.labs.mlrg.sd4j.SD4J.SD4JConfig;
import com.oracle.labs.mlrg.sd4j.SD4J.SDImage;
import com.oracle.labs.mlrg.sd4j.Schedulers;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Makes a picture with sd4j from what sd4j_export.py wrote, and tells what each phase took. It is compiled against
 * sd4j, and run in sd4j's folder, where that looks for its tokenizer:
 *
 *   java -cp ... Sd4jPeer ONNX_FOLDER ROUND ROWS.csv PICTURE.png STEP.f32
 *
 * sd4j has no plain Euler sampler: that with fresh noise costs the same. STEPS in the environment asks for other than
 * 20 steps. Appends rows: program, precision, round, phase, seconds, peak MiB, error.
 */
final class Sd4jPeer {
  private static final int STEPS = Integer.parseInt(System.getenv().getOrDefault("STEPS", "20"));

  /** A logger that nobody holds would be forgotten with its handler. */
  private static final Logger LOG = Logger.getLogger("com.oracle.labs.mlrg.sd4j");

  private static final Map<String, Instant> SAID = new ConcurrentHashMap<>();

  public static void main(String[] arguments) throws IOException, OrtException {
    listen();
    Map<String, Double> seconds = measured(arguments[0], new File(arguments[3]));
    double peak = peakMebibytes();
    double error = stepError(arguments[0], Path.of(arguments[4]));
    String version = OrtEnvironment.getEnvironment().getVersion();
    String program = "sd4j onnxruntime-" + version + (STEPS == 20 ? "" : " (" + STEPS + " steps)");
    StringBuilder rows = new StringBuilder();
    seconds.forEach(
        (phase, taken) ->
            rows.append(
                String.format(
                    Locale.ROOT,
                    "%s,float32,%s,%s,%.3f,%.0f,%.6f%n",
                    program, arguments[1], phase, taken, peak, error)));
    Files.writeString(Path.of(arguments[2]), rows, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** sd4j says in its log when a phase ends, and nowhere else. */
  private static void listen() {
    LOG.setUseParentHandlers(false);
    LOG.addHandler(
        new Handler() {
          @Override
          public void publish(LogRecord said) {
            SAID.put(said.getMessage(), said.getInstant());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        });
  }

  private static Map<String, Double> measured(String folder, File picture) throws IOException {
    Instant start = ProcessHandle.current().info().startInstant().orElseThrow();
    Map<String, Double> seconds = new LinkedHashMap<>();
    try (SD4J sd4j = SD4J.factory(new SD4JConfig(folder, ExecutionProvider.CPU, 0, ModelType.SD1_5))) {
      Instant begin = Instant.now();
      seconds.put("load", between(start, begin));
      List<Instant> ends = new ArrayList<>();
      List<SDImage> images =
          sd4j.generateImage(
              STEPS, "a lighthouse at dawn", "", 7.5f, 1, new ImageSize(512, 512), 42, Schedulers.EULER_ANCESTRAL,
              step -> ends.add(Instant.now()));
      Instant end = Instant.now();
      ends.add(0, SAID.get("Generated embedding"));
      seconds.put("start to first picture", between(start, end));
      seconds.put("text encode", between(begin, ends.get(0)));
      seconds.put("VAE decode", between(SAID.get("Generated latents"), end));
      seconds.put("picture", between(begin, end));
      seconds.put("U-Net step", median(ends));
      SD4J.save(images.get(0), picture);
    }
    return seconds;
  }

  private static double median(List<Instant> ends) {
    List<Double> durations = new ArrayList<>();
    for (int i = 1; i < ends.size(); i++) {
      durations.add(between(ends.get(i - 1), ends.get(i)));
    }
    return durations.stream().sorted().skip(durations.size() / 2).findFirst().orElseThrow();
  }

  private static double between(Instant from, Instant to) {
    return Duration.between(from, to).toNanos() / 1e9;
  }

  /** Returns how far the U-Net's answer to the fixed step lies from that in a file. */
  private static double stepError(String folder, Path reference) throws IOException, OrtException {
    FloatBuffer expected =
        ByteBuffer.wrap(Files.readAllBytes(reference)).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    OrtEnvironment runtime = OrtEnvironment.getEnvironment();
    FloatBuffer latent = FloatBuffer.allocate(2 * 4 * 64 * 64);
    latent.put(numbers(4 * 64 * 64)).put(numbers(4 * 64 * 64)).flip();
    try (OrtSession unet = runtime.createSession(folder + "/unet/model.onnx");
        OnnxTensor sample = OnnxTensor.createTensor(runtime, latent, new long[] {2, 4, 64, 64});
        OnnxTensor time = OnnxTensor.createTensor(runtime, new long[] {500});
        OnnxTensor context =
            OnnxTensor.createTensor(runtime, FloatBuffer.wrap(numbers(2 * 77 * 768)), new long[] {2, 77, 768});
        OrtSession.Result result =
            unet.run(Map.of("sample", sample, "timestep", time, "encoder_hidden_states", context))) {
      FloatBuffer actual = ((OnnxTensor) result.get(0)).getFloatBuffer();
      double difference = 0;
      double norm = 0;
      for (int i = 0; i < expected.limit(); i++) {
        difference += Math.pow((double) actual.get(i) - expected.get(i), 2);
        norm += Math.pow(expected.get(i), 2);
      }
      return Math.sqrt(difference / norm);
    }
  }

  /** The numbers of networks.py. */
  private static float[] numbers(int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) (Math.scalb((double) (i * i * (int) 2_654_435_761L), -31) * Math.sqrt(3));
    }
    return numbers;
  }

  private static double peakMebibytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmHWM"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElse(0);
  }
}
