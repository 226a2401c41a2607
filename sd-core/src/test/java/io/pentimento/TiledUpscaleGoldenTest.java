package io.pentimento;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.pentimento.image.ImageSize;
import io.pentimento.image.Pixels;
import io.pentimento.image.Upscaler;
import io.pentimento.sampling.LatentSpace;
import io.pentimento.sampling.Seeds;
import io.pentimento.testing.ImageCases;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The flow of "SD upscale" with a stand-in for the model that inverts what it starts from: group
 * {@code sd_upscale}.
 */
class TiledUpscaleGoldenTest {
  /** A grid of single pixels: the reference's stand-in takes tiles of any size. */
  private static final LatentSpace ANY_SIZE = new LatentSpace(4, 1, 4, 64);

  private static final LatentSpace GRID = new LatentSpace(4, 8, 4, 64);

  @TestFactory
  Stream<DynamicTest> sdUpscale() {
    return ImageCases.group(
        "sd_upscale",
        golden -> offered().anyMatch(upscaler -> upscaler.name().equals(name(golden))),
        golden -> new Flow(golden).check());
  }

  private static Stream<Upscaler> offered() {
    return Stream.of(Upscaler.lanczos(), Upscaler.nearest());
  }

  private static String name(JsonObject golden) {
    return golden.getAsJsonObject("params").get("upscaler").getAsString();
  }

  private record Flow(JsonObject golden) {
    void check() {
      BufferedImage large = upscaler().upscale(image(), scale());
      if (large.getWidth() < tile().width() || large.getHeight() < tile().height()) {
        checkSmallerThanATile();
        return;
      }
      checkReference(request().image(large).scale(1).build());
      if (request().build().finishedSize().equals(ImageSize.of(large))) {
        checkReference(request().build());
      }
    }

    private void checkReference(TiledUpscale request) {
      List<Long> seeds = new ArrayList<>();
      Pixels made = made(request, ANY_SIZE, seeds);
      Pixels expected =
          Pixels.of(ImageCases.image(golden.getAsJsonObject("outputs").get("result")));
      assertThat(seeds)
          .isEqualTo(
              golden.getAsJsonObject("outputs").getAsJsonArray("seed_per_tile").asList().stream()
                  .map(JsonElement::getAsLong)
                  .toList());
      assertThat(made.size()).isEqualTo(expected.size());
      ImageCases.assertLevels("the result", made.samples(), expected.samples(), 0);
    }

    /**
     * The reference gives the model a black margin, and rounds the size down to multiples of 8;
     * ours takes a smaller tile, and gives the size that was asked.
     */
    private void checkSmallerThanATile() {
      boolean onGrid = tile().width() % 8 == 0 && tile().height() % 8 == 0;
      TiledUpscale request = request().build();
      List<Long> seeds = new ArrayList<>();
      Pixels made = made(request, onGrid ? GRID : ANY_SIZE, seeds);
      ImageSize size = request.finishedSize();
      assertThat(size.width()).isEqualTo((int) Math.round(image().getWidth() * scale()));
      assertThat(size.height()).isEqualTo((int) Math.round(image().getHeight() * scale()));
      Pixels large = Pixels.of(upscaler().upscale(image(), size)).rgb();
      assertThat(made).isEqualTo(inverted(large));
      for (int i = 0; i < seeds.size(); i++) {
        assertThat(seeds.get(i)).isEqualTo(seed() + i);
      }
    }

    private Pixels made(TiledUpscale request, LatentSpace space, List<Long> seeds) {
      PictureChain chain = request.chain(space);
      BufferedImage made =
          chain.make(
              Seeds.of(seed()),
              link -> {
                seeds.add(link.sampling().seed());
                BufferedImage tile = ((ImageToImage) link).image();
                assertThat(ImageSize.of(tile)).isEqualTo(chain.size());
                space.check(chain.size());
                return inverted(Pixels.of(tile)).toImage();
              });
      assertThat(seeds).hasSize(chain.links());
      return Pixels.of(made);
    }

    private TiledUpscale.Builder request() {
      return TiledUpscale.builder(image(), "x")
          .upscaler(upscaler())
          .scale(scale())
          .tile(tile().width(), tile().height())
          .overlap(params().get("overlap").getAsInt());
    }

    private JsonObject params() {
      return golden.getAsJsonObject("params");
    }

    private BufferedImage image() {
      return ImageCases.image(golden.getAsJsonObject("inputs").get("image"));
    }

    private Upscaler upscaler() {
      return offered().filter(one -> one.name().equals(name(golden))).findFirst().orElseThrow();
    }

    private double scale() {
      return params().get("scale").getAsDouble();
    }

    private long seed() {
      return params().get("seed").getAsLong();
    }

    private ImageSize tile() {
      int[] sides = ImageCases.ints(params().getAsJsonArray("tile"));
      return new ImageSize(sides[0], sides[1]);
    }
  }

  private static Pixels inverted(Pixels picture) {
    byte[] samples = picture.samples().clone();
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (byte) ~samples[i];
    }
    return Pixels.wrap(picture.width(), picture.height(), picture.channels(), samples);
  }
}
