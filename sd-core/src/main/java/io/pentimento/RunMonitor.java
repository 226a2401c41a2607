package io.pentimento;

import java.awt.image.BufferedImage;

/** Hears of a run and may stop it. */
interface RunMonitor extends Denoising.Monitor {
  /** Hears of a picture that a chain made. */
  void pictureMade(int index, int count, BufferedImage picture);
}
