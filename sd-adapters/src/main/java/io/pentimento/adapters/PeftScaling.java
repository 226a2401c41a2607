package io.pentimento.adapters;

import io.pentimento.checkpoint.ComponentConfig;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.patch.ModelPart;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the notes of a peft file say of scales: {@code lora_adapter_metadata} in its header, or an
 * {@code adapter_config.json} beside it.
 */
final class PeftScaling {
  /** Of a file without notes: every scale is 1. */
  static final PeftScaling NONE = new PeftScaling(List.of());

  private final List<Notes> notes;

  private PeftScaling(List<Notes> notes) {
    this.notes = notes;
  }

  /**
   * The notes on one network.
   *
   * @param prefix what its layers' names start with in the file; empty for all layers
   * @param alpha that of all layers but those in the pattern
   * @param rankStabilized whether alpha is divided by the root of the rank
   */
  private record Notes(
      String prefix,
      Optional<Double> alpha,
      boolean rankStabilized,
      Map<String, Double> alphaPattern) {
    Optional<Double> alphaOf(String layer) {
      for (Map.Entry<String, Double> entry : alphaPattern.entrySet()) {
        String key = entry.getKey();
        boolean fromStart = key.startsWith("^");
        String name = fromStart ? key.substring(1) : key;
        if (layer.equals(name) || (!fromStart && layer.endsWith("." + name))) {
          return Optional.of(entry.getValue());
        }
      }
      return alpha;
    }
  }

  /**
   * Reads the notes in a file's header.
   *
   * @throws ModelFormatException if they are malformed
   */
  static PeftScaling ofMetadata(Path file, String json) throws ModelFormatException {
    ComponentConfig config = ComponentConfig.parse(file, json);
    List<Notes> notes = new ArrayList<>();
    for (ModelPart part : ModelPart.values()) {
      notes.add(notes(config, part.folder() + "."));
    }
    return new PeftScaling(List.copyOf(notes));
  }

  /**
   * Reads {@code adapter_config.json}.
   *
   * @throws ModelFormatException if it is malformed
   */
  static PeftScaling ofConfig(ComponentConfig config) throws ModelFormatException {
    return new PeftScaling(List.of(notes(config, "")));
  }

  private static Notes notes(ComponentConfig config, String prefix) throws ModelFormatException {
    Optional<Double> alpha = config.decimal(prefix + "lora_alpha");
    config.check(
        prefix + "lora_alpha", alpha.isEmpty() || Double.isFinite(alpha.get()), "must be finite");
    Map<String, Double> pattern = config.numbersByName(prefix + "alpha_pattern");
    for (Map.Entry<String, Double> entry : pattern.entrySet()) {
      config.check(
          prefix + "alpha_pattern",
          entry.getKey().matches("\\^?[A-Za-z0-9_.]+") && Double.isFinite(entry.getValue()),
          "must map layers' names, not regular expressions, to finite numbers");
    }
    return new Notes(prefix, alpha, config.flag(prefix + "use_rslora", false), pattern);
  }

  /**
   * Returns the scale of a layer.
   *
   * @param layer its name in the file
   */
  double scale(String layer, long rank) {
    for (Notes some : notes) {
      if (layer.startsWith(some.prefix)) {
        double divisor = some.rankStabilized ? Math.sqrt((double) rank) : (double) rank;
        return some.alphaOf(layer.substring(some.prefix.length()))
            .map(alpha -> alpha / divisor)
            .orElse(1.0);
      }
    }
    return 1;
  }
}
