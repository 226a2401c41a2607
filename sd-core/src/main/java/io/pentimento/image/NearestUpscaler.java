package io.pentimento.image;

import java.awt.image.BufferedImage;

/** Takes for each pixel the one its middle lies in. */
record NearestUpscaler() implements Upscaler {
  @Override
  public String name() {
    return "Nearest";
  }

  @Override
  public BufferedImage upscale(BufferedImage picture, ImageSize size) {
    Pixels source = Pixels.of(picture);
    byte[] samples = Pixels.blank(size.width(), size.height(), source.channels()).samples().clone();
    int at = 0;
    for (int y = 0; y < size.height(); y++) {
      int fromY = middle(y, size.height(), source.height());
      for (int x = 0; x < size.width(); x++) {
        int fromX = middle(x, size.width(), source.width());
        for (int channel = 0; channel < source.channels(); channel++) {
          samples[at++] = (byte) source.sample(fromX, fromY, channel);
        }
      }
    }
    return Pixels.wrap(size.width(), size.height(), source.channels(), samples).toImage();
  }

  private static int middle(int place, int length, int sourceLength) {
    return (int) ((place + 0.5) * sourceLength / length);
  }
}
