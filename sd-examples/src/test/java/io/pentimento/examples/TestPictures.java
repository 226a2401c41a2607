package io.pentimento.examples;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Small picture files for tests. */
final class TestPictures {
  private TestPictures() {}

  /** Writes a picture of one colour. */
  static Path plain(Path file, Color colour, int side) throws IOException {
    return write(file, picture(colour, side));
  }

  /** Writes a mask: a white square in the middle of black. */
  static Path mask(Path file, int side) throws IOException {
    BufferedImage picture = picture(Color.BLACK, side);
    Graphics2D graphics = picture.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(side / 4, side / 4, side / 2, side / 2);
    graphics.dispose();
    return write(file, picture);
  }

  private static BufferedImage picture(Color colour, int side) {
    BufferedImage picture = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    graphics.setColor(colour);
    graphics.fillRect(0, 0, side, side);
    graphics.dispose();
    return picture;
  }

  private static Path write(Path file, BufferedImage picture) throws IOException {
    ImageIO.write(picture, "png", file.toFile());
    return file;
  }
}
