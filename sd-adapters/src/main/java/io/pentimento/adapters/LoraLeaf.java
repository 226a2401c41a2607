package io.pentimento.adapters;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What a tensor is to its module: the ending of its name, in all spellings. */
enum LoraLeaf {
  UP(".lora_up.weight", ".lora_B.weight", ".lora.up.weight", ".lora_linear_layer.up.weight"),
  DOWN(
      ".lora_down.weight", ".lora_A.weight", ".lora.down.weight", ".lora_linear_layer.down.weight"),
  MID(".lora_mid.weight"),
  /** The bias of the second factor, which some training programs learn. */
  UP_BIAS(".lora_up.bias", ".lora_B.bias"),
  ALPHA(".alpha"),
  SCALE(".scale"),
  DORA_SCALE(".dora_scale"),
  MAGNITUDE(".lora_magnitude_vector", ".lora_magnitude_vector.weight"),
  HADA_W1_A(".hada_w1_a"),
  HADA_W1_B(".hada_w1_b"),
  HADA_W2_A(".hada_w2_a"),
  HADA_W2_B(".hada_w2_b"),
  HADA_T1(".hada_t1"),
  HADA_T2(".hada_t2"),
  LOKR_W1(".lokr_w1"),
  LOKR_W1_A(".lokr_w1_a"),
  LOKR_W1_B(".lokr_w1_b"),
  LOKR_W2(".lokr_w2"),
  LOKR_W2_A(".lokr_w2_a"),
  LOKR_W2_B(".lokr_w2_b"),
  LOKR_T2(".lokr_t2"),
  /** Of IA3; with dotted names this ending would be that of any tensor. */
  WEIGHT(".weight"),
  ON_INPUT(".on_input"),
  DIFF(".diff"),
  DIFF_B(".diff_b"),
  W_NORM(".w_norm"),
  B_NORM(".b_norm"),
  A1(".a1.weight"),
  A2(".a2.weight"),
  B1(".b1.weight"),
  B2(".b2.weight"),
  OFT_BLOCKS(".oft_blocks"),
  RESCALE(".rescale");

  private static final List<Ending> LONGEST_FIRST = longestFirst();

  private final List<String> endings;

  LoraLeaf(String... endings) {
    this.endings = List.of(endings);
  }

  /** An ending and what it means. */
  private record Ending(String text, LoraLeaf leaf) {}

  /** A module's name and one of its leaves. */
  record Place(String module, LoraLeaf leaf) {
    /** Tells whether a module's path is written with underscores in place of dots. */
    static boolean isUnderscored(String name) {
      return name.startsWith("lora_") || name.startsWith("lycoris_");
    }
  }

  /** Finds the module and the leaf that a tensor's name means, if it is one of this family. */
  static Optional<Place> of(String tensor) {
    String name = plain(tensor);
    for (Ending ending : LONGEST_FIRST) {
      if (name.endsWith(ending.text)) {
        String module = name.substring(0, name.length() - ending.text.length());
        boolean known = ending.leaf != WEIGHT || Place.isUnderscored(module);
        return known && !module.isEmpty()
            ? Optional.of(new Place(module, ending.leaf))
            : Optional.empty();
      }
    }
    return Optional.empty();
  }

  /**
   * Undoes what writers put around a name: peft its wrappers and the adapter's name, the first
   * layout of diffusers its attention processors.
   */
  private static String plain(String tensor) {
    String name = tensor;
    if (name.startsWith("base_model.model.")) {
      name = name.substring("base_model.model.".length());
    }
    name = name.replace(".default.weight", ".weight");
    if (name.endsWith(".default")) {
      name = name.substring(0, name.length() - ".default".length());
    }
    int layer = name.indexOf("_lora.");
    return layer < 0 ? name : processorless(name.substring(0, layer), name.substring(layer + 1));
  }

  private static String processorless(String layer, String leaf) {
    String module = layer.replace(".processor.", ".");
    if (module.contains(".self_attn.")) {
      // A text encoder, whose layers that layout calls as those of a U-Net.
      module =
          module.endsWith(".to_out")
              ? module.replace(".to_out", ".out_proj")
              : module.replaceAll("\\.to_([qkv])$", ".$1_proj");
    } else if (module.endsWith(".to_out")) {
      module += ".0";
    }
    return module + "." + leaf;
  }

  private static List<Ending> longestFirst() {
    List<Ending> all = new ArrayList<>();
    for (LoraLeaf leaf : values()) {
      leaf.endings.forEach(ending -> all.add(new Ending(ending, leaf)));
    }
    all.sort(Comparator.comparingInt((Ending ending) -> ending.text.length()).reversed());
    return List.copyOf(all);
  }
}
