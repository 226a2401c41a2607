package io.pentimento.inpaint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.pentimento.ImageToImage;
import io.pentimento.image.ImageSize;
import io.pentimento.image.Pixels;
import io.pentimento.image.ResizeMode;
import io.pentimento.sampling.Denoiser;
import io.pentimento.sampling.LatentPlan;
import io.pentimento.sampling.LatentSpace;
import io.pentimento.sampling.PictureFinish;
import io.pentimento.sampling.PlannedLatent;
import io.pentimento.sampling.Sampler;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class InpaintTest {
  private static final LatentSpace SPACE = new LatentSpace(4, 4, 4, 32);

  /** A picture of noise, a mask of a few rectangles, and any settings. */
  private record Scene(
      long seed,
      ImageSize size,
      int type,
      InpaintArea area,
      MaskedContent content,
      int blur,
      boolean invert,
      boolean ownSize) {
    BufferedImage image() {
      Random random = new Random(seed);
      BufferedImage image = new BufferedImage(size.width(), size.height(), type);
      for (int i = 0; i < size.width() * size.height(); i++) {
        image.setRGB(i % size.width(), i / size.width(), random.nextInt());
      }
      return image;
    }

    Mask mask() {
      Random random = new Random(~seed);
      Mask mask = Mask.none(size);
      for (int i = 0; i < 3; i++) {
        int x = random.nextInt(size.width());
        int y = random.nextInt(size.height());
        mask =
            mask.union(
                Mask.rectangle(
                    size, new Rectangle(x, y, 1 + random.nextInt(9), 1 + random.nextInt(9))));
      }
      return mask;
    }

    Inpaint request() {
      Inpaint.Builder builder =
          Inpaint.builder(image(), mask().feather(invert ? 0 : 1), "a door")
              .area(area)
              .maskedContent(content)
              .maskBlur(blur)
              .invert(invert);
      return (ownSize ? builder : builder.size(20, 28)).build();
    }
  }

  @Property(tries = 150)
  void finish_keepsEveryByteWhereTheMaskIsZero(@ForAll("scenes") Scene scene) {
    Inpaint request = scene.request();
    BufferedImage source = request.image();
    InpaintPlan plan = InpaintPlan.of(request, SPACE);
    BufferedImage generated =
        new Scene(
                scene.seed() + 1,
                new ImageSize(plan.width(), plan.height()),
                BufferedImage.TYPE_INT_RGB,
                scene.area(),
                scene.content(),
                0,
                false,
                true)
            .image();
    BufferedImage result = plan.pictures().apply(generated, 0);
    Mask mask = request.blurredMask();
    boolean alpha = source.getColorModel().hasAlpha();
    assertThat(ImageSize.of(result)).isEqualTo(scene.size());
    assertThat(result.getType())
        .isEqualTo(alpha ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < scene.size().height(); y++) {
      for (int x = 0; x < scene.size().width(); x++) {
        assertThat(result.getRGB(x, y) >>> 24).isEqualTo(source.getRGB(x, y) >>> 24);
        if (mask.level(x, y) == 0) {
          assertThat(result.getRGB(x, y)).as("pixel %d, %d", x, y).isEqualTo(source.getRGB(x, y));
        }
      }
    }
  }

  @Provide
  static Arbitrary<Scene> scenes() {
    Arbitrary<InpaintArea> areas =
        Arbitraries.of(
            InpaintArea.wholePicture(), InpaintArea.onlyMasked(0), InpaintArea.onlyMasked(9));
    return Combinators.combine(
            Arbitraries.longs(),
            Arbitraries.integers()
                .between(9, 50)
                .tuple2()
                .map(sides -> new ImageSize(sides.get1(), sides.get2())),
            Arbitraries.of(
                BufferedImage.TYPE_INT_RGB,
                BufferedImage.TYPE_INT_ARGB,
                BufferedImage.TYPE_4BYTE_ABGR),
            areas,
            Arbitraries.of(MaskedContent.class),
            Arbitraries.integers().between(0, 3),
            Arbitraries.of(true, false),
            Arbitraries.of(true, false))
        .as(Scene::new)
        .filter(
            scene ->
                !(scene.invert() ? scene.mask().invert() : scene.mask())
                    .feather(scene.blur() + 1)
                    .isEmpty());
  }

  private static final BufferedImage PICTURE = Pixels.blank(32, 24, 3).toImage();
  private static final Mask MASK =
      Mask.rectangle(new ImageSize(32, 24), new Rectangle(8, 8, 16, 8));

  @Test
  void emptyMask_isRefused() {
    Mask nothing = Mask.none(new ImageSize(32, 24));
    assertThatThrownBy(() -> Inpaint.builder(PICTURE, nothing, "").build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The mask must mark something to repaint, but all of its 32x24 pixels are black. White"
                + " (255) is repainted, black kept; call invert(true) for a mask of what to keep.");
    assertThatThrownBy(() -> Inpaint.builder(PICTURE, nothing.invert(), "").invert(true).build())
        .hasMessageContaining("are white and it is inverted");
    BufferedImage wide = Pixels.blank(400, 400, 3).toImage();
    Mask speck = Mask.rectangle(ImageSize.of(wide), new Rectangle(200, 200, 1, 1));
    assertThatThrownBy(() -> Inpaint.builder(wide, speck, "").maskBlur(64).build().plan(SPACE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nothing of it is left after a blur of 64");
  }

  @Test
  void badSettings_areRefused() {
    Inpaint.Builder builder = Inpaint.builder(PICTURE, MASK, "");
    assertThatThrownBy(() -> builder.denoisingStrength(55))
        .hasMessage(
            "denoisingStrength must be in [0, 1], but got: 55.0. Pass 0.55 for 55 percent.");
    assertThatThrownBy(() -> builder.maskBlur(-1))
        .hasMessageContaining("maskBlur must be in [0, 512] pixels, but got: -1.0");
    assertThatThrownBy(() -> builder.maskBlur(4, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maskBlur must be in [0, 512] pixels, but got: NaN. The usual one is 4.");
    assertThatThrownBy(
            () ->
                Inpaint.builder(PICTURE, MASK, "")
                    .latentMask(Mask.none(new ImageSize(3, 2)))
                    .build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "latentMask must mark something to repaint, but all of its 3x2 pixels are black.");
    assertThatThrownBy(() -> InpaintArea.onlyMasked(-4))
        .hasMessageContaining("padding must be in [0, 1024] pixels");
    assertThatThrownBy(() -> builder.size(30, 30).build().plan(SPACE))
        .hasMessageContaining("multiples of 4");
    assertThatThrownBy(
            () ->
                builder.area(InpaintArea.onlyMasked(4)).resizeMode(ResizeMode.JUST_RESIZE).build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("resizeMode goes with InpaintArea.wholePicture()");
    assertThatThrownBy(
            () -> Inpaint.builder(PICTURE, MASK, "").build().plan(new LatentSpace(4, 4, 8, 32)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("InstructPix2Pix");
  }

  @Test
  void settings_nameWhatDiffersFromTheDefaults() {
    assertThat(Inpaint.builder(PICTURE, MASK, "").build().settings())
        .containsExactly(entry("Denoising strength", "0.75"), entry("Mask blur", "4"));
    assertThat(
            Inpaint.builder(PICTURE, MASK, "")
                .invert(true)
                .maskBlur(0)
                .area(InpaintArea.onlyMasked(16))
                .maskedContent(MaskedContent.LATENT_NOISE)
                .denoisingStrength(0.5)
                .build()
                .settings())
        .containsExactly(
            entry("Denoising strength", "0.5"),
            entry("Mask mode", "Inpaint not masked"),
            entry("Inpaint area", "Only masked"),
            entry("Masked area padding", "16"),
            entry("Masked content", "latent noise"));
  }

  /** The WebUI writes no blur that differs by direction; softInpainting goes before the mask. */
  @Test
  void settings_nameSoftInpaintingAndBothBlurs() {
    assertThat(
            Inpaint.builder(PICTURE, MASK, "")
                .maskBlur(2.5, 8)
                .conditioningMaskStrength(0.5)
                .softInpainting(SoftInpainting.defaults().withDifferenceThreshold(1.25))
                .build()
                .settings())
        .containsExactly(
            entry("Denoising strength", "0.75"),
            entry("Conditional mask weight", "0.5"),
            entry("Soft inpainting enabled", "True"),
            entry("Soft inpainting schedule bias", "1"),
            entry("Soft inpainting preservation strength", "0.5"),
            entry("Soft inpainting transition contrast boost", "4"),
            entry("Soft inpainting mask influence", "0"),
            entry("Soft inpainting difference threshold", "1.25"),
            entry("Soft inpainting difference contrast", "2"),
            entry("Mask blur x", "2.5"),
            entry("Mask blur y", "8"));
    assertThat(Inpaint.builder(PICTURE, MASK, "").maskBlur(2.5).build().settings())
        .containsEntry("Mask blur", "2.5");
  }

  @Test
  void latentUpscale_encodesThePictureAtItsOwnSize() {
    BufferedImage picture =
        new Scene(3, new ImageSize(20, 12), 1, null, null, 0, false, true).image();
    Mask mask = Mask.rectangle(new ImageSize(20, 12), new Rectangle(4, 4, 8, 4));
    Inpaint.Builder builder =
        Inpaint.builder(picture, mask, "").maskBlur(0).size(40, 32).latentUpscale(true);
    InpaintPlan plan = InpaintPlan.of(builder.build(), SPACE);
    assertThat(plan.picture()).isEqualTo(Pixels.of(picture));
    assertThat(plan.size()).isEqualTo(new ImageSize(40, 32));
    assertThat(plan.working().mask()).isEqualTo(mask.resize(plan.size()));
    try (NDManager run = NDManager.newBaseManager()) {
      float[][] matrix = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {1, 1, 1}};
      NDArray source =
          plan.open(new PoolingContext(run, SPACE, matrix, 0, new long[] {1, 4, 8, 10}))
              .source()
              .orElseThrow();
      assertThat(source.getShape()).isEqualTo(new Shape(1, 4, 8, 10));
    }
    BufferedImage generated = Pixels.blank(40, 32, 3).toImage();
    assertThat(ImageSize.of(plan.pictures().apply(generated, 0))).isEqualTo(new ImageSize(20, 12));
    InpaintPlan stays = InpaintPlan.of(builder.resizeMode(ResizeMode.JUST_RESIZE).build(), SPACE);
    assertThat(stays.picture()).isEqualTo(Pixels.of(picture));
    assertThat(Pixels.of(stays.pictures().apply(generated, 0)).crop(new Rectangle(0, 0, 40, 2)))
        .isEqualTo(
            ResizeMode.JUST_RESIZE
                .resize(Pixels.of(picture), 40, 32)
                .crop(new Rectangle(0, 0, 40, 2)));
  }

  @Test
  void latentUpscale_goesWithNoOtherWayToAnotherSize() {
    Inpaint.Builder builder = Inpaint.builder(PICTURE, MASK, "").latentUpscale(true);
    assertThatThrownBy(() -> builder.resizeMode(ResizeMode.RESIZE_AND_FILL).build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "latentUpscale stretches the latent, so it goes with JUST_RESIZE, but resizeMode is:"
                + " RESIZE_AND_FILL. Leave one of them out.");
    assertThatThrownBy(
            () ->
                Inpaint.builder(PICTURE, MASK, "")
                    .latentUpscale(true)
                    .area(InpaintArea.onlyMasked(4))
                    .build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("latentUpscale goes with InpaintArea.wholePicture()");
  }

  @Test
  void latentMask_saysWhatIsRepaintedAndFilled() {
    BufferedImage picture =
        new Scene(4, new ImageSize(32, 24), 1, null, null, 0, false, true).image();
    Mask wide = Mask.rectangle(new ImageSize(32, 24), new Rectangle(4, 4, 24, 16));
    Inpaint request =
        Inpaint.builder(picture, MASK, "")
            .maskBlur(0)
            .latentMask(wide)
            .maskedContent(MaskedContent.FILL)
            .build();
    InpaintPlan plan = InpaintPlan.of(request, SPACE);
    assertThat(plan.working().mask()).isEqualTo(MASK);
    assertThat(plan.working().latentMask()).isEqualTo(wide);
    assertThat(plan.picture()).isEqualTo(ContentFill.fill(Pixels.of(picture), wide));
    assertThat(plan.working().overlay().mask()).isEqualTo(MASK);
  }

  @Test
  void maskBlur_ofDiffersByDirection() {
    Inpaint request = Inpaint.builder(PICTURE, MASK, "").maskBlur(0, 1.5).build();
    assertThat(request.blurredMask()).isEqualTo(MASK.feather(0, 1.5));
    assertThat(request.blurredMask().boundingBox().orElseThrow().width).isEqualTo(16);
  }

  private static Map.Entry<String, String> entry(String name, String value) {
    return Map.entry(name, value);
  }

  @Test
  void toBuilder_keepsEverySetting() {
    Inpaint request =
        Inpaint.builder(PICTURE, MASK, "a")
            .negativePrompt("b")
            .invert(true)
            .maskBlur(7, 2.5)
            .latentMask(MASK.invert())
            .latentUpscale(true)
            .softInpainting(SoftInpainting.defaults().withMaskInfluence(0.25))
            .compose(Compose.seamless())
            .size(8, 8)
            .seed(3)
            .build();
    assertThat(request.toBuilder().build()).isEqualTo(request);
  }

  @Test
  void defaultSize_isOnTheGrid() {
    BufferedImage odd = Pixels.blank(31, 18, 3).toImage();
    LatentPlan whole = Inpaint.builder(odd, MASK, "").build().plan(SPACE);
    assertThat(whole.width() + "x" + whole.height()).isEqualTo("32x20");
    LatentPlan part =
        Inpaint.builder(odd, MASK, "").area(InpaintArea.onlyMasked(2)).build().plan(SPACE);
    assertThat(part.width() + "x" + part.height()).isEqualTo("32x32");
    LatentPlan plain = ImageToImage.builder(odd, "").build().plan(SPACE);
    assertThat(plain.width() + "x" + plain.height()).isEqualTo("28x16");
  }

  /** A denoiser whose noise estimate is the latent itself, in the timestep samplers' scale. */
  @Test
  void wrap_blendsEstimatesOrInputs() {
    try (NDManager run = NDManager.newBaseManager()) {
      NDArray init = run.create(new float[] {10, 20}, new Shape(1, 1, 1, 2));
      NDArray repaint = run.create(new float[] {1, 0}, new Shape(1, 1, 1, 2));
      NDArray kept = run.create(new float[] {0, 20}, new Shape(1, 1, 1, 2));
      MaskedLatent latent =
          new MaskedLatent(init, repaint, kept, Optional.empty(), PictureFinish.asDecoded());
      try (NDManager step = run.newSubManager()) {
        NDArray x = step.create(new float[] {3, 5}, new Shape(1, 1, 1, 2));
        Denoiser half = (y, sigma) -> y.mul(0.5);
        NDArray sigma = latent.wrap(half, Sampler.Family.SIGMA, level -> 500).denoise(x, 2);
        assertThat(sigma.toFloatArray()).containsExactly(1.5f, 20);
        assertThat(latent.afterSampling(x).toFloatArray()).containsExactly(3, 20);

        float seen = (float) (20 * Math.sqrt(5));
        NDArray timestep = latent.wrap(half, Sampler.Family.TIMESTEP, level -> 500).denoise(x, 2);
        assertThat(timestep.toFloatArray()[0]).isCloseTo(1.5f, Offset.offset(1e-5f));
        assertThat(timestep.toFloatArray()[1]).isCloseTo(5 - seen / 2, Offset.offset(1e-4f));
      }
      assertThat(run.getManagedArrays()).as("nothing of a step stays in the run").hasSize(3);
    }
  }

  @Test
  void fromNoise_givesInpaintingModelsAnEmptyPicture() {
    try (NDManager run = NDManager.newBaseManager()) {
      float[][] matrix = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {1, 1, 1}};
      LatentSpace nine = new LatentSpace(4, 4, 9, 32);
      NDArray extra =
          PlannedLatent.fromNoise(
                  new PoolingContext(run, nine, matrix, 0, new long[] {1, 4, 2, 3}), 12, 8)
              .extraChannels()
              .orElseThrow();
      assertThat(extra.getShape()).isEqualTo(new Shape(1, 5, 2, 3));
      assertThat(extra.sum().getFloat()).isEqualTo(6);
      PoolingContext plain = new PoolingContext(run, SPACE, matrix, 0, new long[] {1, 4, 2, 3});
      assertThat(PlannedLatent.fromNoise(plain, 12, 8).extraChannels()).isEmpty();
    }
  }
}
