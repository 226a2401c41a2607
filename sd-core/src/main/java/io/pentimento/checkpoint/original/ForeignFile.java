package io.pentimento.checkpoint.original;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Files that are taken for models, by names of tensors in them. */
final class ForeignFile {
  /**
   * A sort of file.
   *
   * @param marks parts of names, any of which tells it
   * @param told what it is, and what to do
   */
  private record Sort(List<String> marks, String told) {
    boolean is(Set<String> names) {
      return names.stream().anyMatch(name -> marks.stream().anyMatch(name::contains));
    }
  }

  /** Other models, whose networks are not those of Stable Diffusion 1, 2 and XL. */
  private static final List<Sort> MODELS =
      List.of(
          new Sort(List.of("double_blocks.0."), "a model of FLUX's kind, which is not offered."),
          new Sort(
              List.of("joint_blocks.0."), "a model of Stable Diffusion 3, which is not offered."),
          new Sort(List.of("time_stack.", "time_mixer."), "a video model, which is not offered."),
          new Sort(
              List.of("model.diffusion_model.blocks.0.", "model.diffusion_model.layers.0."),
              "a model without a U-Net, which is not offered."));

  /** What is used beside a model. */
  private static final List<Sort> BESIDE =
      List.of(
          new Sort(
              List.of("control_model.", "input_hint_block.", "controlnet_cond_embedding."),
              "a ControlNet, which is used beside a model."),
          new Sort(List.of("image_proj.", "ip_adapter."), "an IP-Adapter. Load it with IpAdapter."),
          new Sort(
              List.of(
                  "lora_unet_", "lora_te", ".lora_A.", ".lora_down.", ".lora.down.", "lycoris_"),
              "a LoRA, which requests and prompts name beside a model."),
          new Sort(
              List.of("RRDB_trunk.", "conv_first.weight", "model.1.sub."),
              "an upscaler. Load it with UpscalerModel."),
          new Sort(
              List.of("string_to_param.", "emb_params", "clip_g"),
              "an embedding, which prompts name beside a model."),
          new Sort(
              List.of("decoder.conv_in."),
              "an autoencoder alone. Pass the model's file, and this one with vae(Path)."),
          new Sort(
              List.of("down_blocks.0.", "text_model."),
              "a network of diffusers' layout alone. Pass the folder with model_index.json."));

  private ForeignFile() {}

  /** Returns which other model a file holds, as the end of a sentence. */
  static Optional<String> model(Set<String> names) {
    return told(MODELS, names);
  }

  /** Returns what a file without a U-Net holds, as the end of a sentence. */
  static Optional<String> beside(Set<String> names) {
    return told(BESIDE, names);
  }

  private static Optional<String> told(List<Sort> sorts, Set<String> names) {
    return sorts.stream().filter(sort -> sort.is(names)).findFirst().map(Sort::told);
  }
}
