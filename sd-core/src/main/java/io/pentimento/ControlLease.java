package io.pentimento;

import io.pentimento.control.ControlUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * The control units of a pass, whose networks stay loaded until this is closed.
 *
 * @param held one for each unit that counts at all
 */
record ControlLease(List<Held> held) implements AutoCloseable {
  /**
   * A unit and its network.
   *
   * @param unit the unit
   * @param model its network
   */
  record Held(ControlUnit unit, ControlModel model) {}

  ControlLease {
    held = List.copyOf(held);
  }

  /** Holds the networks of units; those of weight 0 are left out. */
  static ControlLease of(List<ControlUnit> units) {
    List<Held> held = new ArrayList<>();
    try {
      for (ControlUnit unit : units) {
        if (unit.weight() > 0) {
          ControlModel model = ControlChecks.model(unit);
          model.hold();
          held.add(new Held(unit, model));
        }
      }
      return new ControlLease(held);
    } catch (RuntimeException e) {
      held.forEach(one -> one.model().release());
      throw e;
    }
  }

  /** Returns the units of this that suit a model; their networks stay loaded as long as these. */
  List<Held> suiting(LoadedModel model) {
    return held.stream().filter(one -> ControlChecks.suits(model, one.model())).toList();
  }

  @Override
  public void close() {
    held.forEach(one -> one.model().release());
  }
}
