package io.pentimento;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pentimento.image.ColourCorrection;
import io.pentimento.image.ImageSize;
import io.pentimento.image.Pixels;
import io.pentimento.image.Upscaler;
import io.pentimento.sampling.LatentPlan;
import io.pentimento.sampling.LatentSpace;
import io.pentimento.sampling.PlannedLatent;
import io.pentimento.sampling.Seeds;
import java.awt.image.BufferedImage;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LoopbackTest {
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

  private static BufferedImage noise(int width, int height) {
    byte[] samples = new byte[width * height * 3];
    new Random(width).nextBytes(samples);
    return Pixels.wrap(width, height, 3, samples).toImage();
  }

  private static ImageToImage.Builder request() {
    return ImageToImage.builder(noise(70, 64), "a lighthouse")
        .negativePrompt("fog")
        .denoisingStrength(0.8)
        .steps(4)
        .seed(7);
  }

  @Test
  void generate_isTheRequestOneLoopAfterTheOther() {
    Loopback loopback = Loopback.of(request().build()).withLoops(3);
    List<BufferedImage> onTheWay = new ArrayList<>();
    Generation made =
        pipeline
            .start(
                loopback,
                event -> {
                  if (event instanceof PictureMade picture) {
                    assertThat(picture.index()).isEqualTo(onTheWay.size());
                    assertThat(picture.count()).isEqualTo(3);
                    onTheWay.add(picture.picture());
                  }
                })
            .await();

    BufferedImage expected = pipeline.generate(request().build()).image();
    assertSame(onTheWay.get(0), expected);
    double[] strengths = {0.65, 0.5};
    for (int loop = 1; loop < 3; loop++) {
      ImageToImage next =
          request().image(expected).denoisingStrength(strengths[loop - 1]).seed(7 + loop).build();
      expected = pipeline.generate(next).image();
      assertSame(onTheWay.get(loop), expected);
    }
    assertSame(made.image(), expected);
  }

  private static void assertSame(BufferedImage actual, BufferedImage expected) {
    assertThat(Pixels.of(actual)).isEqualTo(Pixels.of(expected));
  }

  @Test
  void batch_beginsAgainWithTheSeedsThatAreLeft() {
    Loopback loopback = Loopback.of(request().batch(2).build()).withLoops(2);
    Generation both = pipeline.generate(loopback);
    Loopback second = Loopback.of(request().seed(9).build()).withLoops(2);
    assertThat(both.seeds()).containsExactly(7L, 9L);
    assertSame(both.images().get(1), pipeline.generate(second).image());
    assertThat(Pixels.of(both.images().get(0))).isNotEqualTo(Pixels.of(both.images().get(1)));
  }

  @Test
  void parameters_areThoseOfTheFirstLoop_andWhatTellsOfTheOthers() {
    Loopback loopback = Loopback.of(request().build()).withLoops(2).withCurve(Loopback.Curve.LAZY);
    assertThat(pipeline.generate(loopback).parameters(0))
        .startsWith("a lighthouse\nNegative prompt: fog\nSteps: 4, ")
        .contains(
            "Seed: 7, Size: 64x64",
            "Denoising strength: 0.8",
            "Final denoising strength: 0.5, Denoising curve: Lazy, Loops: 2");
  }

  @Test
  void scale_enlargesInTheFirstLoopAlone() {
    ImageToImage twice = request().scaleBy(1.5).upscaler(Upscaler.nearest()).build();
    List<ImageSize> sizes = new ArrayList<>();
    BufferedImage made =
        chain(Loopback.of(twice), request -> sizes.add(sizeOf(request.plan(SPACE))));
    assertThat(sizes).hasSize(4).containsOnly(new ImageSize(104, 96));
    assertThat(ImageSize.of(made)).isEqualTo(new ImageSize(104, 96));
  }

  private static ImageSize sizeOf(LatentPlan plan) {
    return new ImageSize(plan.width(), plan.height());
  }

  private static BufferedImage chain(Loopback loopback, Consumer<LatentRequest> watch) {
    return loopback
        .chain(SPACE)
        .make(
            Seeds.of(7),
            request -> {
              watch.accept(request);
              LatentPlan plan = request.plan(SPACE);
              return BlankContext.finish(plan, SPACE, noise(plan.width(), plan.height()));
            });
  }

  @Test
  void colours_areThoseOfTheFirstPictureAllAlong() {
    BufferedImage first = noise(64, 64);
    ImageToImage corrected = request().image(first).colourCorrection(true).build();
    BufferedImage dull = Pixels.blank(64, 64, 3).toImage();
    dull.setRGB(5, 6, 0xff336699);
    Pixels expected = ColourCorrection.towards(Pixels.of(first)).apply(Pixels.of(dull));
    List<Pixels> finished = new ArrayList<>();
    chain(
        Loopback.of(corrected).withLoops(3),
        request -> finished.add(Pixels.of(BlankContext.finish(request.plan(SPACE), SPACE, dull))));
    assertThat(finished).hasSize(3).containsOnly(expected);
    assertThat(expected).isNotEqualTo(Pixels.of(dull));
  }

  /** A method that the plan around another one forgot would lose what that one does. */
  @Test
  void recoloured_handsOnEveryMethod() {
    assertThat(asked(LatentPlan.class)).isSubsetOf(answered(RecolouredPlan.class));
    assertThat(asked(PlannedLatent.class)).isSubsetOf(answered(RecolouredLatent.class));
  }

  private static List<String> asked(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(method -> !Modifier.isStatic(method.getModifiers()) && !method.isSynthetic())
        .map(Method::getName)
        .toList();
  }

  private static List<String> answered(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods()).map(Method::getName).toList();
  }

  @Test
  void settings_areChecked() {
    Loopback loopback = Loopback.of(request().build());
    assertThatThrownBy(() -> loopback.withLoops(33))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("loops must be in [1, 32], but got: 33.");
    assertThatThrownBy(() -> loopback.withFinalDenoisingStrength(50))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "finalDenoisingStrength must be in [0, 1], but got: 50.0. Pass 0.55 for 55 percent.");
    assertThatThrownBy(() -> pipeline.check(Loopback.of(request().size(60, 64).build())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("multiples of 8");
  }
}
