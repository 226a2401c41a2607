package io.pentimento.checkpoint.original;

import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ModelFormatException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/** The networks of CLIPSeg in a file. Closing what is shown leaves the file open. */
public final class ClipSegFile {
  private static final String CLIP = "clip.";
  private static final String DECODER = "decoder.";

  private final Checkpoint file;

  /**
   * Looks at a file.
   *
   * @throws ModelFormatException if it holds no CLIPSeg
   */
  public ClipSegFile(Checkpoint file) throws ModelFormatException {
    VisionFile.CLIPSEG.require(file);
    this.file = file;
  }

  /** Shows the picture half of CLIP, as {@link ClipVisionFile} takes it. */
  public Checkpoint vision() {
    return below(CLIP, name -> name.startsWith("vis"));
  }

  /** Shows the text half of CLIP, with its projection. */
  public Checkpoint text() {
    return below(CLIP, name -> name.startsWith("text"));
  }

  /** Shows what makes maps. */
  public Checkpoint decoder() {
    return below(DECODER, name -> true);
  }

  private Checkpoint below(String prefix, Predicate<String> wanted) {
    Map<String, Extract> tensors = new LinkedHashMap<>();
    FileNetworks.below(file, prefix).stream()
        .filter(wanted)
        .forEach(name -> tensors.put(name, Extract.whole(prefix + name)));
    return new NetworkView(file, tensors, name -> prefix + name);
  }
}
