package io.pentimento.adapters;

import io.pentimento.checkpoint.ModelFormatException;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells what of a file had no effect. */
final class Warnings {
  private static final Logger LOG = LoggerFactory.getLogger(Lora.class);
  private static final int MOST = 40;

  private Warnings() {}

  /** Tells it once for a file and a model. */
  static void unmatched(LoraFile file, LoraMatch match, String model) {
    List<String> unmatched = match.unmatched();
    if (!unmatched.isEmpty() && file.warnsFirst(model)) {
      LOG.warn(
          "{}: {} layers are used, {} names mean nothing to {}: {}",
          file.path(),
          match.matched().size(),
          unmatched.size(),
          model,
          list(unmatched, MOST));
    }
  }

  static String list(List<String> names, int most) {
    String listed =
        names.stream()
            .limit(most)
            .map(ModelFormatException::printable)
            .collect(Collectors.joining(", "));
    return names.size() > most && most > 1
        ? listed + " and " + (names.size() - most) + " more"
        : listed;
  }
}
