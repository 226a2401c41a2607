package io.pentimento.patch;

import java.util.Map;
import java.util.Set;

/** What there is to change in a model: its tensors under the names of diffusers' layout. */
public interface ModelLayout {
  /** Returns the name of the model, for messages. */
  String modelName();

  /** Returns the networks that the model has. */
  Set<ModelPart> parts();

  /**
   * Returns the names and shapes of a network's tensors, such as {@code
   * down_blocks.0.attentions.0.proj_in.weight}; empty if the model has no such network. Text
   * encoders' names are without {@code text_model.}.
   */
  Map<String, long[]> tensors(ModelPart part);

  /** Returns how many U-Net levels, down blocks, there are, and residual blocks in each. */
  UNetBlocks blocks();

  /**
   * The levels of a U-Net.
   *
   * @param levels how many
   * @param residualBlocks how many each has on the way down
   */
  record UNetBlocks(int levels, int residualBlocks) {}
}
