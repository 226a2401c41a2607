package io.pentimento.benchmarks;

import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.SafetensorsWriter;
import io.pentimento.checkpoint.TensorInfo;
import io.pentimento.checkpoint.TensorType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Writes LoRAs with random float16 factors on all attention and feed-forward layers of the U-Net of
 * a model's file.
 *
 * <pre>
 * java -cp "benchmarks/target/classes:$(cat benchmarks/target/classpath)" \
 *     io.pentimento.benchmarks.MadeUpLora MODEL.safetensors FOLDER 8
 * </pre>
 */
public final class MadeUpLora {
  private static final long RANK = 32;
  private static final double SIZE = 0.02;
  private static final String UNET = "model.diffusion_model.";
  private static final String WEIGHT = ".weight";

  private final SafetensorsWriter writer = new SafetensorsWriter();
  private final SplittableRandom random;

  private MadeUpLora(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** Writes {@code lora-0.safetensors} and so on: the model's file, a folder and how many. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[1]);
    try (Checkpoint model = Checkpoint.open(Path.of(arguments[0]))) {
      for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
        MadeUpLora lora = new MadeUpLora(i);
        for (String name : model.names()) {
          List<Long> shape = model.info(name).shape();
          if (name.contains("transformer_blocks") && shape.size() == 2) {
            lora.add(layer(name), shape.get(0), shape.get(1));
          }
        }
        lora.writer.write(folder.resolve("lora-" + i + ".safetensors"));
      }
    }
  }

  private static String layer(String weight) {
    String path = weight.substring(UNET.length(), weight.length() - WEIGHT.length());
    return "lora_unet_" + path.replace('.', '_');
  }

  private void add(String layer, long out, long in) {
    factor(layer + ".lora_up.weight", out, RANK);
    factor(layer + ".lora_down.weight", RANK, in);
    writer.add(new TensorInfo(layer + ".alpha", TensorType.F16, List.of()), RANK);
  }

  private void factor(String name, long rows, long columns) {
    float[] values = new float[Math.toIntExact(rows * columns)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (SIZE * (random.nextDouble() - 0.5));
    }
    writer.add(new TensorInfo(name, TensorType.F16, List.of(rows, columns)), values);
  }
}
