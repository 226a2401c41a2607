package io.pentimento.patch;

import java.io.IOException;
import java.util.List;

/**
 * What a request brings beside the model: LoRAs, embeddings, hypernetworks. An immutable value that
 * is cheap to make; two that change a model alike should be equal, since what becomes of a model is
 * kept for the next request with an equal patch.
 */
public interface ModelPatch {
  /** Leaves a model as it is. */
  static ModelPatch none() {
    return NoPatch.NONE;
  }

  /** Tells whether this leaves every model as it is. */
  boolean isEmpty();

  /** Returns these changes and others behind them. */
  default ModelPatch and(ModelPatch others) {
    if (others.isEmpty()) {
      return this;
    }
    return isEmpty() ? others : new CombinedPatch(List.of(this, others));
  }

  /** Returns what this is made of, for a model that only some of it suits. */
  default List<ModelPatch> parts() {
    return List.of(this);
  }

  /**
   * Refuses a model that this does not suit, by names and shapes alone: nothing is computed.
   *
   * @throws IllegalArgumentException if this is for another kind of model, naming file, tensor and
   *     shapes
   * @throws IOException if a file cannot be read
   */
  void check(ModelLayout layout) throws IOException;

  /**
   * Tells a target all changes. What does not suit the model is refused before anything is
   * computed. Called once for each network where only one is in memory at a time, with a target
   * that leaves out what is for others; it must tell the same each time.
   *
   * @throws IllegalArgumentException if this is for another kind of model, naming file, tensor and
   *     shapes
   * @throws IOException if a file cannot be read
   */
  void apply(PatchTarget target) throws IOException;

  /**
   * Returns the tags that a prompt would name these changes by, {@code <lora:ink:0.8>}, for the
   * text that pictures record; empty for changes that no tag can name.
   */
  List<String> tags();
}
