package io.pentimento;

import io.pentimento.control.ControlUnit;
import io.pentimento.control.ImagePrompt;
import io.pentimento.sampling.Sampling;
import java.util.ArrayList;
import java.util.List;

/**
 * The control units and image prompts of a pass, whose networks stay loaded until this is closed.
 *
 * @param held one for each unit that counts at all
 * @param prompts one for each image prompt that counts at all
 */
record ControlLease(List<Held> held, List<HeldPrompt> prompts) implements AutoCloseable {
  /**
   * A unit and its network.
   *
   * @param unit the unit
   * @param model its network
   */
  record Held(ControlUnit unit, ControlModel model) {}

  /**
   * An image prompt and its adapter.
   *
   * @param prompt the image prompt
   * @param adapter its adapter
   */
  record HeldPrompt(ImagePrompt prompt, IpAdapter adapter) {}

  ControlLease {
    held = List.copyOf(held);
    prompts = List.copyOf(prompts);
  }

  /** Holds the networks of units and image prompts; those of weight 0 are left out. */
  static ControlLease of(Sampling sampling) {
    List<Held> held = new ArrayList<>();
    List<HeldPrompt> prompts = new ArrayList<>();
    try {
      for (ControlUnit unit : sampling.control()) {
        if (unit.weight() > 0) {
          ControlModel model = ControlChecks.model(unit);
          model.hold();
          held.add(new Held(unit, model));
        }
      }
      for (ImagePrompt prompt : sampling.imagePrompts()) {
        if (prompt.weight() > 0) {
          IpAdapter adapter = ImagePromptChecks.adapter(prompt);
          adapter.hold();
          prompts.add(new HeldPrompt(prompt, adapter));
        }
      }
      return new ControlLease(held, prompts);
    } catch (RuntimeException e) {
      new ControlLease(held, prompts).close();
      throw e;
    }
  }

  /**
   * Returns what of this suits a model. It holds nothing of its own: the networks stay loaded as
   * long as this is open.
   */
  ControlLease suiting(LoadedModel model) {
    return new ControlLease(
        held.stream().filter(one -> ControlChecks.suits(model, one.model())).toList(),
        prompts.stream().filter(one -> ImagePromptChecks.suits(model, one.prompt())).toList());
  }

  @Override
  public void close() {
    held.forEach(one -> one.model().release());
    prompts.forEach(one -> one.adapter().release());
  }
}
