package io.pentimento.vision;

import io.pentimento.ComputeDevice;
import io.pentimento.Precision;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Describes a picture as the WebUI's "Interrogate CLIP" does: with a caption, and the words of some
 * lists that CLIP finds most like the picture. Safe for use by many threads at once. Close it to
 * free its memory.
 */
public final class Interrogator implements Describer {
  private final Captioner captioner;
  private final ClipModel clip;
  private final List<WordList> lists;

  private Interrogator(Captioner captioner, ClipModel clip, List<WordList> lists) {
    this.captioner = captioner;
    this.clip = clip;
    this.lists = lists;
  }

  /**
   * Joins loaded networks, which are closed with what is returned.
   *
   * @param lists the words to choose from
   */
  public static Interrogator of(Captioner captioner, ClipModel clip, List<WordList> lists) {
    Objects.requireNonNull(captioner, "captioner");
    Objects.requireNonNull(clip, "clip");
    return new Interrogator(captioner, clip, List.copyOf(lists));
  }

  /**
   * Loads both networks.
   *
   * @param captioner as in {@link Captioner#load(Path)}
   * @param clip as in {@link ClipModel#load(Path)}; the WebUI's is ViT-L/14
   * @param lists the words to choose from
   * @throws IOException if a file cannot be read; a {@code ModelFormatException} where one is
   *     damaged or holds something else
   * @throws IllegalStateException if the device or the precision is not to be had on this machine,
   *     or the engine does not start
   */
  public static Interrogator load(
      Path captioner, Path clip, List<WordList> lists, Precision precision, ComputeDevice device)
      throws IOException {
    List<WordList> words = List.copyOf(lists);
    Captioner first = Captioner.load(captioner, precision, device);
    try {
      return new Interrogator(first, ClipModel.load(clip, precision, device), words);
    } catch (Throwable e) {
      first.close();
      throw e;
    }
  }

  @Override
  public String name() {
    return captioner.name() + " and " + clip.name();
  }

  /** Describes a picture with the WebUI's settings, without ranks. */
  @Override
  public String describe(BufferedImage picture) {
    return interrogate(picture, CaptionOptions.webui()).prompt(false);
  }

  /**
   * Describes a picture.
   *
   * @param picture of any size; what is transparent becomes white
   * @throws IllegalArgumentException if the caption may be longer than the network can make it
   * @throws io.pentimento.GenerationFailedException if the engine fails
   * @throws IllegalStateException if this is closed
   */
  public Interrogation interrogate(BufferedImage picture, CaptionOptions options) {
    String caption = captioner.caption(picture, options);
    List<Interrogation.Category> categories = new ArrayList<>();
    for (WordList list : lists) {
      List<RankedText> ranked = clip.rank(picture, list.words());
      categories.add(
          new Interrogation.Category(
              list.name(), ranked.subList(0, Math.min(list.best(), ranked.size()))));
    }
    return new Interrogation(caption, categories);
  }

  @Override
  public void close() {
    try (clip) {
      captioner.close();
    }
  }
}
