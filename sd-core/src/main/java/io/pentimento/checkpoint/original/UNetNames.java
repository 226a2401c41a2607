package io.pentimento.checkpoint.original;

import io.pentimento.checkpoint.LdmUNetNames;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The names of a U-Net's tensors, whose numbering depends on how many blocks a level has. */
record UNetNames(LdmUNetNames names) implements TensorNames {
  /**
   * Finds the numbering of the U-Net that a file has.
   *
   * @param names the names of its tensors, without a prefix
   */
  static UNetNames of(Set<String> names) {
    int blocks = Numbered.count(names, "input_blocks.");
    int firstHalving = blocks;
    for (int i = blocks - 1; i > 0; i--) {
      if (names.contains("input_blocks." + i + ".0.op.weight")) {
        firstHalving = i;
      }
    }
    int residuals = Math.max(1, firstHalving - 1);
    Set<Integer> attentive = new HashSet<>();
    for (int i = 0; i < Numbered.count(names, "output_blocks."); i += residuals + 1) {
      if (names.contains("output_blocks." + i + ".1.norm.weight")) {
        attentive.add(i / (residuals + 1));
      }
    }
    return new UNetNames(new LdmUNetNames(residuals, attentive));
  }

  @Override
  public Optional<String> diffusers(String original) {
    return names.toDiffusers(original);
  }

  @Override
  public Optional<String> original(String diffusers) {
    return names.toLdm(diffusers);
  }
}
