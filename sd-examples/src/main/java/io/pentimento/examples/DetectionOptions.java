package io.pentimento.examples;

import io.pentimento.inpaint.Detail;
import io.pentimento.inpaint.DetectionMasks;
import io.pentimento.inpaint.DetectionOrder;
import io.pentimento.inpaint.DetectionSelection;
import io.pentimento.inpaint.MaskMerge;
import io.pentimento.inpaint.RegionDetector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is looked for in a picture, and what of it is repainted. */
final class DetectionOptions {
  @Option(
      names = "--detector",
      paramLabel = "FILE",
      description =
          "A YOLOv8 that detects or segments, such as face_yolov8n.pt or hand_yolov8n.pt. With the"
              + " bundled model, plain rules that find the faces it draws, unless set.")
  private @Nullable Path file;

  @Option(
      names = "--confidence",
      paramLabel = "X",
      description = "Only what the detector is surer of than this; 0.3 unless set.")
  private double confidence = DetectionSelection.DEFAULTS.confidence();

  @Option(
      names = "--class",
      paramLabel = "NAME",
      description = "Only things of this class; may be given again. All classes unless set.")
  private Set<String> classNames = new LinkedHashSet<>();

  @Option(names = "--most", paramLabel = "N", description = "Only the N largest; all unless set.")
  private int most;

  @Option(
      names = "--least-share",
      paramLabel = "X",
      description = "Only what covers at least this share of the picture, 0 to 1.")
  private double smallestShare;

  @Option(
      names = "--most-share",
      paramLabel = "X",
      description = "Only what covers at most this share of the picture, 0 to 1.")
  private double largestShare = 1;

  @Option(
      names = "--order",
      paramLabel = "NAME",
      description =
          "In what order things are repainted and get their prompts: as_found, left_to_right,"
              + " centre_to_edge or by_area; as_found unless set.")
  private DetectionOrder order = DetectionOrder.AS_FOUND;

  @Option(
      names = "--dilate",
      paramLabel = "N",
      description = "Widen masks by a square of N pixels, or narrow them below 0; 4 unless set.")
  private int dilate = DetectionMasks.DEFAULTS.dilateErode();

  @Option(names = "--right", paramLabel = "N", description = "Move masks to the right.")
  private int right;

  @Option(names = "--up", paramLabel = "N", description = "Move masks up.")
  private int up;

  @Option(
      names = "--merge",
      paramLabel = "NAME",
      description =
          "What becomes of several masks: none, merge, or merge_and_invert, which repaints all but"
              + " them; none unless set.")
  private MaskMerge merge = MaskMerge.NONE;

  /**
   * Returns what finds the things.
   *
   * @param bundled whether the bundled model is used
   */
  RegionDetector detector(boolean bundled) throws IOException {
    if (file == null) {
      if (!bundled) {
        throw new IllegalArgumentException(
            "--model goes with --detector: name the file of a YOLOv8, such as face_yolov8n.pt.");
      }
      return new PortraitFaces();
    }
    if (!Files.isRegularFile(file)) {
      throw new IOException("--detector " + file + ": there is no such file.");
    }
    return new DetectorFile(file);
  }

  /** Gives these settings to a request. */
  Detail.Builder apply(Detail.Builder builder) {
    return builder
        .selection(
            new DetectionSelection(
                confidence,
                classNames,
                smallestShare,
                largestShare,
                most,
                DetectionSelection.Preference.LARGEST,
                order))
        .masks(new DetectionMasks(dilate, right, up, merge));
  }
}
