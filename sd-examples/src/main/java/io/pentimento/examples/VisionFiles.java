package io.pentimento.examples;

import io.pentimento.inpaint.MaskFinder;
import io.pentimento.inpaint.Neighbours;
import io.pentimento.vision.SegmentAnything;
import io.pentimento.vision.SubjectSelector;
import io.pentimento.vision.TextSegmenter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The networks that find things in pictures, each loaded when it is first asked. */
final class VisionFiles implements AutoCloseable {
  /** Parts of a subject that are less of the picture are taken for specks. */
  private static final double SPECK = 0.01;

  private static final double SUBJECT = 0.5;

  @Option(
      names = "--sam",
      paramLabel = "FILE",
      description =
          "Segment Anything: ViT-B, ViT-L or ViT-H as .safetensors or .pth, or its folder.")
  private @Nullable Path sam;

  @Option(
      names = "--clipseg",
      paramLabel = "FILE",
      description = "CLIPSeg, which finds words: its .safetensors, or its folder.")
  private @Nullable Path clipSeg;

  @Option(
      names = "--threshold",
      paramLabel = "X",
      description = "How surely words must be found, from 0 to 1; 0.4 unless set.")
  private double threshold = 0.4;

  private @Nullable SegmentAnything clicks;
  private @Nullable TextSegmenter words;
  private @Nullable SubjectSelector subject;

  /** Tells whether edges can be found. */
  boolean hasSam() {
    return sam != null;
  }

  /** Returns what answers clicks. */
  SegmentAnything clicks() throws IOException {
    if (sam == null) {
      throw new IllegalArgumentException(
          "--sam must name a file of Segment Anything, but is not set. Without any file,"
              + " --colour-at selects by colour.");
    }
    if (clicks == null) {
      clicks = SegmentAnything.load(sam);
    }
    return clicks;
  }

  /**
   * Returns what finds words: with sharp edges if there is a Segment Anything.
   *
   * @param soft whether it is to be as soft as the network finds it
   */
  MaskFinder words(String text, boolean soft) throws IOException {
    if (clipSeg == null) {
      throw new IllegalArgumentException(
          "--clipseg must name a file of CLIPSeg to find words with, but is not set.");
    }
    if (words == null) {
      words = TextSegmenter.load(clipSeg);
    }
    MaskFinder found = MaskFinder.words(words, text);
    return soft ? found : sharp(found, threshold).orElse(found.above(threshold));
  }

  /**
   * Returns what finds a picture's subject: with sharp edges if there is a Segment Anything.
   *
   * @param soft whether it is to be as soft as the network finds it
   */
  MaskFinder subject(Path file, boolean soft) throws IOException {
    if (subject == null) {
      subject = SubjectSelector.load(file);
    }
    MaskFinder found = MaskFinder.subject(subject);
    if (soft) {
      return found;
    }
    MaskFinder whole =
        picture -> {
          double area = (double) picture.getWidth() * picture.getHeight();
          return found
              .above(SUBJECT)
              .find(picture)
              .removeSpecks((int) (SPECK * area), Neighbours.EIGHT);
        };
    return sharp(whole, SUBJECT).orElse(whole);
  }

  private Optional<MaskFinder> sharp(MaskFinder found, double least) throws IOException {
    return hasSam() ? Optional.of(found.sharpened(clicks(), least)) : Optional.empty();
  }

  /** Frees what was loaded; it is loaded again when it is asked again. */
  @Override
  public void close() {
    if (clicks != null) {
      clicks.close();
      clicks = null;
    }
    if (words != null) {
      words.close();
      words = null;
    }
    if (subject != null) {
      subject.close();
      subject = null;
    }
  }
}
