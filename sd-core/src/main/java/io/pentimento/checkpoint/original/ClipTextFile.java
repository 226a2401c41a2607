package io.pentimento.checkpoint.original;

import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.checkpoint.NameTable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The text half of a whole CLIP in a file, under transformers' names. The file may have those
 * names, or those of CLIP's first release and OpenCLIP, and holds the picture half as well, which
 * is left out.
 */
public final class ClipTextFile {
  private static final String TRANSFORMERS = "text_model.";
  private static final String PROJECTION = "text_projection.weight";

  private ClipTextFile() {}

  /**
   * Shows the tensors. Closing what is returned leaves the file open.
   *
   * @throws ModelFormatException if the file holds no text half with a projection
   */
  public static Checkpoint of(Checkpoint file) throws ModelFormatException {
    Set<String> names = file.names();
    if (names.contains(PROJECTION)
        && names.contains(TRANSFORMERS + "embeddings.token_embedding.weight")) {
      Map<String, Extract> tensors = new LinkedHashMap<>();
      for (String name : names) {
        if (name.startsWith(TRANSFORMERS) || name.equals(PROJECTION)) {
          tensors.put(name, Extract.whole(name));
        }
      }
      return new NetworkView(file, tensors, name -> name);
    }
    if (names.contains(OpenClipNames.TEXT_PROJECTION) && names.contains("token_embedding.weight")) {
      return firstRelease(file, names);
    }
    throw new ModelFormatException(
        file.path(),
        "this has no text half of CLIP with its projection: neither %s nor %s. Use a file of the"
                .formatted(PROJECTION, OpenClipNames.TEXT_PROJECTION)
            + " whole CLIP, such as openai/clip-vit-large-patch14's model.safetensors.");
  }

  private static NetworkView firstRelease(Checkpoint file, Set<String> names) {
    int layers = Numbered.count(names, OpenClipNames.BLOCKS);
    NameTable table = OpenClipNames.of(layers);
    Map<String, Extract> tensors = new LinkedHashMap<>();
    for (String name : names) {
      Extract.Form form =
          name.equals(OpenClipNames.TEXT_PROJECTION) ? Extract.Form.TRANSPOSED : Extract.Form.WHOLE;
      table.diffusers(name).ifPresent(ours -> tensors.put(ours, new Extract(name, form)));
    }
    for (int i = 0; i < layers; i++) {
      OpenClipNames.splitProjections(tensors, names, "", i, OpenClipNames.layer(i));
    }
    return new NetworkView(file, tensors, name -> table.original(name).orElse(name));
  }
}
