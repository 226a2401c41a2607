package io.pentimento.model;

import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.checkpoint.PickledObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tells what a file holds that is no YOLOv8 for detection or segmentation. */
final class OtherDetector {
  /** The layers of a YOLOv8 but for the last. */
  private static final List<String> LAYERS =
      List.of(
          "Conv",
          "Conv",
          "C2f",
          "Conv",
          "C2f",
          "Conv",
          "C2f",
          "Conv",
          "C2f",
          "SPPF",
          "Upsample",
          "Concat",
          "C2f",
          "Upsample",
          "Concat",
          "C2f",
          "Conv",
          "Concat",
          "C2f",
          "Conv",
          "Concat",
          "C2f");

  private static final Set<String> HEADS = Set.of("Detect", "Segment");

  private static final Map<String, String> MODELS =
      Map.of(
          "WorldModel", "a YOLO-World, which needs a text encoder",
          "YOLOEModel", "a YOLOE, which needs a text encoder",
          "PoseModel", "a network for poses",
          "OBBModel", "a network for turned boxes",
          "ClassificationModel", "a classifier",
          "RTDETRDetectionModel", "an RT-DETR");

  /** Layers that only one other kind has; the first that is there tells. */
  private static final List<Map.Entry<String, String>> MARKS =
      List.of(
          Map.entry("A2C2f", "a YOLO12"),
          Map.entry("C3k2", "a YOLO11"),
          Map.entry("v10Detect", "a YOLOv10"),
          Map.entry("SCDown", "a YOLOv10"),
          Map.entry("RepNCSPELAN4", "a YOLOv9"),
          Map.entry("C3", "a YOLOv5"),
          Map.entry("Pose", "a network for poses"),
          Map.entry("OBB", "a network for turned boxes"),
          Map.entry("WorldDetect", "a YOLO-World, which needs a text encoder"));

  private OtherDetector() {}

  /** Tells what a saved network is; empty for a YOLOv8 that detects or segments. */
  static Optional<String> of(PickledObject network) {
    if (network.type().startsWith("models.")) {
      return holds(network, "a YOLOv5");
    }
    List<String> layers = layers(network);
    boolean known =
        layers.size() == LAYERS.size() + 1
            && layers.subList(0, LAYERS.size()).equals(LAYERS)
            && HEADS.contains(layers.get(LAYERS.size()));
    if (known && !MODELS.containsKey(network.simpleType())) {
      return Optional.empty();
    }
    String kind = MODELS.get(network.simpleType());
    if (kind != null) {
      return holds(network, kind);
    }
    return holds(
        network,
        MARKS.stream()
            .filter(mark -> layers.contains(mark.getKey()))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse("another network of %d layers".formatted(layers.size())));
  }

  private static Optional<String> holds(PickledObject network, String kind) {
    return Optional.of(
        "the file holds %s (%s)".formatted(kind, ModelFormatException.printable(network.type())));
  }

  private static List<String> layers(PickledObject network) {
    return children(network).entrySet().stream()
        .filter(child -> child.getKey().equals("model"))
        .map(Map.Entry::getValue)
        .filter(PickledObject.class::isInstance)
        .flatMap(sequence -> children((PickledObject) sequence).values().stream())
        .map(layer -> layer instanceof PickledObject object ? object.simpleType() : "")
        .toList();
  }

  private static Map<?, ?> children(PickledObject module) {
    return module.attribute("_modules").orElse(Map.of()) instanceof Map<?, ?> map ? map : Map.of();
  }

  /** Tells what tensors are of, by their names; empty for those of a YOLOv8. */
  static Optional<String> of(Set<String> names) {
    if (names.contains("model.24.anchors") || names.contains("model.24.m.0.weight")) {
      return Optional.of("the file holds a YOLOv5 or a YOLOv7");
    }
    if (names.contains("model.23.dfl.conv.weight")) {
      return Optional.of("the file holds a YOLOv10, YOLO11 or YOLO12");
    }
    if (names.contains("model.9.linear.weight")) {
      return Optional.of("the file holds a classifier");
    }
    if (names.stream().anyMatch(name -> name.startsWith("model.22.cv4.0.logit"))) {
      return Optional.of("the file holds a YOLO-World, which needs a text encoder");
    }
    boolean more = names.contains("model.22.cv4.0.0.conv.weight");
    if (more && names.stream().noneMatch(name -> name.startsWith("model.22.proto."))) {
      return Optional.of("the file holds a network for poses or turned boxes");
    }
    return names.contains(YoloKind.BINS) && names.contains("model.0.conv.weight")
        ? Optional.empty()
        : Optional.of("the file holds no tensor " + YoloKind.BINS);
  }
}
