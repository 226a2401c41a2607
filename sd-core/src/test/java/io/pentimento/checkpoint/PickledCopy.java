package io.pentimento.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Rewrites a file of float32 tensors as {@code torch.save} does, for tests. */
public final class PickledCopy {
  private PickledCopy() {}

  /** Writes all tensors of a file. */
  public static void of(Path source, Path target) throws IOException {
    write(source, target, "");
  }

  /** Writes all tensors of a file, one of them without its last element. */
  public static void withStorageCutOff(Path source, Path target, String cut) throws IOException {
    write(source, target, cut);
  }

  private static void write(Path source, Path target, String cut) throws IOException {
    try (Checkpoint checkpoint = Checkpoint.open(source)) {
      TorchFixture pickle = TorchFixture.pickle().op('}');
      Map<String, byte[]> storages = new LinkedHashMap<>();
      for (String name : checkpoint.names()) {
        TensorInfo info = checkpoint.info(name);
        long[] shape = info.shape().stream().mapToLong(Long::longValue).toArray();
        String key = Integer.toString(storages.size());
        pickle
            .text(name)
            .tensor("FloatStorage", key, info.elements(), 0, shape, strides(shape))
            .op('s');
        ByteBuffer bytes = checkpoint.bytes(name);
        byte[] copy = new byte[bytes.remaining() - (name.equals(cut) ? Float.BYTES : 0)];
        bytes.get(copy);
        storages.put(key, copy);
      }
      TorchFixture.zip(target, pickle.end(), storages);
    }
  }

  private static long[] strides(long[] shape) {
    long[] strides = new long[shape.length];
    long stride = 1;
    for (int i = shape.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= shape[i];
    }
    return strides;
  }
}
