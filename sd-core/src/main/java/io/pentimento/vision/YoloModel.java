package io.pentimento.vision;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import io.pentimento.ComputeDevice;
import io.pentimento.GenerationFailedException;
import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.image.Compositing;
import io.pentimento.image.Pixels;
import io.pentimento.internal.HeldWeights;
import io.pentimento.internal.Scope;
import io.pentimento.internal.TorchEngine;
import io.pentimento.model.YoloNet;
import io.pentimento.model.YoloPrediction;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A loaded YOLOv8, which finds things in pictures: faces, hands, people, or what else it was
 * trained on. One that segments also tells their outlines. Any number of threads may use one at
 * once. Close it to free its memory.
 *
 * <pre>{@code
 * try (YoloModel faces = YoloModel.load(Path.of("face_yolov8n.pt"))) {
 *   for (Detection face : faces.detect(picture)) {
 *     System.out.println(face.className() + " " + face.confidence() + " " + face.box());
 *   }
 * }
 * }</pre>
 */
public final class YoloModel implements AutoCloseable {
  private final String name;
  private final YoloNet network;
  private final HeldWeights weights;

  private YoloModel(String name, YoloNet network, Scope scope) {
    this.name = name;
    this.network = network;
    this.weights =
        new HeldWeights(
            scope, "The detector %s is closed. Load it again to search pictures.".formatted(name));
  }

  /**
   * Loads a detector on the device that suits this machine.
   *
   * @param file a {@code .pt} file as it is published, of which no code is run, or the same tensors
   *     as {@code .safetensors}, whose metadata may have the classes' names as {@code names}
   * @throws IOException if the file cannot be read; a {@code ModelFormatException} where it is
   *     damaged or holds no YOLOv8 that detects or segments
   * @throws IllegalStateException if the engine does not start
   */
  public static YoloModel load(Path file) throws IOException {
    return load(file, ComputeDevice.AUTO);
  }

  /**
   * Loads a detector.
   *
   * @param file as in {@link #load(Path)}
   * @throws IOException if the file cannot be read; a {@code ModelFormatException} where it is
   *     damaged or holds no YOLOv8 that detects or segments
   * @throws IllegalStateException if the device is not to be had on this machine, or the engine
   *     does not start
   */
  public static YoloModel load(Path file, ComputeDevice device) throws IOException {
    Objects.requireNonNull(file, "file");
    try {
      TorchEngine engine = TorchEngine.start(OptionalInt.empty());
      engine.enterThread();
      Scope scope = engine.open("detector " + file, place(engine, device));
      try (Checkpoint checkpoint = Checkpoint.openObjects(file)) {
        YoloNet network = YoloNet.read(checkpoint, scope);
        scope.cap();
        return new YoloModel(String.valueOf(file.getFileName()), network, scope);
      } catch (Throwable e) {
        scope.close();
        throw e;
      }
    } catch (EngineException e) {
      throw new IllegalStateException(String.valueOf(e.getMessage()).strip(), e);
    }
  }

  private static Device place(TorchEngine engine, ComputeDevice device) {
    return switch (device) {
      case CPU -> Device.cpu();
      case GPU -> engine.gpu();
      case AUTO -> engine.hasGpu() ? engine.gpu() : Device.cpu();
    };
  }

  /** Returns the file's name, which is what pictures record. */
  public String name() {
    return name;
  }

  /** Returns what this can find, by the numbers of the network. */
  public List<String> classNames() {
    return network.classNames();
  }

  /** Tells whether detections have masks. */
  public boolean segments() {
    return network.segments();
  }

  /**
   * Searches a picture with the {@linkplain DetectionSettings#DEFAULTS usual settings}.
   *
   * @return what was found, the surest first; may be empty
   * @throws IllegalStateException if this is closed
   * @throws GenerationFailedException if the engine fails, or the network makes NaN
   */
  public List<Detection> detect(BufferedImage picture) {
    return detect(picture, DetectionSettings.DEFAULTS);
  }

  /**
   * Searches a picture with the usual settings but for one.
   *
   * @param confidence only what is surer than this is told, in [0, 1]
   * @return what was found, the surest first; may be empty
   * @throws IllegalStateException if this is closed
   * @throws GenerationFailedException if the engine fails, or the network makes NaN
   */
  public List<Detection> detect(BufferedImage picture, double confidence) {
    return detect(picture, DetectionSettings.DEFAULTS.withConfidence(confidence));
  }

  /**
   * Searches a picture.
   *
   * @param picture of any size; what is transparent is taken to be white
   * @return what was found, the surest first; may be empty
   * @throws IllegalStateException if this is closed
   * @throws GenerationFailedException if the engine fails, or the network makes NaN
   */
  public List<Detection> detect(BufferedImage picture, DetectionSettings settings) {
    Pixels flat = Compositing.flatten(Pixels.of(picture), Color.WHITE).rgb();
    Letterbox letterbox = Letterbox.of(flat.size(), settings.side());
    YoloPrediction prediction = predict(letterbox.fit(flat));
    return Candidate.chosen(prediction, settings).stream()
        .map(thing -> detection(prediction, thing, letterbox))
        .toList();
  }

  private Detection detection(YoloPrediction prediction, Candidate thing, Letterbox letterbox) {
    Optional<BufferedImage> mask =
        prediction
            .prototypes()
            .map(prototypes -> InstanceMask.inSource(prediction, prototypes, thing, letterbox));
    return new Detection(
        classNames().get(thing.classNumber()),
        thing.score(),
        letterbox.inSource(thing.box()),
        mask);
  }

  private YoloPrediction predict(Pixels seen) {
    weights.hold();
    try (Scope scope = weights.scope().open("detection")) {
      TorchEngine.start(OptionalInt.empty()).enterThread();
      NDArray pixels = scope.array(values(seen), 1, 3, seen.height(), seen.width());
      YoloPrediction prediction = network.predict(scope, pixels);
      for (float value : prediction.values()) {
        if (!Float.isFinite(value)) {
          throw new GenerationFailedException(
              "The detector %s made NaN or infinite values. Is its file damaged?".formatted(name));
        }
      }
      return prediction;
    } catch (EngineException e) {
      throw new GenerationFailedException(
          "The engine failed in detector %s: %s"
              .formatted(name, String.valueOf(e.getMessage()).strip()),
          e);
    } finally {
      weights.release();
    }
  }

  /** Returns the scope that holds the weights. */
  Scope scope() {
    return weights.scope();
  }

  private static float[] values(Pixels seen) {
    byte[] samples = seen.samples();
    int area = samples.length / 3;
    float[] values = new float[samples.length];
    for (int i = 0; i < area; i++) {
      for (int channel = 0; channel < 3; channel++) {
        values[channel * area + i] = (samples[3 * i + channel] & 0xff) / 255f;
      }
    }
    return values;
  }

  /** Waits for other threads that search pictures, and frees the memory. May be called again. */
  @Override
  public void close() {
    weights.close();
  }
}
