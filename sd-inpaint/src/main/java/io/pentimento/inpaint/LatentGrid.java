package io.pentimento.inpaint;

import io.pentimento.sampling.LatentSpace;

/** Lengths in pixels that are whole numbers of latent cells. */
final class LatentGrid {
  private LatentGrid() {}

  /** Returns the nearest such length, at least one cell. */
  static int nearest(LatentSpace space, double length) {
    return (int) Math.max(1, Math.round(length / space.factor())) * space.factor();
  }

  /** Returns the next such length that is not shorter. */
  static int roundedUp(LatentSpace space, int length) {
    return (length + space.factor() - 1) / space.factor() * space.factor();
  }
}
