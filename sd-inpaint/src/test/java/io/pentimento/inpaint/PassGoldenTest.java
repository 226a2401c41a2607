package io.pentimento.inpaint;

import io.pentimento.GoldenPasses;
import io.pentimento.sampling.PictureFinish;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Passes that keep what is not masked. */
class PassGoldenTest {
  @TestFactory
  Stream<DynamicTest> passes() {
    return GoldenPasses.masked(
        (source, repaint) ->
            new MaskedLatent(
                source,
                repaint,
                source.sub(source.mul(repaint)),
                Optional.empty(),
                PictureFinish.asDecoded()));
  }
}
