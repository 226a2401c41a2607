package io.pentimento.vision;

import ai.djl.ndarray.NDArray;
import io.pentimento.ComputeDevice;
import io.pentimento.image.ImageSize;
import io.pentimento.image.Pixels;
import io.pentimento.internal.Scope;
import io.pentimento.internal.SegmentKernels;
import io.pentimento.model.IsNet;
import io.pentimento.model.SubjectAlpha;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A loaded IS-Net ({@code isnet-general-use.pth}), which finds a picture's subject. Safe for use by
 * many threads at once. Close it to free its memory. Computes in float32.
 */
public final class SubjectSelector implements AutoCloseable {
  private final LentNetwork<IsNet> isNet;

  private SubjectSelector(LentNetwork<IsNet> isNet) {
    this.isNet = isNet;
  }

  /**
   * Loads a network on the device that suits this machine.
   *
   * @param file a {@code .pth} or {@code .safetensors} file, of which no code is run
   * @throws IOException if it cannot be read; a {@code ModelFormatException} where it is damaged or
   *     of another kind
   * @throws IllegalStateException if the engine does not start
   */
  public static SubjectSelector load(Path file) throws IOException {
    return load(file, ComputeDevice.AUTO);
  }

  /**
   * Loads a network.
   *
   * @param file a file as in {@link #load(Path)}
   * @throws IOException if it cannot be read; a {@code ModelFormatException} where it is damaged or
   *     of another kind
   * @throws IllegalStateException if the device is not to be had on this machine, or the engine
   *     does not start
   */
  public static SubjectSelector load(Path file, ComputeDevice device) throws IOException {
    return new SubjectSelector(
        LentNetwork.load(
            "IS-Net",
            file,
            Optional.empty(),
            device,
            (checkpoint, config, scope) -> IsNet.read(checkpoint, scope)));
  }

  /**
   * Finds a picture's subject. What is surest becomes 1 and what is least sure 0; where all is
   * equally sure there is no subject.
   *
   * @param picture of any size; what is transparent becomes white
   * @throws io.pentimento.GenerationFailedException if the engine fails, or makes NaN
   * @throws IllegalStateException if this is closed
   */
  public Selection select(BufferedImage picture) {
    Pixels pixels = Pixels.of(picture);
    return isNet.use((network, scope) -> find(network, scope, pixels));
  }

  private Selection find(IsNet network, Scope scope, Pixels picture) {
    int side = SubjectAlpha.SIZE;
    float[] values = SubjectAlpha.values(SubjectAlpha.square(picture, side));
    NDArray found = network.find(scope, scope.array(values, 1, 3, side, side));
    ImageSize size = picture.size();
    float[] alpha =
        isNet.values(scope, SegmentKernels.bilinear(scope, found, size.height(), size.width()));
    SubjectAlpha.stretch(alpha);
    return new Selection(size, alpha);
  }

  /**
   * Removes a picture's background: returns it with what was found as its alpha, soft at the edges.
   * What was transparent before becomes so again.
   *
   * @param picture of any size
   * @throws io.pentimento.GenerationFailedException if the engine fails, or makes NaN
   * @throws IllegalStateException if this is closed
   */
  public BufferedImage cutOut(BufferedImage picture) {
    Pixels source = Pixels.of(picture).rgba();
    byte[] alpha = select(picture).levels();
    for (int i = 0; i < alpha.length; i++) {
      int own = source.samples()[4 * i + 3] & 0xff;
      alpha[i] = (byte) ((alpha[i] & 0xff) * own / 255);
    }
    return source.rgb().withAlpha(Pixels.wrap(source.width(), source.height(), 1, alpha)).toImage();
  }

  /** Waits for other threads that use this, and frees the memory. */
  @Override
  public void close() {
    isNet.close();
  }
}
