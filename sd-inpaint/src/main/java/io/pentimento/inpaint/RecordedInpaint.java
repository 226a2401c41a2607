package io.pentimento.inpaint;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What pictures record of an {@link Inpaint}: the WebUI's names, in its order. */
final class RecordedInpaint {
  private RecordedInpaint() {}

  static Map<String, String> fields(Inpaint request) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("Denoising strength", Double.toString(request.denoisingStrength()));
    if (request.conditioningMaskStrength() != 1) {
      fields.put("Conditional mask weight", Double.toString(request.conditioningMaskStrength()));
    }
    request.softInpainting().ifPresent(soft -> fields.putAll(soft.recorded()));
    if (request.invert()) {
      fields.put("Mask mode", "Inpaint not masked");
    }
    blur(fields, request.maskBlur());
    if (request.area() instanceof InpaintArea.OnlyMasked onlyMasked) {
      fields.put("Inpaint area", "Only masked");
      fields.put("Masked area padding", Integer.toString(onlyMasked.padding()));
    }
    if (request.maskedContent() != MaskedContent.ORIGINAL) {
      fields.put("Masked content", request.maskedContent().recordedName());
    }
    return Collections.unmodifiableMap(fields);
  }

  /** Where the directions differ, the WebUI records none of them; these two names are ours. */
  private static void blur(Map<String, String> fields, MaskBlur blur) {
    if (blur.x() != blur.y()) {
      fields.put("Mask blur x", RecordedNumber.of(blur.x()));
      fields.put("Mask blur y", RecordedNumber.of(blur.y()));
    } else if (blur.x() > 0) {
      fields.put("Mask blur", RecordedNumber.of(blur.x()));
    }
  }
}
