package io.pentimento.adapters;

import java.util.Set;

/** What an adapter file is. */
public enum AdapterKind {
  /** A change of weights: LoRA and its kin. Prompts name it {@code <lora:ink:0.8>}. */
  LORA("LoRA", Set.of("safetensors", "pt", "ckpt")),
  /** Token vectors under a word of their own. Prompts name it by the word. */
  TEXTUAL_INVERSION("embedding", Set.of("safetensors", "pt", "bin", "png", "webp")),
  /** Networks in front of keys and values. Prompts name it {@code <hypernet:ink:0.8>}. */
  HYPERNETWORK("hypernetwork", Set.of("pt"));

  private final String label;
  private final Set<String> endings;

  AdapterKind(String label, Set<String> endings) {
    this.label = label;
    this.endings = endings;
  }

  /** Returns what people call it. */
  String label() {
    return label;
  }

  /** Returns the endings that its files have. */
  Set<String> endings() {
    return endings;
  }
}
