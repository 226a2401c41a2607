package io.pentimento.examples.tour;

import io.pentimento.Generation;
import io.pentimento.examples.files.WholeFile;
import java.awt.image.BufferedImage;
import javax.imageio.ImageIO;

/**
 * A picture of a chapter.
 *
 * @param file the name of its file, beside the page
 * @param caption what is under it
 * @param width its width in pixels
 * @param height its height in pixels
 * @param content what writes the file
 */
public record Figure(String file, String caption, int width, int height, WholeFile.Content content) {
  /** Shows the picture that a run made; its file carries the settings. */
  public static Figure of(String file, String caption, Generation generation) {
    BufferedImage picture = generation.image();
    return new Figure(file, caption, picture.getWidth(), picture.getHeight(), generation::writePng);
  }

  /** Shows a picture. */
  public static Figure of(String file, String caption, BufferedImage picture) {
    return new Figure(
        file,
        caption,
        picture.getWidth(),
        picture.getHeight(),
        path -> ImageIO.write(picture, "png", path.toFile()));
  }
}
