package io.pentimento.examples.recipes;

import io.pentimento.image.PictureReader;
import io.pentimento.vision.TagStyle;
import io.pentimento.vision.WdTagger;
import io.pentimento.vision.WdThresholds;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;

/** Tells what a picture shows, in the words of a prompt. */
public final class DescribeAPicture {
  private DescribeAPicture() {}

  /**
   * Describes a picture.
   *
   * @param arguments the folder of a WD tagger, such as wd-vit-tagger-v3, and the picture
   */
  public static void main(String[] arguments) throws IOException {
    try (WdTagger tagger = WdTagger.load(Path.of(arguments[0]))) {
      System.out.println(describe(tagger, PictureReader.read(Path.of(arguments[1]))));
    }
  }

  static String describe(WdTagger tagger, BufferedImage picture) {
    // Fewer and surer tags than usual; what is said of the drawing itself is left to the prompt.
    WdThresholds sure = new WdThresholds(0.5, 0.85, true);
    return tagger.describe(picture, sure, TagStyle.wdTagger().without("monochrome, sketch"));
  }
}
