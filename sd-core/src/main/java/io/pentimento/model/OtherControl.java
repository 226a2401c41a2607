package io.pentimento.model;

import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ModelFormatException;
import java.util.function.Predicate;

/** Files that steer a U-Net otherwise than a ControlNet does, which are told by their tensors. */
enum OtherControl {
  /** Factors for the layers of a base model. */
  CONTROL_LORA("a Control-LoRA", name -> name.equals("lora_controlnet")),
  /** One network for many kinds of pictures, with a number for each. */
  UNION(
      "a union ControlNet (ControlNet++)",
      name -> name.contains("control_add_embedding.") || name.endsWith("task_embedding")),
  /** Small additions to attention. */
  LLLITE("a ControlNet-LLLite", name -> name.startsWith("lllite_")),
  /** A network that is woven into the U-Net. */
  XS("a ControlNet-XS", name -> name.contains("base_to_control")),
  /** Features of the picture alone. */
  T2I_ADAPTER(
      "a T2I-Adapter",
      name ->
          name.startsWith("adapter.body.")
              || name.startsWith("adapter.conv_in.")
              || name.startsWith("body.0.block1.")
              || name.startsWith("body.0.resnets.")),
  /** Attention to a picture's meaning. */
  IP_ADAPTER(
      "an IP-Adapter", name -> name.startsWith("ip_adapter.") || name.startsWith("image_proj."));

  private final String kind;
  private final Predicate<String> telling;

  OtherControl(String kind, Predicate<String> telling) {
    this.kind = kind;
    this.telling = telling;
  }

  /**
   * Refuses files of these kinds.
   *
   * @throws ModelFormatException if it is one
   */
  static void refuse(Checkpoint checkpoint) throws ModelFormatException {
    for (OtherControl other : values()) {
      for (String name : checkpoint.names()) {
        if (other.telling.test(name)) {
          throw new ModelFormatException(
              checkpoint.path(),
              name,
              "this is %s, which is not offered. Pass a whole ControlNet.".formatted(other.kind),
              null);
        }
      }
    }
  }
}
