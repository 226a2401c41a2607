package io.pentimento.adapters;

import io.pentimento.patch.ModelLayout;
import io.pentimento.patch.PatchTarget;
import java.io.IOException;
import java.util.Optional;

/**
 * What one file changes in a model, and how much it counts. An immutable value: two that change a
 * model alike are equal.
 */
public interface Adapter {
  /**
   * Checks that this suits a model, by names and shapes alone.
   *
   * @throws AdapterMismatchException if this is for another kind of model
   * @throws IOException if the file cannot be read, or has changed since this was made
   */
  void check(ModelLayout layout) throws IOException;

  /**
   * Tells a target all changes, after the same checks.
   *
   * @throws AdapterMismatchException if this is for another kind of model
   * @throws IOException if the file cannot be read, or has changed since this was made
   */
  void apply(PatchTarget target) throws IOException;

  /** Returns the tag that a prompt would name this by, {@code <lora:ink:0.8>}, if one can. */
  Optional<String> tag();
}
