package io.pentimento.inpaint;

import java.awt.Rectangle;
import java.util.List;

/**
 * What an extended picture grows by before its new edges are drawn out again.
 *
 * @param known the picture before
 * @param grown the picture after, with what the latent grid adds to it
 * @param tiles what is painted, in order
 */
record Ring(Rectangle known, Rectangle grown, List<NewTile> tiles) {
  /** Copies the list. */
  Ring {
    tiles = List.copyOf(tiles);
  }
}
