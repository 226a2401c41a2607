package io.pentimento.inpaint;

import static org.assertj.core.api.Assertions.assertThat;

import io.pentimento.Loopback;
import io.pentimento.Pipeline;
import io.pentimento.TinyModel;
import io.pentimento.image.ImageSize;
import io.pentimento.image.Pixels;
import io.pentimento.image.ResizeMode;
import io.pentimento.sampling.LatentSpace;
import io.pentimento.sampling.Seeds;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Inpainting again and again. */
class LoopbackRunTest {
  private static final ImageSize SIZE = new ImageSize(75, 67);
  private static final Mask MASK = Mask.ellipse(SIZE, new Rectangle(20, 14, 30, 36));

  private static Pipeline pipeline;

  @BeforeAll
  static void open() {
    pipeline = TinyModel.open();
  }

  @AfterAll
  static void close() {
    pipeline.close();
  }

  private static BufferedImage noise() {
    SplittableRandom random = new SplittableRandom(7);
    BufferedImage image =
        new BufferedImage(SIZE.width(), SIZE.height(), BufferedImage.TYPE_INT_ARGB);
    for (int y = 0; y < SIZE.height(); y++) {
      for (int x = 0; x < SIZE.width(); x++) {
        image.setRGB(x, y, random.nextInt());
      }
    }
    return image;
  }

  private static Inpaint.Builder request() {
    return Inpaint.builder(noise(), MASK, "a door").steps(2).seed(5);
  }

  private static Inpaint.Builder sketched() {
    BufferedImage painted = noise();
    Graphics2D graphics = painted.createGraphics();
    graphics.setColor(Color.RED);
    graphics.fillRect(20, 20, 25, 30);
    graphics.dispose();
    return Inpaint.builder(noise(), SketchLayer.of(noise(), painted, 0), "a door").steps(2).seed(5);
  }

  static Stream<Inpaint> requests() {
    return Stream.of(
        request().maskedContent(MaskedContent.FILL).build(),
        request().area(InpaintArea.onlyMasked(6)).colourCorrection(true).build(),
        request().invert(true).maskedContent(MaskedContent.LATENT_NOISE).build(),
        sketched().build());
  }

  @ParameterizedTest
  @MethodSource("requests")
  void pixelsOutsideTheMask_keepTheirBytesOverAllLoops(Inpaint request) {
    BufferedImage result = pipeline.generate(Loopback.of(request).withLoops(3)).image();
    Mask blurred = request.blurredMask();
    int changed = 0;
    for (int y = 0; y < SIZE.height(); y++) {
      for (int x = 0; x < SIZE.width(); x++) {
        if (blurred.level(x, y) == 0) {
          assertThat(result.getRGB(x, y)).isEqualTo(request.image().getRGB(x, y));
        } else if (result.getRGB(x, y) != request.image().getRGB(x, y)) {
          changed++;
        }
      }
    }
    assertThat(changed).as("pixels changed inside the mask").isGreaterThan(100);
  }

  /** A picture that is cropped by the first loop has its mask cropped with it in the others. */
  @Test
  void mask_liesWhereItLayWhenThePictureTookAnotherShape() {
    Inpaint cropped =
        request().size(64, 96).resizeMode(ResizeMode.CROP_AND_RESIZE).invert(true).build();
    LatentSpace space = pipeline.latentSpace();
    List<Mask> masks = new ArrayList<>();
    Loopback.of(cropped)
        .chain(space)
        .make(
            Seeds.of(5),
            request -> {
              InpaintPlan plan = InpaintPlan.of((Inpaint) request, space);
              masks.add(plan.working().mask());
              return StandInLink.finish(plan, space, Pixels.blank(64, 96, 3).toImage());
            });
    assertThat(masks).hasSize(4);
    assertThat(masks.stream().distinct()).hasSize(1);
  }

  /** Strokes are painted over once; the next loops start from what was made of them. */
  @Test
  void sketch_isPaintedInTheFirstLoopAlone() {
    List<Inpaint> asked = new ArrayList<>();
    Loopback.of(sketched().build())
        .chain(pipeline.latentSpace())
        .make(
            Seeds.of(5),
            request -> {
              asked.add((Inpaint) request);
              return noise();
            });
    assertThat(asked.stream().map(request -> request.sketch().isPresent()))
        .containsExactly(true, false, false, false);
  }
}
