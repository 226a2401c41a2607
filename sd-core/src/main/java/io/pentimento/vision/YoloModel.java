package io.pentimento.vision;

import ai.djl.ndarray.NDArray;
import io.pentimento.ComputeDevice;
import io.pentimento.GenerationFailedException;
import io.pentimento.Precision;
import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.image.Compositing;
import io.pentimento.image.Pixels;
import io.pentimento.internal.Scope;
import io.pentimento.model.YoloNet;
import io.pentimento.model.YoloPrediction;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

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
  private final LentNetwork<YoloNet> network;

  private YoloModel(String name, LentNetwork<YoloNet> network) {
    this.name = name;
    this.network = network;
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
    String name = String.valueOf(file.getFileName());
    try (Checkpoint checkpoint = Checkpoint.openObjects(file)) {
      return new YoloModel(
          name,
          LentNetwork.load(
              "detector " + name,
              "The detector %s is closed. Load it again to search pictures.".formatted(name),
              Precision.FLOAT32,
              device,
              (scope, type) -> YoloNet.read(checkpoint, scope)));
    }
  }

  /** Returns the file's name, which is what pictures record. */
  public String name() {
    return name;
  }

  /** Returns what this can find, by the numbers of the network. */
  public List<String> classNames() {
    return network.network().classNames();
  }

  /** Tells whether detections have masks. */
  public boolean segments() {
    return network.network().segments();
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
    Pixels seen = letterbox.fit(flat);
    YoloPrediction prediction = network.use((net, scope) -> predict(net, scope, seen));
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

  private YoloPrediction predict(YoloNet net, Scope scope, Pixels seen) {
    NDArray pixels = scope.array(values(seen), 1, 3, seen.height(), seen.width());
    YoloPrediction prediction = net.predict(scope, pixels);
    check(prediction.values());
    prediction.prototypes().ifPresent(prototypes -> check(prototypes.values()));
    return prediction;
  }

  private void check(float[] made) {
    for (float value : made) {
      if (!Float.isFinite(value)) {
        throw new GenerationFailedException(
            "The detector %s made NaN or infinite values. Is its file damaged?".formatted(name));
      }
    }
  }

  /** Returns how many bytes are in use. */
  long bytes() {
    return network.bytes();
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
    network.close();
  }
}
