package io.pentimento.model;

import io.pentimento.checkpoint.SafetensorsWriter;
import io.pentimento.checkpoint.TensorInfo;
import io.pentimento.checkpoint.TensorType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A file with a small upscaling network whose weights are made up: it changes what it enlarges a
 * little, so that pictures can be told from those of other upscalers.
 *
 * @param config the network
 * @param seed of the weights
 * @param brightness added to what every layer makes
 */
public record RrdbFile(RrdbConfig config, long seed, float brightness) {
  /** Describes a network that is not brightened. */
  public RrdbFile(RrdbConfig config, long seed) {
    this(config, seed, 0);
  }

  /** Describes a network of one block that doubles the size. */
  public static RrdbFile doubling() {
    return new RrdbFile(new RrdbConfig(RrdbLayout.BODY, 1, 8, 4, 1, 1), 1);
  }

  /** Writes the file. */
  public Path write(Path path) throws IOException {
    writer().write(path);
    return path;
  }

  /** Returns the tensors, to which a test may add. */
  SafetensorsWriter writer() {
    SafetensorsWriter writer = new SafetensorsWriter();
    SplittableRandom random = new SplittableRandom(seed);
    RrdbLayout layout = config.layout();
    int width = config.width();
    conv(writer, random, layout.first(), config.inChannels(), width);
    for (int block = 0; block < config.blocks(); block++) {
      for (int part = 1; part <= 3; part++) {
        for (int layer = 1; layer <= 5; layer++) {
          conv(
              writer,
              random,
              layout.dense(block, part, layer),
              width + (layer - 1) * config.growth(),
              layer == 5 ? width : config.growth());
        }
      }
    }
    conv(writer, random, layout.bodyEnd(config.blocks()), width, width);
    for (int step = 1; step <= config.upSteps(); step++) {
      conv(writer, random, layout.up(step), width, width);
    }
    conv(writer, random, layout.large(config.upSteps()), width, width);
    conv(writer, random, layout.last(config.upSteps()), width, 3);
    return writer;
  }

  private void conv(
      SafetensorsWriter writer, SplittableRandom random, String name, int in, int out) {
    float[] weight = new float[out * in * 9];
    float[] bias = new float[out];
    double spread = Math.sqrt(3.0 / (in * 9));
    for (int i = 0; i < weight.length; i++) {
      weight[i] = (float) ((random.nextDouble() * 2 - 1) * spread);
    }
    for (int i = 0; i < out; i++) {
      bias[i] = (float) (random.nextDouble() * 0.4) + brightness;
    }
    writer.add(
        new TensorInfo(name + ".weight", TensorType.F32, List.of((long) out, (long) in, 3L, 3L)),
        weight);
    writer.add(new TensorInfo(name + ".bias", TensorType.F32, List.of((long) out)), bias);
  }
}
