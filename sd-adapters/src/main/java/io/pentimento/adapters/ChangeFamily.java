package io.pentimento.adapters;

import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** The kinds of change that files hold, told apart by their leaves. */
enum ChangeFamily {
  LOW_RANK(LoraLeaf.UP, LoraLeaf.DOWN, LoraLeaf.MID) {
    @Override
    Change read(LoraModule module, Layer layer, OptionalInt rank) throws IOException {
      return LowRank.of(module, layer, rank);
    }
  },
  HADAMARD(
      LoraLeaf.HADA_W1_A,
      LoraLeaf.HADA_W1_B,
      LoraLeaf.HADA_W2_A,
      LoraLeaf.HADA_W2_B,
      LoraLeaf.HADA_T1,
      LoraLeaf.HADA_T2) {
    @Override
    Change read(LoraModule module, Layer layer, OptionalInt rank) throws IOException {
      return HadamardProduct.of(module, layer);
    }
  },
  KRONECKER(
      LoraLeaf.LOKR_W1,
      LoraLeaf.LOKR_W1_A,
      LoraLeaf.LOKR_W1_B,
      LoraLeaf.LOKR_W2,
      LoraLeaf.LOKR_W2_A,
      LoraLeaf.LOKR_W2_B,
      LoraLeaf.LOKR_T2) {
    @Override
    Change read(LoraModule module, Layer layer, OptionalInt rank) throws IOException {
      return KroneckerProduct.of(module, layer);
    }
  },
  CHANNEL_SCALE(LoraLeaf.WEIGHT, LoraLeaf.ON_INPUT) {
    @Override
    Change read(LoraModule module, Layer layer, OptionalInt rank) throws IOException {
      return ChannelScale.of(module, layer);
    }
  },
  FULL(LoraLeaf.DIFF) {
    @Override
    Change read(LoraModule module, Layer layer, OptionalInt rank) throws IOException {
      return FullDifference.ofWeight(module, layer, LoraLeaf.DIFF);
    }
  },
  NORM(LoraLeaf.W_NORM) {
    @Override
    Change read(LoraModule module, Layer layer, OptionalInt rank) throws IOException {
      return FullDifference.ofWeight(module, layer, LoraLeaf.W_NORM);
    }
  },
  GENERALIZED(LoraLeaf.A1, LoraLeaf.A2, LoraLeaf.B1, LoraLeaf.B2) {
    @Override
    Change read(LoraModule module, Layer layer, OptionalInt rank) throws IOException {
      return GeneralizedLowRank.of(module, layer);
    }
  },
  ROTATION(LoraLeaf.OFT_BLOCKS, LoraLeaf.RESCALE) {
    @Override
    Change read(LoraModule module, Layer layer, OptionalInt rank) throws IOException {
      return Rotation.of(module, layer);
    }
  };

  private final Set<LoraLeaf> leaves;

  ChangeFamily(LoraLeaf... leaves) {
    this.leaves = EnumSet.copyOf(Arrays.asList(leaves));
  }

  /** Checks a module against a layer and says how it changes the layer's weight. */
  abstract Change read(LoraModule module, Layer layer, OptionalInt rank) throws IOException;

  /**
   * Finds how a module changes a layer's weight; nothing if it changes only a bias, or nothing.
   *
   * @param rank how many ranks of a low-rank product are used; nothing for all
   */
  static Optional<Change> of(LoraModule module, Layer layer, OptionalInt rank) throws IOException {
    List<ChangeFamily> found =
        Arrays.stream(values())
            .filter(family -> family.leaves.stream().anyMatch(module::has))
            .toList();
    if (found.isEmpty()) {
      return Optional.empty();
    }
    ChangeFamily family = found.get(0);
    if (found.size() > 1) {
      throw module.failure(
          found.get(1).leaves.stream().filter(module::has).findFirst().orElseThrow(),
          "a layer must be changed in one way, but this one is in " + found + ".");
    }
    Change change = family.read(module, layer, rank);
    boolean decomposed = module.has(LoraLeaf.DORA_SCALE) || module.has(LoraLeaf.MAGNITUDE);
    if (!decomposed) {
      return Optional.of(change);
    }
    if (!layer.isMatrix()) {
      throw module.mismatch(
          module.has(LoraLeaf.MAGNITUDE) ? LoraLeaf.MAGNITUDE : LoraLeaf.DORA_SCALE, layer);
    }
    return Optional.of(WeightDecomposition.of(change, module, layer));
  }
}
