package io.pentimento.vision;

import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.SafetensorsWriter;
import io.pentimento.checkpoint.TensorInfo;
import io.pentimento.checkpoint.TensorType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/** Copies of weights of which one tensor is NaN throughout. */
final class DamagedCopy {
  private DamagedCopy() {}

  /**
   * Writes a copy.
   *
   * @param copy a {@code .safetensors} file
   * @return the copy
   */
  static Path write(Path weights, String damaged, Path copy) throws IOException {
    SafetensorsWriter writer = new SafetensorsWriter();
    try (Checkpoint whole = Checkpoint.open(weights)) {
      for (String name : whole.names()) {
        TensorInfo info = whole.info(name);
        if (name.equals(damaged)) {
          float[] values = new float[Math.toIntExact(info.elements())];
          Arrays.fill(values, Float.NaN);
          writer.add(new TensorInfo(name, TensorType.F32, info.shape()), values);
        } else {
          writer.add(info, whole.bytes(name));
        }
      }
      writer.write(copy);
    }
    return copy;
  }
}
