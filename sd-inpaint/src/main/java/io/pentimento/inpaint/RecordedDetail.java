package io.pentimento.inpaint;

import io.pentimento.vision.Detection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What pictures record of a {@link Detail}: ADetailer's names, and what was found. */
final class RecordedDetail {
  private static final String FOUND = "ADetailer found";

  private RecordedDetail() {}

  static Map<String, String> fields(Detail request) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("ADetailer model", request.detector().name());
    put(fields, "ADetailer prompt", request.regionPrompt());
    put(fields, "ADetailer negative prompt", request.regionNegativePrompt());
    fields.put("ADetailer confidence", RecordedNumber.of(request.selection().confidence()));
    masks(fields, request.masks());
    fields.put("ADetailer mask blur", request.maskBlur().toString());
    fields.put("ADetailer denoising strength", RecordedNumber.of(request.denoisingStrength()));
    boolean onlyMasked = request.area() instanceof InpaintArea.OnlyMasked;
    fields.put("ADetailer inpaint only masked", onlyMasked ? "True" : "False");
    if (request.area() instanceof InpaintArea.OnlyMasked area) {
      fields.put("ADetailer inpaint padding", Integer.toString(area.padding()));
    }
    if (request.detections().isPresent()) {
      fields.put(FOUND, found(request.chosen()));
    }
    return Collections.unmodifiableMap(fields);
  }

  private static void put(Map<String, String> fields, String name, String value) {
    if (!value.isEmpty()) {
      fields.put(name, value);
    }
  }

  private static void masks(Map<String, String> fields, DetectionMasks masks) {
    fields.put("ADetailer dilate erode", Integer.toString(masks.dilateErode()));
    if (masks.xOffset() != 0) {
      fields.put("ADetailer x offset", Integer.toString(masks.xOffset()));
    }
    if (masks.yOffset() != 0) {
      fields.put("ADetailer y offset", Integer.toString(masks.yOffset()));
    }
    if (masks.merge() != MaskMerge.NONE) {
      fields.put(
          "ADetailer mask merge invert",
          masks.merge() == MaskMerge.MERGE ? "Merge" : "Merge and Invert");
    }
  }

  private static String found(List<Detection> chosen) {
    return chosen.isEmpty()
        ? "nothing"
        : chosen.stream()
            .map(
                one ->
                    String.format(
                        Locale.ROOT,
                        "%s %.2f at %d %d %d %d",
                        one.className(),
                        one.confidence(),
                        Math.round(one.box().left()),
                        Math.round(one.box().top()),
                        Math.round(one.box().right()),
                        Math.round(one.box().bottom())))
            .collect(Collectors.joining("; "));
  }
}
