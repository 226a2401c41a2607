package io.pentimento.checkpoint.original;

import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ModelFormatException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Kinds of files with a network that looks at pictures, told apart by names of tensors. */
public enum VisionFile {
  /** Segment Anything with more layers, whose masks are finer. */
  SEGMENT_ANYTHING_HQ(
      "HQ-SAM", ", which is not offered. Use Segment Anything.", "mask_decoder.hf_token.weight"),
  /** Segment Anything, which finds what lies under a click or in a box. */
  SEGMENT_ANYTHING(
      "Segment Anything", ". Load it with SegmentAnything.", "prompt_encoder.no_mask_embed.weight"),
  /** CLIPSeg, which finds what words say. */
  CLIPSEG("CLIPSeg", ". Load it with TextSegmenter.", "decoder.film_mul.weight"),
  /** IS-Net, which finds a picture's subject. */
  ISNET(
      "IS-Net",
      ". Load it with SubjectSelector.",
      "stage1.rebnconvin.conv_s1.weight",
      "conv_in.weight"),
  /** U²-Net, the older form of IS-Net. */
  U2NET(
      "U-2-Net",
      ", which is not offered. Use isnet-general-use.pth.",
      "stage1.rebnconvin.conv_s1.weight"),
  /** A detector of things. */
  YOLO("a YOLO detector", ".", "model.22.dfl.conv.weight"),
  /** A network that describes pictures in a sentence. */
  BLIP("BLIP, which describes pictures", ".", "text_decoder.cls.predictions.bias"),
  /** BLIP whose tensors are of an object called model. */
  NESTED_BLIP("BLIP, which describes pictures", ".", "model.text_decoder.cls.predictions.bias"),
  /** A network that tags pictures. */
  DEEPDANBOORU("DeepDanbooru, which tags pictures", ".", "n_Conv_0.weight"),
  /** CLIP in transformers' layout. */
  CLIP("CLIP", ".", "visual_projection.weight"),
  /** CLIP as first released. */
  FIRST_CLIP("CLIP", ".", "visual.proj"),
  /** A vision transformer that tags pictures. */
  TAGGER("a tagger of pictures", ".", "patch_embed.proj.weight", "head.weight");

  private final String label;
  private final String advice;
  private final List<String> marks;

  VisionFile(String label, String advice, String... marks) {
    this.label = label;
    this.advice = advice;
    this.marks = List.of(marks);
  }

  /** Returns what a file is; empty for one that is of none of these kinds. */
  public static Optional<VisionFile> of(Set<String> names) {
    return Stream.of(values()).filter(kind -> names.containsAll(kind.marks)).findFirst();
  }

  /** Returns what it is and what to do with it, as the end of a sentence. */
  String told() {
    return label + advice;
  }

  /**
   * Checks that a file is of this kind.
   *
   * @throws ModelFormatException if it is of another, which the message names, or of none
   */
  public void require(Checkpoint file) throws ModelFormatException {
    Optional<VisionFile> found = of(file.names());
    if (found.isEmpty()) {
      throw new ModelFormatException(
          file.path(),
          "must hold the weights of %s, but has no tensor %s.".formatted(label, marks.get(0)));
    }
    if (found.get() != this) {
      throw new ModelFormatException(
          file.path(),
          "must hold the weights of %s, but this is %s".formatted(label, found.get().told()));
    }
  }
}
