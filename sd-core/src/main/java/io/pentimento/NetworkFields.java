package io.pentimento;

import io.pentimento.patch.FreeU;
import io.pentimento.sampling.NetworkOptions;
import io.pentimento.sampling.SeamlessAxes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How the fields of a picture's parameters tell what a request changes in the networks. */
final class NetworkFields {
  /** The share of merged tokens; the WebUI's word. */
  static final String TOKEN_MERGING = "Token merging ratio";

  /** The same in the second pass; the WebUI's word. */
  static final String HIRES_TOKEN_MERGING = "Token merging ratio hr";

  /** The word of the WebUI's extension. */
  static final String SELF_ATTENTION = "SAG Guidance Scale";

  /** DeepCache's own word, as its programs have it. */
  static final String DEEP_INTERVAL = "DeepCache interval";

  /** What is told behind the factors where they count by the features' strength. */
  private static final String BY_STRUCTURE = " v2";

  private static final Pattern FACTORS =
      Pattern.compile("b1 (\\S+) b2 (\\S+) s1 (\\S+) s2 (\\S+?)(" + BY_STRUCTURE + ")?");
  private static final Map<String, SeamlessAxes> AXES = axes();

  private NetworkFields() {}

  private static Map<String, SeamlessAxes> axes() {
    Map<String, SeamlessAxes> axes = new LinkedHashMap<>();
    for (SeamlessAxes one : SeamlessAxes.values()) {
      axes.put(one.label(), one);
    }
    return axes;
  }

  static String text(FreeU freeU) {
    return "b1 %s b2 %s s1 %s s2 %s%s"
        .formatted(
            freeU.b1(),
            freeU.b2(),
            freeU.s1(),
            freeU.s2(),
            freeU.byStructure() ? BY_STRUCTURE : "");
  }

  static NetworkOptions seamless(NetworkOptions options, FieldValue value) {
    return options.withSeamless(value.choice(AXES));
  }

  static NetworkOptions freeU(NetworkOptions options, FieldValue value) {
    Matcher factors = FACTORS.matcher(value.text().strip());
    if (!factors.matches()) {
      throw new IllegalArgumentException(
          "It must be four factors such as " + text(FreeU.sd15()) + ".");
    }
    return options.withFreeU(
        new FreeU(
            factor(value, factors.group(1)),
            factor(value, factors.group(2)),
            factor(value, factors.group(3)),
            factor(value, factors.group(4)),
            factors.group(5) != null));
  }

  private static double factor(FieldValue value, String text) {
    return new FieldValue(value.name(), text).number();
  }
}
