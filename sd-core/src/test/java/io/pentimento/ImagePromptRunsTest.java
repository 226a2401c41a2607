package io.pentimento;

import static io.pentimento.patch.ModelPart.UNET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.pentimento.checkpoint.ModelFamily;
import io.pentimento.control.ControlUnit;
import io.pentimento.control.ImageAdapter;
import io.pentimento.control.ImagePrompt;
import io.pentimento.control.PromptedBlocks;
import io.pentimento.internal.NumberType;
import io.pentimento.model.UNetConfig;
import io.pentimento.patch.FreeU;
import io.pentimento.patch.StepWeight;
import io.pentimento.sampling.LatentUpscale;
import io.pentimento.sampling.SeamlessAxes;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What image prompts do to pictures, and which are refused. */
class ImagePromptRunsTest {
  private static Pipeline pipeline;
  private static IpAdapter adapter;
  private static int[] plain;

  @BeforeAll
  static void open() {
    pipeline = TinyModel.open();
    adapter = TinyIpAdapter.open("looks");
    plain = pixels(cat().build());
  }

  @AfterAll
  static void close() {
    adapter.close();
    pipeline.close();
  }

  private static TextToImage.Builder cat() {
    return TextToImage.builder("a cat").negativePrompt("dog").steps(4).seed(7);
  }

  private static ImagePrompt stripes() {
    return ImagePrompt.of(adapter, picture(20, 28, 5));
  }

  private static ImagePrompt checks() {
    return ImagePrompt.of(adapter, picture(28, 20, 11));
  }

