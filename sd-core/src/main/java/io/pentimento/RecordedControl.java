package io.pentimento;

import io.pentimento.control.ControlMode;
import io.pentimento.control.ControlNet;
import io.pentimento.control.ControlUnit;
import io.pentimento.control.Preprocessor;
import io.pentimento.image.ResizeMode;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A ControlNet that a picture's parameters tell of, as the WebUI's ControlNet extension writes it.
 * The picture that it looked at is not told.
 *
 * @param index its number among the units, from 0
 * @param module the preprocessor's name, which may be one that is not offered
 * @param model the network's name
 * @param hash the hash behind it, if it is told
 * @param weight how strongly it counted, 0 to 2
 * @param start the share of the steps from which it counted, in [0, 1]
 * @param end the share of the steps until which it counted, in [start, 1]
 * @param mode whether the prompt or the control counted for more
 * @param resizeMode how its picture was brought to the shape of the generated one
 * @param thresholds the preprocessor's numbers, none to two
 */
public record RecordedControl(
    int index,
    String module,
    String model,
    Optional<String> hash,
    double weight,
    double start,
    double end,
    ControlMode mode,
    ResizeMode resizeMode,
    List<Double> thresholds) {
  /** Copies the list. */
  public RecordedControl {
    Objects.requireNonNull(module, "module");
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(hash, "hash");
    Objects.requireNonNull(mode, "mode");
    Objects.requireNonNull(resizeMode, "resizeMode");
    thresholds = List.copyOf(thresholds);
  }

  /**
   * Returns the preprocessor with its numbers, or with its usual ones where those that are told are
   * out of range; empty if it is not offered.
   */
  public Optional<Preprocessor> preprocessor() {
    return Preprocessor.named(module.replaceFirst(" \\(.*", ""))
        .map(
            usual -> {
              try {
                return thresholds.size() < usual.thresholds().size()
                    ? usual
                    : usual.withThresholds(thresholds);
              } catch (IllegalArgumentException e) {
                return usual;
              }
            });
  }

  /**
   * Returns a unit with these settings that looks at the picture the request starts from, without a
   * preprocessor where the one that is told is not offered.
   */
  public ControlUnit with(ControlNet network) {
    return ControlUnit.ofOwnPicture(network)
        .withPreprocessor(preprocessor().orElseGet(Preprocessor::none))
        .withWeight(weight)
        .withSteps(start, end)
        .withMode(mode)
        .withResizeMode(resizeMode);
  }
}
