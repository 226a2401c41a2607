package io.pentimento;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import io.pentimento.image.Compositing;
import io.pentimento.image.ImageSize;
import io.pentimento.image.Pixels;
import io.pentimento.image.Resampling;
import io.pentimento.image.TileBlending;
import io.pentimento.image.Upscaler;
import io.pentimento.sampling.LatentSpace;
import io.pentimento.sampling.Seeds;
import java.awt.Color;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TiledUpscaleTest {
  private static final LatentSpace SPACE = new LatentSpace(4, 8, 4, 64);

  private static Pipeline pipeline;

  @BeforeAll
  static void open() {
    pipeline = TinyModel.open();
  }

  @AfterAll
  static void close() {
    pipeline.close();
  }

  private static Pixels noise(int width, int height, int channels) {
    byte[] samples = new byte[width * height * channels];
    new Random(width).nextBytes(samples);
    return Pixels.wrap(width, height, channels, samples);
  }

  private static TiledUpscale.Builder request(Pixels picture) {
    return TiledUpscale.builder(picture.toImage(), "a lighthouse")
        .negativePrompt("fog")
        .overlap(16)
        .steps(3)
        .seed(7);
  }

  /** Runs the chain with a link that gives each tile back as it is. */
  private static Pixels unchanged(TiledUpscale request) {
    return Pixels.of(request.chain(SPACE).make(Seeds.of(7), link -> ((ImageToImage) link).image()));
  }

  @Test
  void generate_drawsEachTileOverItsPart() {
    Pixels picture = noise(60, 40, 3);
    Generation made = pipeline.generate(request(picture).scale(1.6).denoisingStrength(0.4).build());

    Pixels large = Resampling.LANCZOS.resize(picture, 96, 64);
    List<Pixels> tiles = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      ImageToImage over =
          ImageToImage.builder(
                  large.crop(new Rectangle(32 * i, 0, 64, 64)).toImage(), "a lighthouse")
              .negativePrompt("fog")
              .denoisingStrength(0.4)
              .steps(3)
              .seed(7 + i)
              .build();
      tiles.add(Pixels.of(pipeline.generate(over).image()));
    }
    Pixels result = Pixels.of(made.image());
    assertThat(result.size()).isEqualTo(new ImageSize(96, 64));
    assertThat(result.crop(new Rectangle(32, 64)))
        .isEqualTo(tiles.get(0).crop(new Rectangle(32, 64)));
    assertThat(result.crop(new Rectangle(48, 0, 48, 64)))
        .isEqualTo(tiles.get(1).crop(new Rectangle(16, 0, 48, 64)));
  }

  @ParameterizedTest
  @EnumSource
  void everySize_isMadeExactly(TileBlending blending) {
    Random random = new Random(3);
    for (int i = 0; i < 60; i++) {
      int width = 1 + random.nextInt(90);
      int height = 1 + random.nextInt(90);
      double scale = 1 + 3 * random.nextDouble();
      Pixels picture = noise(width, height, i % 2 == 0 ? 3 : 4);
      TiledUpscale request =
          request(picture)
              .scale(scale)
              .tile(32 + 8 * random.nextInt(4), 40)
              .blending(blending)
              .background(Color.BLACK)
              .build();
      ImageSize size =
          new ImageSize((int) Math.round(width * scale), (int) Math.round(height * scale));
      Pixels flat = Compositing.flatten(picture, Color.BLACK);
      Pixels large = Resampling.LANCZOS.resize(flat, size.width(), size.height());
      assertThat(request.finishedSize()).isEqualTo(size);
      Pixels made = unchanged(request);
      assertThat(made.rgb()).as("%dx%d times %s", width, height, scale).isEqualTo(large);
      assertThat(made.channels()).isEqualTo(picture.channels());
    }
  }

  @Test
  void alpha_isEnlargedByLanczos() {
    Pixels picture = noise(30, 20, 4);
    Pixels made = unchanged(request(picture).scale(3).upscaler(Upscaler.nearest()).build());
    assertThat(made.channel(3)).isEqualTo(Resampling.LANCZOS.resize(picture.channel(3), 90, 60));
  }

  @Test
  void size_ofAnotherShapeCutsWhatStandsOut() {
    Pixels picture = noise(40, 40, 4);
    Pixels made = unchanged(request(picture).size(120, 80).upscaler(Upscaler.nearest()).build());
    Pixels large =
        Pixels.of(
            Upscaler.nearest()
                .upscale(
                    Compositing.flatten(picture, Color.WHITE).toImage(), new ImageSize(120, 120)));
    assertThat(made.rgb()).isEqualTo(large.crop(new Rectangle(0, 20, 120, 80)));
    assertThat(made.channel(3))
        .isEqualTo(
            Resampling.LANCZOS
                .resize(picture.channel(3), 120, 120)
                .crop(new Rectangle(0, 20, 120, 80)));
  }

  /** Rows 3, 2, 1 follow row 3, and so on, so that the model sees a picture without an edge. */
  @Test
  void pictureSmallerThanATile_isContinuedMirrored() {
    Pixels picture = noise(5, 3, 3);
    List<Pixels> tiles = new ArrayList<>();
    BufferedImage made =
        request(picture)
            .scale(1)
            .build()
            .chain(SPACE)
            .make(
                Seeds.of(7),
                link -> {
                  tiles.add(Pixels.of(((ImageToImage) link).image()));
                  return ((ImageToImage) link).image();
                });
    assertThat(Pixels.of(made)).isEqualTo(picture);
    assertThat(tiles).hasSize(1);
    int[] columns = {0, 1, 2, 3, 4, 4, 3, 2};
    int[] rows = {0, 1, 2, 2, 1, 0, 0, 1};
    for (int y = 0; y < 8; y++) {
      for (int x = 0; x < 8; x++) {
        assertThat(tiles.get(0).sample(x, y, 0)).isEqualTo(picture.sample(columns[x], rows[y], 0));
      }
    }
  }

  @Test
  void batch_enlargesOnceAndBeginsEachPictureOneSeedLater() {
    List<ImageSize> asked = new ArrayList<>();
    Upscaler counting =
        new Upscaler() {
          @Override
          public String name() {
            return "Counting";
          }

          @Override
          public BufferedImage upscale(BufferedImage picture, ImageSize size) {
            asked.add(size);
            return Upscaler.lanczos().upscale(picture, size);
          }
        };
    TiledUpscale both = request(noise(48, 32, 3)).upscaler(counting).batch(2).build();
    Generation made = pipeline.generate(both);
    assertThat(made.seeds()).containsExactly(7L, 8L);
    assertThat(asked).containsExactly(new ImageSize(96, 64));
    Generation second = pipeline.generate(both.toBuilder().batch(1).seed(8).build());
    assertThat(Pixels.of(made.images().get(1))).isEqualTo(Pixels.of(second.image()));
    assertThat(made.parameters(1))
        .contains(
            "Seed: 8, Size: 64x64",
            "Denoising strength: 0.3",
            "SD upscale overlap: 16, SD upscale upscaler: Counting");
  }

  /**
   * The arrays that live in the model's scope while tiles are drawn, their number and their sizes,
   * are the same for one tile and for fifteen, and none is left.
   */
  @Test
  void nativeMemory_growsWithTheTileAlone() {
    LongSupplier weights = () -> pipeline.scope().manager().getManagedArrays().size();
    unheard(request(noise(32, 32, 3)).build());
    long before = weights.getAsLong();
    Set<String> one = live(request(noise(32, 32, 3)).build());
    Set<String> many = live(request(noise(128, 77, 3)).build());
    assertThat(many).isEqualTo(one).hasSizeGreaterThan(1);
    assertThat(weights.getAsLong()).isEqualTo(before);
  }

  private static void unheard(TiledUpscale request) {
    pipeline.generate(request);
  }

  /** Returns all shapes of arrays that were seen, each with how many of it there were at most. */
  private static Set<String> live(TiledUpscale request) {
    Set<String> seen = new TreeSet<>();
    List<ImageSize> tiles = new ArrayList<>();
    pipeline
        .start(
            request,
            event -> {
              if (event instanceof PictureMade made) {
                tiles.add(ImageSize.of(made.picture()));
              }
              pipeline.scope().manager().getManagedArrays().stream()
                  .collect(Collectors.groupingBy(NDArray::getShape, Collectors.counting()))
                  .forEach((shape, count) -> seen.add(count + " of " + shape));
            })
        .await();
    assertThat(tiles).containsOnly(new ImageSize(64, 64));
    return seen;
  }

  @Test
  void settings_areChecked() {
    TiledUpscale.Builder builder = request(noise(32, 32, 3));
    assertThatThrownBy(() -> builder.scale(5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("scale must be in [1, 4], but got: 5.0. Call size for larger pictures.");
    assertThatThrownBy(() -> pipeline.check(builder.overlap(64).build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "overlap must be at least 0 and less than the sides of a tile of 64x64, but got: 64.");
    assertThatThrownBy(() -> pipeline.check(builder.overlap(8).tile(60, 64).build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("multiples of 8");
    TiledUpscale asked = builder.tile(64, 72).size(90, 91).build();
    assertThat(asked.toBuilder().build()).isEqualTo(asked);
  }
}
