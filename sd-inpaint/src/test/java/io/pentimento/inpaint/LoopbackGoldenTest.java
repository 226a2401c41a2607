package io.pentimento.inpaint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.pentimento.Loopback;
import io.pentimento.image.ImageSize;
import io.pentimento.sampling.LatentSpace;
import io.pentimento.sampling.Seeds;
import io.pentimento.testing.ImageCases;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What each loop is asked for, against the reference: group {@code loopback}. */
class LoopbackGoldenTest {
  private static final ImageSize SIZE = new ImageSize(64, 64);
  private static final List<MaskedContent> CONTENTS =
      List.of(
          MaskedContent.FILL,
          MaskedContent.ORIGINAL,
          MaskedContent.LATENT_NOISE,
          MaskedContent.LATENT_NOTHING);

  @TestFactory
  Stream<DynamicTest> loopback() {
    return ImageCases.group(
        "loopback",
        golden ->
            golden
                .getAsJsonObject("outputs")
                .getAsJsonArray("rows")
                .forEach(row -> check(row.getAsJsonObject())));
  }

  private static void check(JsonObject row) {
    long[] seeds = longs(row.getAsJsonArray("seed_per_loop"));
    int[] contents = ImageCases.ints(row.getAsJsonArray("masked_content_per_loop"));
    List<Inpaint> asked = new ArrayList<>();
    loopback(row, CONTENTS.get(contents[0]))
        .chain(new LatentSpace(4, 8, 4, 64))
        .make(
            Seeds.of(seeds[0]),
            request -> {
              asked.add((Inpaint) request);
              return picture();
            });
    assertThat(asked).hasSize(row.get("loops").getAsInt());
    for (int i = 0; i < asked.size(); i++) {
      Inpaint request = asked.get(i);
      assertThat(request.denoisingStrength())
          .isCloseTo(row.getAsJsonArray("denoise_per_loop").get(i).getAsDouble(), within(1e-12));
      assertThat(request.sampling().seed()).isEqualTo(seeds[i]);
      assertThat(request.sampling().batch()).isOne();
      assertThat(request.maskedContent()).isEqualTo(CONTENTS.get(contents[i]));
    }
  }

  private static Loopback loopback(JsonObject row, MaskedContent content) {
    Inpaint first =
        Inpaint.builder(picture(), Mask.ellipse(SIZE, new Rectangle(9, 9, 30, 40)), "a door")
            .maskedContent(content)
            .denoisingStrength(row.get("start").getAsDouble())
            .batch(2)
            .build();
    return Loopback.of(first)
        .withLoops(row.get("loops").getAsInt())
        .withFinalDenoisingStrength(row.get("final").getAsDouble())
        .withCurve(curve(row.get("curve").getAsString()));
  }

  private static Loopback.Curve curve(String label) {
    return Arrays.stream(Loopback.Curve.values())
        .filter(curve -> curve.label().equals(label))
        .findFirst()
        .orElseThrow();
  }

  private static long[] longs(JsonArray array) {
    return array.asList().stream().mapToLong(JsonElement::getAsLong).toArray();
  }

  private static BufferedImage picture() {
    return new BufferedImage(SIZE.width(), SIZE.height(), BufferedImage.TYPE_INT_RGB);
  }
}
