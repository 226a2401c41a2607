package io.pentimento.vision;

import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ComponentFolder;
import io.pentimento.checkpoint.ModelFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a network that looks at pictures does, told by the names of its tensors, never by the file's
 * name.
 */
public enum VisionKind {
  /** BLIP's caption network, which {@link Captioner} loads. */
  BLIP("BLIP's caption network") {
    @Override
    boolean isIn(Set<String> names) {
      String mark = "text_decoder.cls.predictions.bias";
      return names.contains(mark) || names.contains("model." + mark);
    }
  },
  /** DeepDanbooru, which {@link DeepDanbooru} loads. */
  DEEP_DANBOORU("DeepDanbooru") {
    @Override
    boolean isIn(Set<String> names) {
      return names.contains("n_Conv_0.weight");
    }
  },
  /** CLIPSeg, which finds what a text names. */
  CLIPSEG("CLIPSeg") {
    @Override
    boolean isIn(Set<String> names) {
      return names.contains("decoder.film_mul.weight");
    }
  },
  /** Segment Anything, which finds the outlines of what is at a point. */
  SEGMENT_ANYTHING("Segment Anything") {
    @Override
    boolean isIn(Set<String> names) {
      return names.contains("prompt_encoder.no_mask_embed.weight");
    }
  },
  /** YOLOv8, which finds things of some classes. */
  YOLO("a YOLOv8 detector") {
    @Override
    boolean isIn(Set<String> names) {
      return names.contains("model.22.dfl.conv.weight");
    }
  },
  /** IS-Net or U2-Net, which tells a subject from its background. */
  IS_NET("IS-Net") {
    @Override
    boolean isIn(Set<String> names) {
      return names.contains("stage1.rebnconvin.conv_s1.weight");
    }
  },
  /** A tagger that is a vision transformer, which {@link WdTagger} loads. */
  WD_TAGGER("a vision transformer of timm, such as a WD tagger") {
    @Override
    boolean isIn(Set<String> names) {
      return names.contains("patch_embed.proj.weight") && names.contains("head.weight");
    }
  },
  /** Both halves of CLIP, which {@link ClipModel} loads. */
  CLIP("CLIP") {
    @Override
    boolean isIn(Set<String> names) {
      return names.contains("visual_projection.weight") || names.contains("visual.proj");
    }
  };

  private final String words;

  VisionKind(String words) {
    this.words = words;
  }

  abstract boolean isIn(Set<String> names);

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
    return Stream.of(values()).filter(kind -> kind.isIn(file.names())).findFirst();
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
