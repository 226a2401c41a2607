package io.pentimento.checkpoint.original;

import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ModelFormatException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The network of IS-Net in a file, without what only training needs. */
public final class IsNetFile {
  private IsNetFile() {}

  /**
   * Shows the tensors. Closing what is returned leaves the file open.
   *
   * @throws ModelFormatException if the file holds no such network
   */
  public static Checkpoint of(Checkpoint file) throws ModelFormatException {
    VisionFile.ISNET.require(file);
    Map<String, Extract> tensors = new LinkedHashMap<>();
    for (String name : file.names()) {
      boolean trainedWith = name.matches("side[2-6]\\..*") || name.endsWith(".num_batches_tracked");
      if (!trainedWith) {
        tensors.put(name, Extract.whole(name));
      }
    }
    return new NetworkView(file, tensors, name -> name);
  }
}