  private static BufferedImage picture(int width, int height, int step) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, 0x30201 * ((x * step + y * y) % 80));
      }
    }
    return image;
  }

  private static int[] pixels(GenerationRequest request) {
    return pixels(pipeline.generate(request).image());
  }

  private static int[] pixels(BufferedImage image) {
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }

  private static int[] under(ImagePrompt... prompts) {
    return pixels(cat().imagePrompt(prompts).build());
  }

  private static void assertAlike(int[] pixels, int[] others) {
    for (int i = 0; i < pixels.length; i++) {
      for (int shift = 0; shift <= 16; shift += 8) {
        assertThat((pixels[i] >> shift & 255) - (others[i] >> shift & 255)).isBetween(-1, 1);
      }
    }
  }

  @Test
  void picture_countsAndRepeats() {
    assertThat(under(stripes()))
        .isNotEqualTo(plain)
        .isNotEqualTo(under(checks()))
        .isEqualTo(under(stripes()));
  }

  @ParameterizedTest
  @EnumSource(TinyIpAdapter.Kind.class)
  void kinds_allCount(TinyIpAdapter.Kind kind) {
    try (IpAdapter other =
        TinyIpAdapter.open("other", kind, TinyModel.unet(4), Precision.FLOAT32)) {
      ImagePrompt prompt = ImagePrompt.of(other, picture(20, 28, 5));
      assertThat(under(prompt)).isNotEqualTo(plain).isEqualTo(under(prompt));
      assertThat(under(prompt.withWeight(0))).isEqualTo(plain);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 3, 99})
  void weightOfZero_isNoPicture(long seed) {
    List<UnaryOperator<TextToImage.Builder>> settings =
        List.of(
            request -> request,
            request -> request.guidanceScale(1),
            request -> request.batch(2).clipSkip(2),
            request -> request.prompt("a cat AND a hat :0.5").perturbedAttention(2));
    for (UnaryOperator<TextToImage.Builder> setting : settings) {
      TextToImage.Builder request = setting.apply(cat()).seed(seed);
      assertThat(pixels(request.imagePrompt(stripes().withWeight(0)).build()))
          .isEqualTo(pixels(request.imagePrompt().build()));
    }
  }

  @Test
  void weight_scalesTheEffect() {
    assertThat(distance(under(stripes().withWeight(0.1)), plain))
        .isPositive()
        .isLessThan(distance(under(stripes()), plain));
  }

  private static long distance(int[] pixels, int[] others) {
    return IntStream.range(0, pixels.length)
        .mapToLong(i -> Math.abs((pixels[i] & 255) - (others[i] & 255)))
        .sum();
  }

  @Test
  void rangeThatHoldsNoStep_isNoPicture() {
    assertThat(under(stripes().withSteps(0.8, 0.95))).isEqualTo(plain);
    assertThat(under(stripes().withSteps(0.5, 1)))
        .isNotEqualTo(plain)
        .isNotEqualTo(under(stripes()));
  }

  @Test
  void prompts_addUp() {
    int[] halves = under(stripes().withWeight(0.5), stripes().withWeight(0.5));
    assertAlike(halves, under(stripes()));
    assertThat(under(stripes(), checks())).isNotEqualTo(under(stripes()));
  }

  @Test
  void blend_ofEqualPictures_isOne() {
    BufferedImage one = picture(20, 28, 5);
    assertAlike(under(ImagePrompt.blend(adapter, one, one, one)), under(stripes()));
  }

  @Test
  void share_isHowOftenAPictureIsThere() {
    BufferedImage one = picture(20, 28, 5);
    BufferedImage other = picture(28, 20, 11);
    int[] twice = under(ImagePrompt.blend(adapter, one, one, other));
    int[] shared =
        under(
            ImagePrompt.blend(
                adapter,
                List.of(new ImagePrompt.Blended(one, 2), new ImagePrompt.Blended(other, 1))));
    assertAlike(shared, twice);
    assertThat(shared).isNotEqualTo(under(ImagePrompt.blend(adapter, one, other)));
  }

  @Test
  void blocks_limitWhereItCounts() {
    int[] style = under(stripes().withBlocks(PromptedBlocks.style()));
    int[] middle = under(stripes().withBlocks(PromptedBlocks.of(Map.of("mid_block", 1.0))));
    assertThat(style).isNotEqualTo(plain).isNotEqualTo(middle).isNotEqualTo(under(stripes()));
    assertThat(under(stripes().withBlocks(PromptedBlocks.of(Map.of("mid_block", 0.0)))))
        .isEqualTo(plain);
    assertThat(under(stripes().withBlocks(PromptedBlocks.of(Map.of("", 0.5)))))
        .isEqualTo(under(stripes().withWeight(0.5)));
  }

  @Test
  void blockThatTheModelLacks_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> under(stripes().withBlocks(PromptedBlocks.of(Map.of("up_blocks.7", 1.0)))))
        .withMessage(
            "The blocks of an image prompt must be among those of the model tiny that look at"
                + " prompts, but got: up_blocks.7. It has: down_blocks.0.attentions.0,"
                + " up_blocks.1.attentions.0, up_blocks.1.attentions.1,"
                + " mid_block.attentions.0.");
  }

  @Test
  void negativePrompt_looksAtNothing() {
    // Where guidance leaves nothing but the negative prompt, all pictures are alike.
    TextToImage.Builder negativeAlone = cat().guidanceScale(0);
    assertThat(pixels(negativeAlone.imagePrompt(stripes()).build()))
        .isEqualTo(pixels(negativeAlone.imagePrompt(checks()).build()));
    TextToImage.Builder promptAlone = cat().guidanceScale(1);
    assertThat(pixels(promptAlone.imagePrompt(stripes()).build()))
        .isNotEqualTo(pixels(promptAlone.imagePrompt(checks()).build()));
  }

  @Test
  void promptsOfOtherLengthsAndParts_areBesideThePicture() {
    String words = "a very long text ".repeat(30);
    TextToImage.Builder parts = cat().prompt("a cat AND [a hat:a cap:2] :0.5 AND " + words);
    assertThat(pixels(parts.imagePrompt(stripes()).build()))
        .isNotEqualTo(pixels(parts.imagePrompt().build()));
  }

  @Test
  void everyPictureOfABatch_isPrompted() {
    List<BufferedImage> batch =
        pipeline.generate(cat().batch(2).imagePrompt(stripes()).build()).images();
    assertThat(pixels(batch.get(0))).isEqualTo(under(stripes()));
    assertThat(pixels(batch.get(1)))
        .isEqualTo(pixels(cat().seed(8).imagePrompt(stripes()).build()));
  }

  @Test
  void tasks_arePromptedAlike() {
    BufferedImage source = picture(64, 64, 3);
    HiresFix fix = HiresFix.scale(1.5).upscaler(LatentUpscale.BILINEAR).build();
    TextToImage.Builder large = cat().hiresFix(fix);
    ImageToImage.Builder redrawn = ImageToImage.builder(source, "a cat").steps(4).seed(7);
    TiledUpscale.Builder tiled =
        TiledUpscale.builder(source, "a cat").scale(2).tile(64, 64).overlap(16).steps(2).seed(7);
    int[] before = pixels(large.build());
    assertThat(pixels(large.imagePrompt(stripes()).build())).hasSize(96 * 96).isNotEqualTo(before);
    before = pixels(redrawn.build());
    assertThat(pixels(redrawn.imagePrompt(stripes()).build())).isNotEqualTo(before);
    before = pixels(tiled.build());
    assertThat(pixels(tiled.imagePrompt(stripes()).build())).isNotEqualTo(before);
    Loopback loop = Loopback.of(redrawn.imagePrompt().build()).withLoops(2);
    before = pixels(loop);
    assertThat(pixels(Loopback.of(redrawn.imagePrompt(stripes()).build()).withLoops(2)))
        .isNotEqualTo(before);
  }

  @Test
  void picture_countsUnderWhatElseChangesTheNetwork() {
    StepWeight later =
        new StepWeight(List.of(new StepWeight.Stretch(0, 0.2), new StepWeight.Stretch(2, 0.8)));
    MadeUpPatch patch =
        new MadeUpPatch("prompted")
            .product(UNET, "mid_block.attentions.0.proj_in.weight", 1, later, 16, 16, 1, 1);
    try (ControlModel lines = TinyControl.open("lines")) {
      ControlUnit unit = ControlUnit.of(lines, picture(64, 64, 3));
      List<UnaryOperator<TextToImage.Builder>> changes =
          List.of(
              request -> request.freeU(FreeU.sd15()),
              request -> request.perturbedAttention(3),
              request -> request.seamless(SeamlessAxes.BOTH),
              request -> request.control(unit),
              request -> request.adapters(patch));
      int[] prompted = under(stripes());
      for (UnaryOperator<TextToImage.Builder> change : changes) {
        assertThat(pixels(change.apply(cat().imagePrompt(stripes())).build()))
            .isNotEqualTo(prompted)
            .isNotEqualTo(pixels(change.apply(cat()).build()));
      }
    }
  }

  @Test
  void modelOfSdxl_isPromptedByItsOwnAdapter() {
    try (Pipeline xl = TinyXl.open(ModelFamily.SDXL);
        IpAdapter own =
            TinyIpAdapter.open(
                "xl", TinyIpAdapter.Kind.PLUS, TinyXl.unet(ModelFamily.SDXL), Precision.FLOAT32)) {
      ImagePrompt prompt = ImagePrompt.of(own, picture(20, 28, 5));
      assertThat(pixels(xl.generate(cat().imagePrompt(prompt).build()).image()))
          .isNotEqualTo(pixels(xl.generate(cat().build()).image()));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> xl.generate(cat().imagePrompt(stripes()).build()))
          .withMessageContaining(
              "The IP-Adapter looks does not suit the model tiny xl: it is for 4"
                  + " cross-attentions, but the model has");
    }
  }

  @Test
  void bfloat16_worksWithAModelInFloat32() {
    try (IpAdapter half =
        TinyIpAdapter.open(
            "half", TinyIpAdapter.Kind.PLUS, TinyModel.unet(4), Precision.BFLOAT16)) {
      ImagePrompt one = ImagePrompt.of(half, picture(20, 28, 5));
      assertThat(under(one)).isNotEqualTo(plain);
    }
  }

  @Test
  void modelInBfloat16_takesShares() {
    try (Pipeline half = TinyModel.open(4, NumberType.BFLOAT16)) {
      ImagePrompt blend =
          ImagePrompt.blend(
              adapter,
              List.of(
                  new ImagePrompt.Blended(picture(20, 28, 5), 2),
                  new ImagePrompt.Blended(picture(28, 20, 11), 0.5)));
      assertThat(pixels(half.generate(cat().imagePrompt(blend).build()).image()))
          .isNotEqualTo(pixels(half.generate(cat().build()).image()));
    }
  }

  @Test
  void adapterOfAnotherWidth_isRefusedByNameAndShapes() {
    UNetConfig model = TinyModel.unet(4);
    UNetConfig other =
        new UNetConfig(4, 4, 8, model.levels(), 1, 24, 2, 1, 4, 1e-5, false, 0, true);
    try (IpAdapter wrong =
        TinyIpAdapter.open("wrong", TinyIpAdapter.Kind.PLAIN, other, Precision.FLOAT32)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> under(ImagePrompt.of(wrong, picture(8, 8, 1))))
          .withMessageContaining(
              "The IP-Adapter wrong does not suit the model tiny: ip_adapter.1.to_k_ip.weight has"
                  + " shape [8, 24], but the model's"
                  + " down_blocks.0.attentions.0.transformer_blocks.0.attn2.to_k.weight [8, 16]")
          .withMessageContaining("; and 1 more. Pass one made for such models.");
    }
  }

  @Test
  void foreignAdapter_isRefused() {
    ImageAdapter foreign = () -> "foreign";
    assertThatIllegalArgumentException()
        .isThrownBy(() -> under(ImagePrompt.of(foreign, picture(8, 8, 1))))
        .withMessageContaining("must be an IpAdapter")
        .withMessageContaining("IpAdapter.load");
  }

  @Test
  void closedAdapter_isRefused() {
    IpAdapter closed = TinyIpAdapter.open("closed");
    closed.close();
    closed.close();
    assertThatIllegalStateException()
        .isThrownBy(() -> under(ImagePrompt.of(closed, picture(8, 8, 1))))
        .withMessage("The IP-Adapter closed is closed. Load it again to make more pictures.");
  }

  @Test
  void runs_leaveNothingInTheAdaptersScope() {
    under(stripes());
    long before = adapter.scope().bytes();
    int held = adapter.scope().manager().getManagedArrays().size();
    int encoder = adapter.encoder().scope().manager().getManagedArrays().size();
    under(stripes(), checks().withWeight(0.5));
    assertThatExceptionOfType(GenerationCancelledException.class)
        .isThrownBy(
            () -> {
              Run[] run = new Run[1];
              synchronized (run) {
                run[0] =
                    pipeline.start(
                        cat().imagePrompt(stripes()).build(),
                        event -> {
                          synchronized (run) {
                            run[0].cancel();
                          }
                        });
              }
              run[0].await();
            });
    assertThat(adapter.scope().bytes()).isEqualTo(before);
    assertThat(adapter.scope().manager().getManagedArrays()).hasSize(held);
    assertThat(adapter.encoder().scope().manager().getManagedArrays()).hasSize(encoder);
  }

  @Test
  void threads_shareAnAdapter() {
    int[] first = under(stripes());
    int[] second = under(checks());
    List<CompletableFuture<Generation>> runs =
        IntStream.range(0, 6)
            .mapToObj(
                i ->
                    pipeline
                        .start(
                            cat().imagePrompt(i % 2 == 0 ? stripes() : checks()).build(),
                            event -> {})
                        .future())
            .toList();
    for (int i = 0; i < runs.size(); i++) {
      assertThat(pixels(runs.get(i).join().image())).isEqualTo(i % 2 == 0 ? first : second);
    }
  }

  @Test
  void midjourneysImageWeight_multipliesThePictures() {
    TextToImage request =
        TextToImage.midjourney("a cat --iw 2.5", stripes().withWeight(0.6), checks().withWeight(2))
            .build();
    assertThat(request.sampling().imagePrompts())
        .extracting(ImagePrompt::weight)
        .containsExactly(1.5, 3.0);
    assertThat(TextToImage.midjourney("a cat", stripes()).build().sampling().imagePrompts())
        .extracting(ImagePrompt::weight)
        .containsExactly(1.0);
  }

  @Test
  void badSettings_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> stripes().withWeight(3.5))
        .withMessage("The weight of an image prompt must be in [0, 3], but got: 3.5.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> stripes().withSteps(0.6, 0.5))
        .withMessageContaining("0 <= start <= end <= 1, but got: 0.6 and 0.5.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ImagePrompt.blend(adapter))
        .withMessage("An image prompt must have a picture, but got none.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ImagePrompt.Blended(picture(8, 8, 1), 0))
        .withMessage("The share of a picture must be in (0, 1000], but got: 0.0.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PromptedBlocks.of(Map.of("mid_block", 2.0)))
        .withMessage("The factor of a block must be in [0, 1], but got: 2.0 for \"mid_block\".");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PromptedBlocks.of(Map.of()))
        .withMessageContaining("There must be a block");
  }
}
