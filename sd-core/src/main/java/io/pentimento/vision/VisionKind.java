package io.pentimento.vision;

import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ComponentFolder;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.checkpoint.original.VisionFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a network that looks at pictures does, told by the names of its tensors, never by the file's
 * name.
 */
public enum VisionKind {
  /** BLIP's caption network, which {@link Captioner} loads. */
  BLIP("BLIP's caption network", VisionFile.BLIP, VisionFile.NESTED_BLIP),
  /** DeepDanbooru, which {@link DeepDanbooru} loads. */
  DEEP_DANBOORU("DeepDanbooru", VisionFile.DEEPDANBOORU),
  /** CLIPSeg, which finds what a text names. */
  CLIPSEG("CLIPSeg", VisionFile.CLIPSEG),
  /** Segment Anything, which finds the outlines of what is at a point. */
  SEGMENT_ANYTHING("Segment Anything", VisionFile.SEGMENT_ANYTHING, VisionFile.SEGMENT_ANYTHING_HQ),
  /** YOLOv8, which finds things of some classes. */
  YOLO("a YOLOv8 detector", VisionFile.YOLO),
  /** IS-Net or U2-Net, which tells a subject from its background. */
  IS_NET("IS-Net", VisionFile.ISNET, VisionFile.U2NET),
  /** A tagger that is a vision transformer, which {@link WdTagger} loads. */
  WD_TAGGER("a vision transformer of timm, such as a WD tagger", VisionFile.TAGGER),
  /** Both halves of CLIP, which {@link ClipModel} loads. */
  CLIP("CLIP", VisionFile.CLIP, VisionFile.FIRST_CLIP);

  private final String words;
  private final List<VisionFile> files;

  VisionKind(String words, VisionFile... files) {
    this.words = words;
    this.files = List.of(files);
  }

  /**
   * Tells what a file holds.
   *
   * @param path a file, or a folder with its weights
   * @throws ModelFormatException if it is none of these, or damaged
   * @throws IOException if reading fails
   */
  public static VisionKind of(Path path) throws IOException {
    try (Checkpoint file = open(path)) {
      return of(file)
          .orElseThrow(
              () ->
                  new ModelFormatException(
                      file.path(),
                      "this is no network that looks at pictures and is known here. Known are"
                          + " BLIP's caption network, CLIP, DeepDanbooru v3 and vision transformers"
                          + " of timm such as wd-vit-tagger-v3."));
    }
  }

  private static Optional<VisionKind> of(Checkpoint file) {
    return VisionFile.of(file.names())
        .flatMap(
            found -> Stream.of(values()).filter(kind -> kind.files.contains(found)).findFirst());
  }

  /** Opens a file, or the weights in a folder. */
  static Checkpoint open(Path path) throws IOException {
    if (String.valueOf(path.getFileName()).endsWith(".onnx")) {
      throw new ModelFormatException(
          path,
          "ONNX files are not read. Use the safetensors of the same model, such as"
              + " model.safetensors of SmilingWolf/wd-vit-tagger-v3.");
    }
    return Files.isDirectory(path)
        ? ComponentFolder.of(path, Optional.empty()).weights()
        : Checkpoint.open(path);
  }

  /**
   * Refuses a file that holds another kind.
   *
   * @throws ModelFormatException if it does
   */
  void require(Checkpoint file) throws ModelFormatException {
    Optional<VisionKind> found = of(file);
    if (found.isEmpty() || found.get() != this) {
      throw new ModelFormatException(
          file.path(),
          "must hold %s, but holds %s."
              .formatted(words, found.map(kind -> kind.words).orElse("something else")));
    }
  }
}
