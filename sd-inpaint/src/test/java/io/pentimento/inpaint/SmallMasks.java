package io.pentimento.inpaint;

import io.pentimento.image.ImageSize;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Masks of any small size, half of whose pixels are fully kept or repainted. */
final class SmallMasks {
  private SmallMasks() {}

  static Arbitrary<Mask> masks() {
    return sizes().flatMap(SmallMasks::ofSize);
  }

  static Arbitrary<Mask[]> pairs() {
    return sizes()
        .flatMap(
            size ->
                Combinators.combine(ofSize(size), ofSize(size)).as((a, b) -> new Mask[] {a, b}));
  }

  private static Arbitrary<ImageSize> sizes() {
    Arbitrary<Integer> sides = Arbitraries.integers().between(1, 19);
    return Combinators.combine(sides, sides).as(ImageSize::new);
  }

  private static Arbitrary<Mask> ofSize(ImageSize size) {
    Arbitrary<Byte> levels =
        Arbitraries.frequencyOf(
            Tuple.of(3, Arbitraries.just((byte) 0)),
            Tuple.of(3, Arbitraries.just((byte) 255)),
            Tuple.of(1, Arbitraries.bytes()));
    return levels
        .array(byte[].class)
        .ofSize(size.width() * size.height())
        .map(bytes -> Mask.of(size, bytes));
  }
}
