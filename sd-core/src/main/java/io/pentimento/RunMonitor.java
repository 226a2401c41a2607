package io.pentimento;

import java.awt.image.BufferedImage;
import java.util.Optional;

/** Hears of a run and may stop it. */
interface RunMonitor extends Denoising.Monitor {
  /** Hears of a picture that a chain made, and of that which it was made from, if there was one. */
  void pictureMade(int index, int count, Optional<BufferedImage> before, BufferedImage picture);
}
