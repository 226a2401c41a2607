package io.pentimento;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.image.ImageSize;
import io.pentimento.image.Pixels;
import io.pentimento.image.Resampling;
import io.pentimento.image.Upscaler;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import io.pentimento.internal.TorchEngine;
import io.pentimento.model.RrdbNet;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A loaded network that enlarges pictures: ESRGAN, Real-ESRGAN and the many networks of their form
 * (RRDBNet). Safe for use by many threads at once. Close it to free its memory.
 *
 * <p>It works as the WebUI does: on tiles of 192 pixels that overlap by 8, so that native memory
 * does not grow with the picture; again, at most three times, until the picture is as large as
 * asked; then Lanczos' filter makes the size exact. Unlike the WebUI's, its pictures keep their
 * alpha, which Lanczos' filter enlarges, and those smaller than a tile get no black margin before
 * the network sees them.
 */
public final class UpscalerModel implements Upscaler, AutoCloseable {
  private static final int MOST_PASSES = 3;

  private final TorchEngine engine;
  private final String name;
  private final RrdbNet network;
  private final Scope weights;

  /** Callers hold it for reading, {@link #close} for writing. */
  private final ReentrantReadWriteLock open = new ReentrantReadWriteLock();

  private volatile boolean closed;

  private UpscalerModel(TorchEngine engine, String name, RrdbNet network, Scope weights) {
    this.engine = engine;
    this.name = name;
    this.network = network;
    this.weights = weights;
  }

  /**
   * Loads a network in the default precision, on the GPU if there is one.
   *
   * @param file a {@code .pth} or {@code .safetensors} file, of which no code is run
   * @throws IOException if the file cannot be read; a {@code ModelFormatException} where it is
   *     damaged or holds no such network
   * @throws IllegalStateException if the engine does not start
   */
  public static UpscalerModel load(Path file) throws IOException {
    return load(file, Precision.DEFAULT, ComputeDevice.AUTO);
  }

  /**
   * Loads a network.
   *
   * @param file a {@code .pth} or {@code .safetensors} file, of which no code is run
   * @throws IOException if the file cannot be read; a {@code ModelFormatException} where it is
   *     damaged or holds no such network
   * @throws IllegalStateException if the device or the precision is not to be had on this machine,
   *     or the engine does not start
   */
  public static UpscalerModel load(Path file, Precision precision, ComputeDevice device)
      throws IOException {
    Objects.requireNonNull(file, "file");
    try {
      TorchEngine engine = TorchEngine.start(OptionalInt.empty());
      Device where = device.resolve(engine);
      return load(file, precision.resolve(where.isGpu()), where, engine);
    } catch (EngineException e) {
      throw new IllegalStateException(String.valueOf(e.getMessage()).strip(), e);
    }
  }

  private static UpscalerModel load(Path file, NumberType type, Device where, TorchEngine engine)
      throws IOException {
    Scope scope = engine.open("upscaler " + file, where);
    try (Checkpoint checkpoint = Checkpoint.open(file)) {
      RrdbNet network = engine.readApart(() -> RrdbNet.read(checkpoint, scope, type));
      scope.cap();
      return new UpscalerModel(engine, nameOf(file), network, scope);
    } catch (Throwable e) {
      scope.close();
      throw e;
    }
  }

  /** Returns the name of an upscaler of a file: the file's, without its ending. */
  public static String nameOf(Path file) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  /** Returns the file's name without its ending, which is what the WebUI records, too. */
  @Override
  public String name() {
    return name;
  }

  /** Returns how many times as large the network makes a picture in one pass, at least 1. */
  public int scale() {
    return network.config().scale();
  }

  /**
   * Enlarges a picture; one that is large enough already only passes Lanczos' filter.
   *
   * @param picture any picture; its alpha, if it has any, is kept
   * @throws IllegalArgumentException if a pass would make a picture of more than 2^31 samples
   * @throws GenerationFailedException if the engine fails, or the network makes NaN
   * @throws IllegalStateException if this is closed, also while it works
   */
  @Override
  public BufferedImage upscale(BufferedImage picture, ImageSize size) {
    return enlarge(Pixels.of(picture), size, 0).toImage();
  }

  /**
   * Enlarges a picture by a factor, the sides rounded down to multiples of 8. With the factor 1 the
   * picture passes the network once, too.
   *
   * @param picture any picture; its alpha, if it has any, is kept
   * @param factor above 0
   * @throws IllegalArgumentException if a side would be shorter than 8 pixels, or a pass would make
   *     a picture of more than 2^31 samples
   * @throws GenerationFailedException if the engine fails, or the network makes NaN
   * @throws IllegalStateException if this is closed, also while it works
   */
  @Override
  public BufferedImage upscale(BufferedImage picture, double factor) {
    ImageSize size = Upscaler.sizeFor(ImageSize.of(picture), factor);
    return enlarge(Pixels.of(picture), size, factor == 1 ? 1 : 0).toImage();
  }

  private Pixels enlarge(Pixels source, ImageSize size, int fewestPasses) {
    Lock reading = open.readLock();
    reading.lock();
    try {
      checkOpen();
      engine.enterThread();
      Pixels colours = passes(source.rgb(), size, fewestPasses);
      Pixels exact = Resampling.LANCZOS.resize(colours, size.width(), size.height());
      return source.channels() == 4 ? exact.withAlpha(alpha(source, size)) : exact;
    } catch (EngineException e) {
      throw new GenerationFailedException(
          "The engine failed in upscaler %s: %s"
              .formatted(name, String.valueOf(e.getMessage()).strip()),
          e);
    } finally {
      reading.unlock();
    }
  }

  private static Pixels alpha(Pixels source, ImageSize size) {
    return Resampling.LANCZOS.resize(source.channel(3), size.width(), size.height());
  }

  private Pixels passes(Pixels source, ImageSize size, int fewest) {
    UpscaledTiles tiles = new UpscaledTiles(network, weights, name, this::checkOpen);
    Pixels large = source;
    for (int pass = 0; pass < MOST_PASSES; pass++) {
      boolean enough = large.width() >= size.width() && large.height() >= size.height();
      if (enough && pass >= fewest) {
        return large;
      }
      large = tiles.enlarge(large);
      if (scale() == 1) {
        return large;
      }
    }
    return large;
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException(
          "The upscaler is closed. Load it again to enlarge more pictures.");
    }
  }

  /** Returns the scope that holds the weights. */
  Scope scope() {
    return weights;
  }

  /**
   * Ends the work of other threads after the tile they are at, waits for them, and frees the
   * memory. May be called again.
   */
  @Override
  public void close() {
    closed = true;
    Lock writing = open.writeLock();
    writing.lock();
    try {
      weights.close();
    } finally {
      writing.unlock();
    }
  }
}
