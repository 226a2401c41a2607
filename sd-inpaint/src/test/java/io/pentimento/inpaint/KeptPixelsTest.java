package io.pentimento.inpaint;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.pentimento.image.ImageSize;
import io.pentimento.image.ResizeMode;
import io.pentimento.sampling.Conventions;
import io.pentimento.sampling.LatentSpace;
import io.pentimento.sampling.PictureFinish;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Whatever is asked but {@link Compose#raw}, pixels under mask 0 keep their bytes: any masks,
 * areas, contents, ways to compose, sizes and kinds of picture, soft or not, with a stand-in for
 * the networks.
 */
class KeptPixelsTest {
  private static final int FACTOR = 4;
  private static final float[][] MATRIX = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {0.5f, 0.5f, 0.5f}};

  /** Pictures and masks of noise. */
  private record Scene(long seed, ImageSize size, int type, boolean softEdges) {
    BufferedImage image() {
      return noise(seed, size, type);
    }

    static BufferedImage noise(long seed, ImageSize size, int type) {
      Random random = new Random(seed);
      BufferedImage image = new BufferedImage(size.width(), size.height(), type);
      for (int i = 0; i < size.width() * size.height(); i++) {
        image.setRGB(i % size.width(), i / size.width(), random.nextInt());
      }
      return image;
    }

    Mask mask(long salt) {
      Random random = new Random(seed ^ salt);
      Mask mask = Mask.none(size);
      for (int i = 0; i < 3; i++) {
        int x = random.nextInt(size.width());
        int y = random.nextInt(size.height());
        Rectangle box = new Rectangle(x, y, 1 + random.nextInt(12), 1 + random.nextInt(12));
        mask =
            mask.union(random.nextBoolean() ? Mask.rectangle(size, box) : Mask.ellipse(size, box));
      }
      // The first pixel keeps every mask from being empty.
      mask = mask.union(Mask.rectangle(size, new Rectangle(0, 0, 3, 3)));
      return softEdges ? mask.feather(0.8) : mask;
    }
  }

  /** How a scene is repainted. */
  private record Way(
      InpaintArea area,
      MaskedContent content,
      Compose compose,
      MaskBlur blur,
      boolean invert,
      boolean soft,
      Conventions conventions,
      int inputChannels) {}

  /** Settings that change sizes or masks. */
  private record More(
      boolean ownSize,
      boolean latentMask,
      boolean latentUpscale,
      boolean colourCorrection,
      boolean sketch) {}

  private static Inpaint request(Scene scene, Way way, More more) {
    BufferedImage image = scene.image();
    Inpaint.Builder builder =
        Inpaint.builder(image, scene.mask(0x5eed), "a door")
            .area(way.area())
            .maskedContent(way.content())
            .compose(way.compose())
            .maskBlur(way.blur().x(), way.blur().y())
            .conventions(way.conventions())
            .colourCorrection(more.colourCorrection());
    if (more.sketch()) {
      builder.sketch(new SketchLayer(Scene.noise(~scene.seed(), scene.size(), 1), scene.mask(1)));
    } else {
      builder.invert(way.invert());
    }
    if (way.soft()) {
      builder.softInpainting(SoftInpainting.defaults().withMaskInfluence(0.5));
    }
    if (more.latentMask()) {
      builder.latentMask(scene.mask(2));
    }
    if (!more.ownSize()) {
      builder.size(20, 28);
    }
    boolean whole = way.area() instanceof InpaintArea.WholePicture;
    return builder.latentUpscale(whole && more.latentUpscale()).build();
  }

  @Property(tries = 300)
  void pixelsUnderMaskZero_keepTheirBytes(
      @ForAll("scenes") Scene scene, @ForAll("ways") Way way, @ForAll("more") More more) {
    Inpaint request = request(scene, way, more);
    LatentSpace space = new LatentSpace(4, FACTOR, way.inputChannels(), 32);
    InpaintPlan plan = InpaintPlan.of(request, space);
    for (BufferedImage result : results(plan, space, scene.seed())) {
      assertKept(request, result);
    }
  }

  /** Returns a batch of two. */
  private static List<BufferedImage> results(InpaintPlan plan, LatentSpace space, long seed) {
    long[] shape = {1, 4, plan.height() / FACTOR, plan.width() / FACTOR};
    try (NDManager run = NDManager.newBaseManager()) {
      PictureFinish finish =
          plan.open(new PoolingContext(run, space, MATRIX, seed, shape))
              .finish(latent(run, shape, seed));
      ImageSize size = plan.size();
      return List.of(
          finish.apply(Scene.noise(seed + 1, size, BufferedImage.TYPE_INT_RGB), 0),
          finish.apply(Scene.noise(seed + 2, size, BufferedImage.TYPE_INT_RGB), 1));
    }
  }

  private static NDArray latent(NDManager run, long[] shape, long seed) {
    Random random = new Random(seed);
    float[] values = new float[2 * 4 * (int) (shape[2] * shape[3])];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return run.create(values, new Shape(2, 4, shape[2], shape[3]));
  }

  private static void assertKept(Inpaint request, BufferedImage result) {
    BufferedImage source = request.image();
    Mask mask = request.blurredMask();
    assertThat(ImageSize.of(result)).isEqualTo(mask.size());
    assertThat(result.getColorModel().hasAlpha()).isEqualTo(source.getColorModel().hasAlpha());
    for (int y = 0; y < mask.size().height(); y++) {
      for (int x = 0; x < mask.size().width(); x++) {
        assertThat(result.getRGB(x, y) >>> 24).isEqualTo(source.getRGB(x, y) >>> 24);
        if (mask.level(x, y) == 0) {
          assertThat(result.getRGB(x, y)).as("pixel %d, %d", x, y).isEqualTo(source.getRGB(x, y));
        }
      }
    }
  }

  /** What stays is then the picture at its new size. */
  @Property(tries = 60)
  void resizedPictures_keepWhatTheyWereResizedTo(
      @ForAll("scenes") Scene scene, @ForAll("ways") Way way, @ForAll ResizeMode mode) {
    Inpaint asked = request(scene, way, new More(false, false, false, false, false));
    Inpaint request = asked.toBuilder().area(InpaintArea.wholePicture()).resizeMode(mode).build();
    InpaintPlan plan = InpaintPlan.of(request, new LatentSpace(4, FACTOR, way.inputChannels(), 32));
    Overlay overlay = plan.working().overlay();
    BufferedImage kept = overlay.original().toImage();
    for (BufferedImage result : results(plan, new LatentSpace(4, FACTOR, 4, 32), 5)) {
      for (int y = 0; y < plan.height(); y++) {
        for (int x = 0; x < plan.width(); x++) {
          if (overlay.mask().level(x, y) == 0) {
            assertThat(result.getRGB(x, y)).as("pixel %d, %d", x, y).isEqualTo(kept.getRGB(x, y));
          }
        }
      }
    }
  }

  @Provide
  static Arbitrary<Scene> scenes() {
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
            Arbitraries.of(true, false))
        .as(Scene::new);
  }

  @Provide
  static Arbitrary<Way> ways() {
    Arbitrary<Double> blurs = Arbitraries.of(0.0, 0.6, 1.0, 2.5);
    return Combinators.combine(
            Arbitraries.of(
                InpaintArea.wholePicture(), InpaintArea.onlyMasked(0), InpaintArea.onlyMasked(9)),
            Arbitraries.of(MaskedContent.class),
            Arbitraries.of(Compose.overlay(), Compose.paste(), Compose.seamless()),
            Combinators.combine(blurs, blurs).as(MaskBlur::new),
            Arbitraries.of(true, false),
            Arbitraries.of(true, false),
            Arbitraries.of(Conventions.class),
            Arbitraries.of(4, 9))
        .as(Way::new);
  }

  @Provide
  static Arbitrary<More> more() {
    Arbitrary<Boolean> either = Arbitraries.of(true, false);
    return Combinators.combine(either, either, either, either, either).as(More::new);
  }
}
