package io.pentimento;

import io.pentimento.checkpoint.ModelFamily;
import io.pentimento.checkpoint.TensorType;
import io.pentimento.sampling.Prediction;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What was found out of a model.
 *
 * @param name the name of its file or folder, under which pictures record it
 * @param family the networks it has
 * @param inputChannels what its U-Net takes: 4, 9 to inpaint, 8 to edit by instruction
 * @param prediction what its U-Net predicts
 * @param zeroTerminalSnr whether its last noise level holds practically no signal
 * @param stored the types in which the weights are stored
 * @param ignored in words, what the file has that no network uses
 */
public record ModelDescription(
    String name,
    ModelFamily family,
    int inputChannels,
    Prediction prediction,
    boolean zeroTerminalSnr,
    Set<TensorType> stored,
    List<String> ignored) {
  private static final int INPAINTING = 9;
  private static final int INSTRUCTION = 8;

  /** Copies the collections. */
  public ModelDescription {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(family, "family");
    Objects.requireNonNull(prediction, "prediction");
    stored = Set.copyOf(stored);
    ignored = List.copyOf(ignored);
  }

  /** Tells all of it in a line. */
  @Override
  public String toString() {
    String made =
        switch (inputChannels) {
          case INPAINTING -> " inpainting";
          case INSTRUCTION -> " instruction";
          default -> "";
        };
    return "%s: %s%s, %s prediction%s, stored as %s%s"
        .formatted(
            name,
            family.label(),
            made,
            prediction == Prediction.VELOCITY ? "v" : "epsilon",
            zeroTerminalSnr ? " with zero terminal SNR" : "",
            stored.stream()
                .sorted()
                .map(type -> type.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(" and ")),
            ignored.isEmpty() ? "" : ", without " + String.join(", ", ignored));
  }
}
