package io.pentimento;

import static org.assertj.core.api.Assertions.assertThat;

import io.pentimento.prompt.PromptReading;
import io.pentimento.prompt.TokenPadding;
import io.pentimento.sampling.RegionMask;
import io.pentimento.sampling.RegionalPrompt;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What texts of regions do to whole pictures. */
class RegionalPromptRunTest {
  private static final RegionMask ALL = RegionMask.rectangle(0, 0, 1, 1);
  private static final RegionMask LEFT = RegionMask.rectangle(0, 0, 0.5, 1);
  private static final RegionMask RIGHT = RegionMask.rectangle(0.5, 0, 1, 1);

  private static Pipeline pipeline;

  @BeforeAll
  static void open() {
    pipeline = TinyModel.open();
  }

  @AfterAll
  static void close() {
    pipeline.close();
  }

  private static TextToImage.Builder request(String prompt) {
    return TextToImage.builder(prompt).negativePrompt("blurry").size(64, 64).steps(3).seed(3);
  }

  private static RegionalPrompt region(RegionMask mask, String prompt) {
    return RegionalPrompt.of(mask, prompt);
  }

  private static int[] made(GenerationRequest request) {
    return pixels(pipeline.generate(request).images().get(0));
  }

  private static int[] pixels(BufferedImage image) {
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }

  /** Sums of floats in another order may round to the next of 255 levels, no further. */
  private static void assertAlike(int[] one, int[] other) {
    assertThat(one.length).isEqualTo(other.length);
    for (int i = 0; i < one.length; i++) {
      for (int shift = 0; shift < 24; shift += 8) {
        assertThat((one[i] >> shift & 0xff) - (other[i] >> shift & 0xff)).isBetween(-1, 1);
      }
    }
  }

  @Test
  void oneRegionOverAll_isThePlainPrompt() {
    int[] plain = made(request("(a fox:1.3), [snow:rain:0.5]").build());
    int[] regional =
        made(
            request("a house")
                .regionalPrompts(region(ALL, "(a fox:1.3), [snow:rain:0.5]"))
                .build());
    assertAlike(regional, plain);
  }

  @Test
  void regionsOfThePromptsOwnWords_areThePlainPrompt() {
    int[] plain = made(request("a fox").build());
    assertAlike(
        made(request("a fox").regionalPrompts(region(LEFT, "a fox")).basePromptShare(0.3).build()),
        plain);
  }

  @Test
  void regions_changeTheirOwnPictureAndNoOther() {
    int[] plain = made(request("a field").build());
    int[] fox = made(request("a field").regionalPrompts(region(LEFT, "a fox")).build());
    assertThat(fox).isNotEqualTo(plain);
    assertThat(made(request("a field").regionalPrompts(region(RIGHT, "a fox")).build()))
        .isNotEqualTo(fox);
    assertThat(made(request("a field").regionalPrompts(region(LEFT, "(a fox:1.5)")).build()))
        .isNotEqualTo(fox);
    assertThat(made(request("a field").build())).isEqualTo(plain);
  }

  @Test
  void basePromptShare_ofAll_leavesNothingToRegions() {
    int[] plain = made(request("a field").build());
    assertAlike(
        made(request("a field").regionalPrompts(region(ALL, "a fox")).basePromptShare(1).build()),
        plain);
  }

  @Test
  void order_doesNotMatter() {
    RegionalPrompt fox = region(LEFT, "a fox");
    RegionalPrompt hare = region(RegionMask.rectangle(0.25, 0, 1, 1), "a hare").withWeight(0.5);
    assertAlike(
        made(request("a field").regionalPrompts(fox, hare).build()),
        made(request("a field").regionalPrompts(hare, fox).build()));
  }

  @Test
  void mask_isThatOfAPictureOfTheSameShares() {
    BufferedImage half = new BufferedImage(64, 64, BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < 64; y++) {
      for (int x = 0; x < 32; x++) {
        half.setRGB(x, y, 0xffffff);
      }
    }
    assertAlike(
        made(request("a field").regionalPrompts(RegionalPrompt.of(half, "a fox")).build()),
        made(request("a field").regionalPrompts(region(LEFT, "a fox")).build()));
  }

  @Test
  void batch_partsAndPadding_haveRegionsInEachPicture() {
    TextToImage.Builder several =
        request("a field AND a hill :0.5")
            .regionalPrompts(region(LEFT, "a fox"))
            .sampling(
                request("")
                    .build()
                    .sampling()
                    .withPrompts(PromptReading.defaults().withPadding(TokenPadding.EMPTY_TEXT))
                    .withSteps(3)
                    .withSeed(3))
            .regionalPrompts(region(LEFT, "a fox"))
            .batch(2);
    List<BufferedImage> both = pipeline.generate(several.build()).images();
    assertAlike(pixels(both.get(1)), made(several.batch(1).seed(4).build()));
    assertThat(pixels(both.get(0)))
        .isNotEqualTo(made(several.batch(1).seed(3).regionalPrompts().build()));
  }

  @Test
  void hiresFix_laysRegionsOutAnew() {
    TextToImage.Builder large =
        request("a field").hiresFix(HiresFix.scale(1.5).steps(2).denoisingStrength(0.7).build());
    int[] plain = made(large.build());
    assertThat(made(large.regionalPrompts(region(LEFT, "a fox")).build()))
        .hasSameSizeAs(plain)
        .isNotEqualTo(plain);
    assertAlike(made(large.regionalPrompts(region(ALL, "a field")).build()), plain);
  }

  @Test
  void tiles_haveTheRegionsThatReachIntoThem() {
    BufferedImage source = new BufferedImage(64, 32, BufferedImage.TYPE_INT_RGB);
    TiledUpscale.Builder tiled =
        TiledUpscale.builder(source, "a field").scale(2).tile(64, 64).overlap(0).steps(2).seed(7);
    int[] plain = made(tiled.build());
    int[] regional =
        made(tiled.regionalPrompts(region(RegionMask.rectangle(0, 0, 0.4, 1), "a fox")).build());
    boolean left = false;
    for (int y = 0; y < 64; y++) {
      int row = y * 128;
      left |= !Arrays.equals(regional, row, row + 64, plain, row, row + 64);
      assertThat(Arrays.copyOfRange(regional, row + 64, row + 128))
          .isEqualTo(Arrays.copyOfRange(plain, row + 64, row + 128));
    }
    assertThat(left).isTrue();
  }

  @Test
  void threads_getWhatTheyWouldGetAlone() throws Exception {
    List<TextToImage> requests =
        List.of(
            request("a field").regionalPrompts(region(LEFT, "a fox")).build(),
            request("a field").tokenMerging(0.5).build(),
            request("a field").selfAttention(0.75).build(),
            request("a field").build());
    List<int[]> alone = requests.stream().map(RegionalPromptRunTest::made).toList();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<int[]>> together =
          requests.stream().map(one -> threads.submit(() -> made(one))).toList();
      for (int i = 0; i < alone.size(); i++) {
        assertThat(together.get(i).get()).isEqualTo(alone.get(i));
      }
    } finally {
      threads.shutdown();
    }
  }
}
