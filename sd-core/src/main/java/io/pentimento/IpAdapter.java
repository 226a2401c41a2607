package io.pentimento;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.control.ImageAdapter;
import io.pentimento.image.Pixels;
import io.pentimento.internal.HeldWeights;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import io.pentimento.internal.TorchEngine;
import io.pentimento.model.ClipPixels;
import io.pentimento.model.PictureAdapter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A loaded IP-Adapter with its picture encoder, which lets a pipeline's model look at pictures
 * beside the prompt: plain, plus and full-face ones, for Stable Diffusion 1 and SDXL. Any number of
 * pipelines, requests and threads may use one at once. What it makes of recent pictures it
 * remembers. Close it to free its memory.
 */
public final class IpAdapter implements ImageAdapter, AutoCloseable {
  private final String name;
  private final PictureAdapter adapter;
  private final HeldWeights weights;
  private final EncodedPictures pictures;

  /** Made when they are first needed, on Java's heap, since the weights' scope is capped. */
  private volatile @Nullable Tokens nothing;

  private record Tokens(float[] values, long... shape) {}

  private final SharedEncoder encoder;
  private final AtomicBoolean left = new AtomicBoolean();

  private IpAdapter(String name, PictureAdapter adapter, Scope weights, SharedEncoder encoder) {
    this.name = name;
    this.adapter = adapter;
    this.encoder = encoder;
    this.weights =
        new HeldWeights(
            weights,
            "The IP-Adapter %s is closed. Load it again to make more pictures.".formatted(name));
    this.pictures = new EncodedPictures(adapter::tokens);
  }

  /**
   * Loads an IP-Adapter in the default precision, on the GPU if there is one.
   *
   * @param file a {@code .safetensors} or {@code .bin} file; no code of a file is run
   * @param imageEncoder the CLIP picture encoder that the adapter was trained with: a folder with
   *     {@code config.json}, or a file with the tensors of a published one
   * @throws IOException if one cannot be read; a {@code ModelFormatException} where one is damaged,
   *     holds something else, or both do not belong together
   * @throws IllegalStateException if the engine does not start
   */
  public static IpAdapter load(Path file, Path imageEncoder) throws IOException {
    return load(file, imageEncoder, Precision.DEFAULT, ComputeDevice.AUTO);
  }

  /**
   * Loads an IP-Adapter.
   *
   * @param file as in {@link #load(Path, Path)}
   * @param imageEncoder as in {@link #load(Path, Path)}
   * @throws IOException if one cannot be read; a {@code ModelFormatException} where one is damaged,
   *     holds something else, or both do not belong together
   * @throws IllegalStateException if the device or the precision is not to be had on this machine,
   *     or the engine does not start
   */
  public static IpAdapter load(
      Path file, Path imageEncoder, Precision precision, ComputeDevice device) throws IOException {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(imageEncoder, "imageEncoder");
    try {
      TorchEngine engine = TorchEngine.start(OptionalInt.empty());
      Device where = device.resolve(engine);
      NumberType type = precision.resolve(where.isGpu());
      checkKind(file);
      SharedEncoder encoder =
          engine.readApart(
              () ->
                  SharedEncoder.read(
                      imageEncoder, engine.open("image encoder " + imageEncoder, where), type));
      return engine.readApart(() -> read(file, engine.open("ip-adapter " + file, where), encoder));
    } catch (EngineException e) {
      throw new IllegalStateException(String.valueOf(e.getMessage()).strip(), e);
    }
  }

  /** A wrong file is told before the much larger encoder is read. */
  private static void checkKind(Path file) throws IOException {
    try (Checkpoint checkpoint = Checkpoint.open(file)) {
      PictureAdapter.check(checkpoint);
    }
  }

  /** Reads an adapter that uses an encoder already, and leaves it where reading fails. */
  private static IpAdapter read(Path file, Scope scope, SharedEncoder encoder) throws IOException {
    try (Checkpoint checkpoint = Checkpoint.open(file)) {
      PictureAdapter adapter =
          PictureAdapter.read(checkpoint, encoder.vision(), scope, encoder.type());
      scope.cap();
      return new IpAdapter(UpscalerModel.nameOf(file), adapter, scope, encoder);
    } catch (Throwable e) {
      scope.close();
      encoder.leave();
      throw e;
    }
  }

  /**
   * Loads another IP-Adapter that looks through this one's picture encoder, in the same precision
   * and on the same device. The encoder, the larger part by far, stays in memory until all that
   * share it are closed, in any order.
   *
   * @param file as in {@link #load(Path, Path)}
   * @throws IOException if it cannot be read; a {@code ModelFormatException} where it is damaged,
   *     holds something else, or was trained with another encoder
   * @throws IllegalStateException if this is closed
   */
  public IpAdapter sharing(Path file) throws IOException {
    Objects.requireNonNull(file, "file");
    hold();
    try {
      TorchEngine engine = TorchEngine.start(OptionalInt.empty());
      engine.enterThread();
      checkKind(file);
      if (!encoder.join()) {
        throw new IllegalStateException("The picture encoder of an open adapter is gone.");
      }
      return read(file, engine.open("ip-adapter " + file, weights.device()), encoder);
    } catch (EngineException e) {
      throw new IllegalStateException(String.valueOf(e.getMessage()).strip(), e);
    } finally {
      release();
    }
  }

  /** Returns the name of the file, without its ending. */
  @Override
  public String name() {
    return name;
  }

  /** Returns the networks, for their sizes; to work with them, {@link #hold} this. */
  PictureAdapter adapter() {
    return adapter;
  }

  /** Returns where the networks compute. */
  Device device() {
    return weights.device();
  }

  /** Returns the scope that holds the adapter's weights. */
  Scope scope() {
    return weights.scope();
  }

  /** Returns the picture encoder. */
  SharedEncoder encoder() {
    return encoder;
  }

  /**
   * Makes tokens of a picture, or remembers those that it made.
   *
   * @param run holds the result
   * @param picture of any size and channels
   * @return {@code [1, tokens, contextWidth]}, float32
   */
  NDArray tokens(Scope run, Pixels picture) {
    int size = adapter.vision().config().imageSize();
    float[] values = ClipPixels.values(ClipPixels.square(picture, size));
    return pictures.moments(run, values, 1, 3, size, size);
  }

  /**
   * Returns the tokens that the negative prompt's half of guidance looks at.
   *
   * @param run holds the result
   * @return {@code [1, tokens, contextWidth]}, float32
   */
  NDArray tokensOfNothing(Scope run) {
    Tokens known = nothing;
    if (known == null) {
      try (NDArray made = adapter.tokensOfNothing(run)) {
        known = new Tokens(made.toFloatArray(), made.getShape().getShape());
      }
      nothing = known;
    }
    return run.array(known.values, known.shape);
  }

  /**
   * Keeps the weights until {@link #release} on the same thread.
   *
   * @throws IllegalStateException if this is closed
   */
  void hold() {
    weights.hold();
  }

  void release() {
    weights.release();
  }

  /**
   * Waits for the passes of other threads that use this, and frees the memory; that of the picture
   * encoder when no other adapter shares it.
   */
  @Override
  public void close() {
    weights.close();
    if (left.compareAndSet(false, true)) {
      encoder.leave();
    }
  }
}
