package io.pentimento.checkpoint.original;

import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ModelFormatException;
import java.util.Set;

/**
 * A vision transformer of timm that classifies, under names of our own: {@code class_embedding},
 * {@code position_embedding}, {@code patch_embedding}, {@code layers.N} with CLIP's names, {@code
 * norm}, {@code fc_norm} and {@code head}.
 */
public final class TaggerFile {
  private static final String PATCHES = "patch_embed.proj.weight";
  private static final String HEAD = "head.weight";

  private TaggerFile() {}

  /** Tells whether a file holds such a network. */
  public static boolean isIn(Checkpoint file) {
    Set<String> names = file.names();
    return names.contains(PATCHES) && names.contains(HEAD) && names.contains("pos_embed");
  }

  /**
   * Shows the tensors. Closing what is returned leaves the file open.
   *
   * @throws ModelFormatException if the file holds no such network
   */
  public static Checkpoint of(Checkpoint file) throws ModelFormatException {
    if (!isIn(file)) {
      throw new ModelFormatException(
          file.path(),
          "this is no vision transformer of timm with a classifier: it lacks pos_embed, %s or %s."
              .formatted(PATCHES, HEAD));
    }
    RenamedTensors renamed =
        new RenamedTensors(file, "")
            .module("class_embedding", "cls_token")
            .module("position_embedding", "pos_embed")
            .module("patch_embedding", "patch_embed.proj");
    FusedLayers.timm("").name(renamed, file.names(), "layers.");
    return renamed.view();
  }
}
