package io.pentimento.inpaint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pentimento.Generation;
import io.pentimento.Pipeline;
import io.pentimento.TinyModel;
import io.pentimento.image.ImageSize;
import io.pentimento.image.Pixels;
import io.pentimento.sampling.Conventions;
import io.pentimento.sampling.Sampler;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Inpainting from request to picture, through all networks. */
class InpaintRunTest {
  private static final ImageSize SIZE = new ImageSize(75, 67);
  private static final Mask MASK = Mask.ellipse(SIZE, new Rectangle(20, 14, 30, 36));

  private static Pipeline plain;
  private static Pipeline inpainting;

  @BeforeAll
  static void open() {
    plain = TinyModel.open();
    inpainting = TinyModel.open(9);
  }

  @AfterAll
  static void close() {
    plain.close();
    inpainting.close();
  }

  private static BufferedImage noise(int type) {
    SplittableRandom random = new SplittableRandom(7);
    BufferedImage image = new BufferedImage(SIZE.width(), SIZE.height(), type);
    for (int y = 0; y < SIZE.height(); y++) {
      for (int x = 0; x < SIZE.width(); x++) {
        image.setRGB(x, y, random.nextInt());
      }
    }
    return image;
  }

  private static Inpaint.Builder request(int type) {
    return Inpaint.builder(noise(type), MASK, "a door").steps(3).seed(5);
  }

  /**
   * Every mode, sampler and convention, with models of both kinds: where the mask is 0, no byte
   * changes.
   */
  @TestFactory
  Stream<DynamicTest> pixelsOutsideTheMask_keepTheirBytes() {
    return Stream.of(plain, inpainting)
        .flatMap(
            pipeline ->
                Stream.of(MaskedContent.values())
                    .flatMap(
                        content ->
                            areas()
                                .map(area -> request(type(area)).maskedContent(content).area(area)))
                    .flatMap(
                        builder ->
                            Stream.of(Sampler.euler(), Sampler.ddim())
                                .map(sampler -> builder.sampler(sampler).build())
                                .flatMap(
                                    r ->
                                        conventions()
                                            .map(c -> r.toBuilder().conventions(c).build())))
                    .map(request -> untouched(pipeline, request)));
  }

  private static Stream<InpaintArea> areas() {
    return Stream.of(InpaintArea.wholePicture(), InpaintArea.onlyMasked(6));
  }

  /** A picture with alpha for one area and one without for the other. */
  private static int type(InpaintArea area) {
    return area instanceof InpaintArea.OnlyMasked
        ? BufferedImage.TYPE_INT_ARGB
        : BufferedImage.TYPE_INT_RGB;
  }

  private static Stream<Conventions> conventions() {
    return Stream.of(Conventions.values());
  }

  private static DynamicTest untouched(Pipeline pipeline, Inpaint request) {
    String name =
        "%d channels, %s, %s, %s, %s, %s, %s"
            .formatted(
                pipeline.latentSpace().inputChannels(),
                request.maskedContent(),
                request.area(),
                request.sampling().sampler().name(),
                request.sampling().conventions(),
                request.compose(),
                request.softInpainting().isPresent() ? "soft" : "hard");
    return DynamicTest.dynamicTest(
        name,
        () -> {
          BufferedImage result = pipeline.generate(request).image();
          Mask blurred = request.blurredMask();
          int changed = 0;
          for (int y = 0; y < SIZE.height(); y++) {
            for (int x = 0; x < SIZE.width(); x++) {
              if (blurred.pixels().sample(x, y, 0) == 0) {
                assertThat(result.getRGB(x, y)).isEqualTo(request.image().getRGB(x, y));
              } else if (result.getRGB(x, y) != request.image().getRGB(x, y)) {
                changed++;
              }
            }
          }
          assertThat(changed).as("pixels changed inside the mask").isGreaterThan(100);
        });
  }

  /** Soft inpainting and every way to compose, with both kinds of sampler and of model. */
  @TestFactory
  Stream<DynamicTest> softInpaintingAndCompositions_keepTheSameBytes() {
    return Stream.of(plain, inpainting)
        .flatMap(
            pipeline ->
                conventions()
                    .flatMap(
                        c ->
                            Stream.of(Sampler.euler(), Sampler.ddim(), Sampler.unipc())
                                .map(s -> request(type(c)).conventions(c).sampler(s)))
                    .flatMap(
                        builder ->
                            Stream.of(Compose.overlay(), Compose.paste(), Compose.seamless())
                                .map(compose -> soft(builder).compose(compose).build()))
                    .map(request -> untouched(pipeline, request)));
  }

  /** Soft settings that show much of what changes, since a tiny model changes little. */
  private static Inpaint.Builder soft(Inpaint.Builder builder) {
    return builder
        .softInpainting(SoftInpainting.defaults().withDifferenceThreshold(0.02))
        .denoisingStrength(1)
        .maskBlur(3, 5);
  }

  private static int type(Conventions conventions) {
    return conventions == Conventions.WEBUI
        ? BufferedImage.TYPE_INT_ARGB
        : BufferedImage.TYPE_INT_RGB;
  }

  /** Each picture of a batch is given back by how far its own latent moved. */
  @Test
  void softInpainting_makesAMaskForEachPicture() {
    Inpaint one = soft(request(BufferedImage.TYPE_INT_RGB)).build();
    Inpaint.Builder changing =
        one.toBuilder().softInpainting(SoftInpainting.defaults().withDifferenceThreshold(1));
    List<BufferedImage> batch = plain.generate(changing.batch(2).build()).images();
    BufferedImage second = plain.generate(changing.batch(1).seed(6).build()).image();
    assertThat(Pixels.of(batch.get(1))).isEqualTo(Pixels.of(second));
    assertThat(Pixels.of(batch.get(0))).isNotEqualTo(Pixels.of(second));
  }

  @Test
  void rawResult_isWhatTheModelMade() {
    Inpaint part =
        request(BufferedImage.TYPE_INT_RGB)
            .area(InpaintArea.onlyMasked(4))
            .size(32, 32)
            .compose(Compose.raw())
            .build();
    BufferedImage raw = plain.generate(part).image();
    assertThat(ImageSize.of(raw)).isEqualTo(new ImageSize(32, 32));
  }

  @Test
  void batch_eachPictureFromItsOwnSeed() {
    for (Pipeline pipeline : List.of(plain, inpainting)) {
      for (Conventions conventions : Conventions.values()) {
        Inpaint three =
            request(BufferedImage.TYPE_INT_RGB).batch(3).conventions(conventions).build();
        Generation generation = pipeline.generate(three);
        assertThat(generation.seeds()).containsExactly(5L, 6L, 7L);
        assertThat(generation.images()).hasSize(3);
        assertThat(generation.images().get(0).getRGB(35, 30))
            .isNotEqualTo(generation.images().get(1).getRGB(35, 30));
      }
    }
  }

  @Test
  void mask_ofNothing_isRefusedBeforeWork() {
    assertThatThrownBy(
            () -> Inpaint.builder(noise(BufferedImage.TYPE_INT_RGB), Mask.none(SIZE), "x").build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("The mask must mark something to repaint");
  }

  @Test
  void parameters_tellOfTheMask() {
    Generation generation =
        plain.generate(request(BufferedImage.TYPE_INT_RGB).area(InpaintArea.onlyMasked(6)).build());
    assertThat(generation.parameters(0))
        .contains("Denoising strength: 0.75")
        .contains("Mask blur: 4, Inpaint area: Only masked, Masked area padding: 6");
  }
}
