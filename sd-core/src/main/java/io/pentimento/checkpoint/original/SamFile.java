package io.pentimento.checkpoint.original;

import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ModelFormatException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The network of Segment Anything in a file, under transformers' names. The file may have those
 * names or the first release's.
 */
public final class SamFile {
  private static final String GAUSSIAN = "shared_image_embedding.positional_embedding";
  private static final String GAUSSIAN_AGAIN =
      "prompt_encoder.shared_embedding.positional_embedding";

  /**
   * Beginnings of the first release's names, the longer before the shorter, and what replaces them.
   */
  private static final List<Map.Entry<String, String>> BEGINNINGS =
      List.of(
          Map.entry("image_encoder.patch_embed.proj.", "vision_encoder.patch_embed.projection."),
          Map.entry("image_encoder.neck.0.", "vision_encoder.neck.conv1."),
          Map.entry("image_encoder.neck.1.", "vision_encoder.neck.layer_norm1."),
          Map.entry("image_encoder.neck.2.", "vision_encoder.neck.conv2."),
          Map.entry("image_encoder.neck.3.", "vision_encoder.neck.layer_norm2."),
          Map.entry("image_encoder.blocks.", "vision_encoder.layers."),
          Map.entry("image_encoder.", "vision_encoder."),
          Map.entry("prompt_encoder.pe_layer.positional_encoding_gaussian_matrix", GAUSSIAN),
          Map.entry("prompt_encoder.point_embeddings.", "prompt_encoder.point_embed."),
          Map.entry("prompt_encoder.mask_downscaling.0.", "prompt_encoder.mask_embed.conv1."),
          Map.entry("prompt_encoder.mask_downscaling.1.", "prompt_encoder.mask_embed.layer_norm1."),
          Map.entry("prompt_encoder.mask_downscaling.3.", "prompt_encoder.mask_embed.conv2."),
          Map.entry("prompt_encoder.mask_downscaling.4.", "prompt_encoder.mask_embed.layer_norm2."),
          Map.entry("prompt_encoder.mask_downscaling.6.", "prompt_encoder.mask_embed.conv3."),
          Map.entry(
              "mask_decoder.transformer.norm_final_attn.",
              "mask_decoder.transformer.layer_norm_final_attn."),
          Map.entry("mask_decoder.output_upscaling.0.", "mask_decoder.upscale_conv1."),
          Map.entry("mask_decoder.output_upscaling.1.", "mask_decoder.upscale_layer_norm."),
          Map.entry("mask_decoder.output_upscaling.3.", "mask_decoder.upscale_conv2."));

  private SamFile() {}

  /** Tells whether a file has the first release's names. */
  public static boolean isFirstRelease(Checkpoint file) {
    return file.names().contains("image_encoder.pos_embed");
  }

  /**
   * Shows the tensors. Closing what is returned leaves the file open.
   *
   * @throws ModelFormatException if the file holds no such network
   */
  public static Checkpoint of(Checkpoint file) throws ModelFormatException {
    VisionFile.SEGMENT_ANYTHING.require(file);
    boolean first = isFirstRelease(file);
    Map<String, Extract> tensors = new LinkedHashMap<>();
    for (String name : file.names()) {
      tensors.put(first ? renamed(name, file.names()) : name, Extract.whole(name));
    }
    Extract again = tensors.remove(GAUSSIAN_AGAIN);
    if (again != null) {
      tensors.putIfAbsent(GAUSSIAN, again);
    }
    return new NetworkView(file, tensors, name -> name);
  }

  private static String renamed(String name, Set<String> all) {
    for (Map.Entry<String, String> beginning : BEGINNINGS) {
      if (name.startsWith(beginning.getKey())) {
        return norms(beginning.getValue() + name.substring(beginning.getKey().length()));
      }
    }
    int at = name.indexOf(".layers.");
    boolean headed = name.startsWith("mask_decoder.output_hypernetworks_mlps.");
    return headed || name.startsWith("mask_decoder.iou_prediction_head.")
        ? layerOfHead(name, name.substring(0, at + 1), all)
        : norms(name);
  }

  private static String norms(String name) {
    return name.replaceFirst("(layers\\.\\d+\\.)norm(\\d)\\.", "$1layer_norm$2.");
  }

  /** The first and the last layer of a head have names of their own. */
  private static String layerOfHead(String name, String head, Set<String> all) {
    String layers = head + "layers.";
    if (!name.startsWith(layers)) {
      return name;
    }
    int last = Numbered.count(all, layers) - 1;
    String[] parts = name.substring(layers.length()).split("\\.", 2);
    if (parts.length < 2 || !parts[0].matches("\\d{1,3}")) {
      return name;
    }
    int layer = Integer.parseInt(parts[0]);
    String middle = layer == last ? "proj_out" : "layers." + (layer - 1);
    return head + (layer == 0 ? "proj_in" : middle) + "." + parts[1];
  }
}
