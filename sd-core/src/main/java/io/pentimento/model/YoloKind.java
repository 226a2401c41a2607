package io.pentimento.model;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.checkpoint.PickledObject;
import io.pentimento.checkpoint.TensorValues;
import io.pentimento.checkpoint.TorchFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a file with a YOLOv8 says of it, beside the weights.
 *
 * @param classNames the names of the classes, by their numbers
 * @param segments whether it gives masks
 */
record YoloKind(List<String> classNames, boolean segments) {
  /** The name of the last layer. */
  static final String HEAD = "model.22";

  /** The distances that the sides of boxes are weighed from, 0 to 15. */
  static final String BINS = HEAD + ".dfl.conv.weight";

  private static final String CLASSES = HEAD + ".cv3.0.2.weight";
  private static final String NAMES = "names";

  /** Published networks know up to 1203. */
  private static final int MOST_CLASSES = 2000;

  static YoloKind of(Checkpoint checkpoint) throws IOException {
    Optional<PickledObject> network =
        checkpoint instanceof TorchFile file ? file.network() : Optional.empty();
    Optional<String> other =
        network.isPresent()
            ? OtherDetector.of(network.get())
            : OtherDetector.of(checkpoint.names());
    if (other.isPresent()) {
      throw new ModelFormatException(
          checkpoint.path(),
          "%s, but a YOLOv8 that detects or segments is needed, such as face_yolov8n.pt or"
                  .formatted(other.get())
              + " person_yolov8n-seg.pt.");
    }
    checkBins(checkpoint);
    int count = classes(checkpoint);
    Map<Integer, String> names =
        network.isPresent() ? ofObject(network.get()) : ofNotes(checkpoint.metadata());
    return new YoloKind(
        listed(checkpoint, names, count),
        checkpoint.names().contains(HEAD + ".proto.cv1.conv.weight"));
  }

  private static int classes(Checkpoint checkpoint) throws ModelFormatException {
    List<Long> shape = checkpoint.info(CLASSES).shape();
    if (shape.size() != 4 || shape.get(0) < 1 || shape.get(0) > MOST_CLASSES) {
      throw new ModelFormatException(
          checkpoint.path(),
          CLASSES,
          "must tell 1 to %d classes, but has shape %s.".formatted(MOST_CLASSES, shape),
          null);
    }
    return shape.get(0).intValue();
  }

  private static void checkBins(Checkpoint checkpoint) throws IOException {
    ByteBuffer bytes = checkpoint.bytes(BINS);
    FloatBuffer values = FloatBuffer.allocate(Math.toIntExact(checkpoint.info(BINS).elements()));
    TensorValues.widen(bytes, checkpoint.info(BINS).type(), values);
    for (int bin = 0; bin < values.capacity(); bin++) {
      if (values.capacity() != YoloHead.BINS || values.get(bin) != bin) {
        throw new ModelFormatException(
            checkpoint.path(),
            BINS,
            "must be the numbers from 0 to %d.".formatted(YoloHead.BINS - 1),
            null);
      }
    }
  }

  private static Map<Integer, String> ofObject(PickledObject network) {
    Map<Integer, String> names = new LinkedHashMap<>();
    Object saved = network.attribute(NAMES).orElse(List.of());
    if (saved instanceof Map<?, ?> map) {
      map.forEach(
          (key, value) -> {
            if (key instanceof Long number && value instanceof String name) {
              names.put(number.intValue(), name);
            }
          });
    } else if (saved instanceof List<?> list) {
      list.forEach(name -> names.put(names.size(), String.valueOf(name)));
    }
    return names;
  }

  /** Reads the note of a safetensors file: {@code {"0": "face"}}, or a list. */
  private static Map<Integer, String> ofNotes(Map<String, String> notes) {
    Map<Integer, String> names = new LinkedHashMap<>();
    try {
      JsonElement note = JsonParser.parseString(notes.getOrDefault(NAMES, "[]"));
      if (note.isJsonObject()) {
        note.getAsJsonObject()
            .asMap()
            .forEach((key, value) -> names.put(Integer.valueOf(key), value.getAsString()));
      } else if (note.isJsonArray()) {
        note.getAsJsonArray().forEach(name -> names.put(names.size(), name.getAsString()));
      }
    } catch (JsonParseException | IllegalStateException | NumberFormatException e) {
      return Map.of();
    }
    return names;
  }

  private static List<String> listed(Checkpoint checkpoint, Map<Integer, String> names, int count)
      throws ModelFormatException {
    List<String> listed = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      String name = names.getOrDefault(number, Integer.toString(number));
      listed.add(ModelFormatException.printable(name));
    }
    if (names.size() > count) {
      throw new ModelFormatException(
          checkpoint.path(),
          "the file names %d classes, but its network knows %d.".formatted(names.size(), count));
    }
    return Collections.unmodifiableList(listed);
  }
}
