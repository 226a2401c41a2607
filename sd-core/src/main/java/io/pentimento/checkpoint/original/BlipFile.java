package io.pentimento.checkpoint.original;

import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ModelFormatException;

/**
 * BLIP's caption network in a file, under names of our own: {@code vision.} with those of {@link
 * TaggerFile}, and {@code text.} with BERT's. The file may have the names of transformers or those
 * of the first release.
 */
public final class BlipFile {
  private static final String MARK = "text_decoder.cls.predictions.bias";
  private static final String FIRST_RELEASE_ROOT = "model.";

  private final Checkpoint file;
  private final String root;

  private BlipFile(Checkpoint file, String root) {
    this.file = file;
    this.root = root;
  }

  /** Tells whether a file holds such a network. */
  public static boolean isIn(Checkpoint file) {
    return file.names().contains(MARK) || file.names().contains(FIRST_RELEASE_ROOT + MARK);
  }

  /**
   * Finds the network in a file.
   *
   * @throws ModelFormatException if the file holds no such network
   */
  public static BlipFile of(Checkpoint file) throws ModelFormatException {
    if (!isIn(file)) {
      throw new ModelFormatException(
          file.path(), "this is no caption network of BLIP: it has no %s.".formatted(MARK));
    }
    return new BlipFile(file, file.names().contains(MARK) ? "" : FIRST_RELEASE_ROOT);
  }

  /** Tells whether the file has the names of the first release. */
  public boolean isFirstRelease() {
    return file.names().contains(root + "visual_encoder.pos_embed");
  }

  /** Shows the tensors. Closing what is returned leaves the file open. */
  public Checkpoint tensors() {
    RenamedTensors renamed = new RenamedTensors(file, root);
    if (isFirstRelease()) {
      String vision = root + "visual_encoder.";
      renamed
          .module("vision.class_embedding", vision + "cls_token")
          .module("vision.position_embedding", vision + "pos_embed")
          .module("vision.patch_embedding", vision + "patch_embed.proj")
          .module("vision.norm", vision + "norm");
      FusedLayers.timm(vision).name(renamed, file.names(), "vision.layers.");
    } else {
      String vision = root + "vision_model.";
      String embeddings = vision + "embeddings.";
      renamed
          .module("vision.class_embedding", embeddings + "class_embedding")
          .module("vision.position_embedding", embeddings + "position_embedding")
          .module("vision.patch_embedding", embeddings + "patch_embedding")
          .module("vision.norm", vision + "post_layernorm");
      FusedLayers.blip(vision).name(renamed, file.names(), "vision.layers.");
    }
    return renamed.module("text", root + "text_decoder").view();
  }
}
