package io.pentimento;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pentimento.image.ImageSize;
import io.pentimento.image.Pixels;
import io.pentimento.patch.ModelPart;
import io.pentimento.patch.StepWeight;
import io.pentimento.sampling.LatentSpace;
import io.pentimento.sampling.Sampling;
import io.pentimento.sampling.Seeds;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Requests that are made of others, one after the other. */
class ChainedRequestTest {
  private static Pipeline pipeline;

  @BeforeAll
  static void open() {
    pipeline = TinyModel.open();
  }

  @AfterAll
  static void close() {
    pipeline.close();
  }

  private static final ImageSize SIDE = new ImageSize(64, 64);

  /** Draws a picture and draws over it again, each time with the next seed. */
  private record Twice(Sampling sampling, ImageSize size, int batchOfLinks)
      implements ChainedRequest {
    @Override
    public String prompt() {
      return "a lighthouse";
    }

    @Override
    public String negativePrompt() {
      return "";
    }

    @Override
    public Map<String, String> settings() {
      return Map.of("Denoising strength", "0.5");
    }

    @Override
    public PictureChain chain(LatentSpace space) {
      return new PictureChain() {
        @Override
        public int links() {
          return 2;
        }

        @Override
        public ImageSize size() {
          return size;
        }

        @Override
        public BufferedImage make(Seeds seeds, Link link) {
          Sampling first = sampling.withSeeds(seeds).withBatch(batchOfLinks);
          BufferedImage drawn = link.make(first(first));
          return link.make(over(drawn, first.withSeed(seeds.first() + 1)));
        }
      };
    }

    static TextToImage first(Sampling sampling) {
      return TextToImage.builder("a lighthouse").size(64, 64).sampling(sampling).build();
    }

    static ImageToImage over(BufferedImage drawn, Sampling sampling) {
      return ImageToImage.builder(drawn, "a lighthouse")
          .denoisingStrength(0.5)
          .sampling(sampling)
          .build();
    }
  }

  private static Sampling sampling() {
    return Sampling.defaults().withSteps(4).withSeed(7);
  }

  private static Pixels alone(long seed) {
    Sampling first = sampling().withSeed(seed);
    BufferedImage drawn = pipeline.generate(Twice.first(first)).image();
    return Pixels.of(pipeline.generate(Twice.over(drawn, first.withSeed(seed + 1))).image());
  }

  @Test
  void generate_isTheRequestsOneAfterTheOther() {
    Generation made = pipeline.generate(new Twice(sampling().withBatch(2), SIDE, 1));
    assertThat(made.seeds()).containsExactly(7L, 8L);
    assertThat(made.images().stream().map(Pixels::of)).containsExactly(alone(7), alone(8));
    assertThat(made.parameters(1)).contains("Seed: 8", "Size: 64x64", "Denoising strength: 0.5");
  }

  @Test
  void generate_adaptersCountInAllRequests() {
    MadeUpPatch patch =
        new MadeUpPatch("chain")
            .product(ModelPart.UNET, "conv_in.weight", 1, StepWeight.of(1), 8, 4, 3, 3);
    Sampling patched = sampling().withPatch(patch);
    try (Pipeline own = TinyModel.open()) {
      Generation made = own.generate(new Twice(patched, SIDE, 1));
      BufferedImage drawn = own.generate(Twice.first(patched)).image();
      BufferedImage over = own.generate(Twice.over(drawn, patched.withSeed(8))).image();
      assertThat(Pixels.of(made.image())).isEqualTo(Pixels.of(over)).isNotEqualTo(alone(7));
    }
  }

  @Test
  void events_countThePicturesAndTheStepsOfAll() {
    List<String> seen = new ArrayList<>();
    List<BufferedImage> pictures = new ArrayList<>();
    Generation made =
        pipeline
            .start(
                new Twice(sampling(), SIDE, 1),
                event -> {
                  if (event instanceof StepFinished step) {
                    seen.add("step " + step.index());
                  } else if (event instanceof PictureMade picture) {
                    seen.add("picture " + picture.index() + " of " + picture.count());
                    pictures.add(picture.picture());
                  }
                })
            .await();
    // Half of the second request's four steps is left out, and one more done.
    List<String> expected = new ArrayList<>();
    IntStream.range(0, 4).forEach(i -> expected.add("step " + i));
    expected.add("picture 0 of 2");
    IntStream.range(4, 7).forEach(i -> expected.add("step " + i));
    expected.add("picture 1 of 2");
    assertThat(seen).isEqualTo(expected);
    assertThat(pictures.get(1)).isSameAs(made.image());
  }

  @Test
  void cancel_stopsBetweenTheRequests() {
    Run[] run = new Run[1];
    List<PictureMade> pictures = new ArrayList<>();
    GateListener listener = new GateListener(run, pictures);
    synchronized (run) {
      run[0] = pipeline.start(new Twice(sampling(), SIDE, 1), listener::hear);
    }
    assertThatThrownBy(run[0]::await).isInstanceOf(GenerationCancelledException.class);
    assertThat(pictures).hasSize(1);
    assertThat(pipeline.generate(new Twice(sampling(), SIDE, 1)).images()).hasSize(1);
  }

  private record GateListener(Run[] run, List<PictureMade> pictures) {
    void hear(GenerationEvent event) {
      if (event instanceof PictureMade made) {
        pictures.add(made);
        synchronized (run) {
          run[0].cancel();
        }
      }
    }
  }

  @Test
  void start_refusesBeforeAnyWork() {
    assertThatThrownBy(() -> pipeline.check(new Twice(sampling(), new ImageSize(60, 64), 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("multiples of 8");
    assertThatThrownBy(() -> pipeline.check(new Twice(sampling().withClipSkip(4), SIDE, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("clipSkip");
  }

  @Test
  void link_refusesABatch() {
    assertThatThrownBy(() -> pipeline.generate(new Twice(sampling(), SIDE, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be for one picture");
    assertThat(pipeline.scope().manager().toString())
        .contains("Resource size: " + pipeline.scope().manager().getManagedArrays().size());
  }
}
