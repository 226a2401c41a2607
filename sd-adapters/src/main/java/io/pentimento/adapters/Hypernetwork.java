package io.pentimento.adapters;

import io.pentimento.patch.ModelLayout;
import io.pentimento.patch.PatchTarget;
import io.pentimento.patch.StepWeight;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A hypernetwork and how much it counts. Several follow each other: each changes what the one
 * before it made.
 *
 * @param file the file
 * @param strength how much of it is added to the context, usually [0, 1]
 */
public record Hypernetwork(HypernetworkFile file, StepWeight strength) implements Adapter {
  /**
   * Reads a hypernetwork that counts the same in all steps.
   *
   * @param strength finite, usually [0, 1]
   * @throws IOException if the file cannot be read or is damaged
   */
  public static Hypernetwork read(Path path, double strength) throws IOException {
    return new Hypernetwork(HypernetworkFile.read(path), StepWeight.of(strength));
  }

  @Override
  public void check(ModelLayout layout) {
    file.checkFits(layout);
  }

  @Override
  public void apply(PatchTarget target) {
    file.checkFits(target.layout());
    target.addHypernetwork(file.networks(), strength);
  }

  /** Returns the tag, unless the strength changes from step to step. */
  @Override
  public Optional<String> tag() {
    if (strength.stretches().size() > 1 || !file.name().matches("[^<>:]+")) {
      return Optional.empty();
    }
    double value = strength.at(0);
    String number =
        value == 0 ? "0" : BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    return Optional.of("<hypernet:" + file.name() + ":" + number + ">");
  }
}
