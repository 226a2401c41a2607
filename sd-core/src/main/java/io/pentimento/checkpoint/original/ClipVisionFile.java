package io.pentimento.checkpoint.original;

import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.checkpoint.NameTable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The picture half of CLIP in a file, under transformers' names without {@code vision_model.}. The
 * file may have those names, or those of CLIP's first release and OpenCLIP ({@code visual.}), and
 * may hold the text half as well, which is left out.
 */
public final class ClipVisionFile {
  private static final String TRANSFORMERS = "vision_model.";
  private static final String PROJECTION = "visual_projection.weight";
  private static final String FIRST_RELEASE = "visual.";
  private static final String PATCHES = "embeddings.patch_embedding.weight";

  private ClipVisionFile() {}

  /**
   * Shows the tensors. Closing what is returned leaves the file open.
   *
   * @throws ModelFormatException if the file holds no such network
   */
  public static Checkpoint of(Checkpoint file) throws ModelFormatException {
    Set<String> names = file.names();
    if (names.contains(TRANSFORMERS + PATCHES)) {
      return transformers(file, TRANSFORMERS);
    }
    if (names.contains(FIRST_RELEASE + "conv1.weight")) {
      return firstRelease(file);
    }
    if (names.contains(PATCHES)) {
      return transformers(file, "");
    }
    throw new ModelFormatException(
        file.path(),
        "this is no picture encoder of CLIP: it has neither %s%s nor %sconv1.weight."
            .formatted(TRANSFORMERS, PATCHES, FIRST_RELEASE));
  }

  private static NetworkView transformers(Checkpoint file, String prefix) {
    Map<String, Extract> tensors = new LinkedHashMap<>();
    for (String name : FileNetworks.below(file, prefix)) {
      tensors.put(name, Extract.whole(prefix + name));
    }
    if (file.names().contains(PROJECTION)) {
      tensors.put(PROJECTION, Extract.whole(PROJECTION));
    }
    return new NetworkView(file, tensors, name -> name.equals(PROJECTION) ? name : prefix + name);
  }

  private static NetworkView firstRelease(Checkpoint file) {
    Set<String> names = FileNetworks.below(file, FIRST_RELEASE);
    int layers = Numbered.count(names, OpenClipNames.BLOCKS);
    NameTable table = OpenClipNames.ofPictures(layers);
    Map<String, Extract> tensors = new LinkedHashMap<>();
    for (String name : names) {
      if (OpenClipNames.isJoinedProjection(name)) {
        continue;
      }
      Extract.Form form =
          name.equals(OpenClipNames.PICTURE_PROJECTION)
              ? Extract.Form.TRANSPOSED
              : Extract.Form.WHOLE;
      // What no module has keeps its name, so that the network refuses it.
      tensors.put(table.diffusers(name).orElse(name), new Extract(FIRST_RELEASE + name, form));
    }
    for (int i = 0; i < layers; i++) {
      OpenClipNames.splitProjections(
          tensors, names, FIRST_RELEASE, i, OpenClipNames.pictureLayer(i));
    }
    return new NetworkView(
        file, tensors, name -> FIRST_RELEASE + table.original(name).orElse(name));
  }
}
