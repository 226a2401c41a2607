package io.pentimento.inpaint;

import io.pentimento.image.Pixels;

/** Joins a generated picture with the original. */
@FunctionalInterface
interface Composition {
  /**
   * Makes the result.
   *
   * @param generated what the model made, RGB, of the size it worked at
   */
  Pixels of(Overlay overlay, Pixels generated);

  /** Returns the work behind a choice. */
  static Composition of(Compose choice) {
    if (choice instanceof Compose.Overlaid) {
      return (overlay, generated) -> overlay.over(generated);
    }
    if (choice instanceof Compose.Pasted) {
      return (overlay, generated) -> overlay.hard().over(generated);
    }
    if (choice instanceof Compose.Seamless) {
      return (overlay, generated) ->
          overlay.over(SeamlessColours.of(overlay).apply(overlay.fitted(generated)));
    }
    return (overlay, generated) -> generated;
  }
}
