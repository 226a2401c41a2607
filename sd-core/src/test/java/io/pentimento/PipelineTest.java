package io.pentimento;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import io.pentimento.infotext.PictureFile;
import io.pentimento.sampling.Denoiser;
import io.pentimento.sampling.NoiseSource;
import io.pentimento.sampling.Sampler;
import io.pentimento.sampling.Step;
import io.pentimento.sampling.Steps;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineTest {
  private static Pipeline pipeline;

  @BeforeAll
  static void open() {
    pipeline = TinyModel.open();
  }

  @AfterAll
  static void close() {
    pipeline.close();
  }

  private static TextToImage.Builder lighthouse() {
    return TextToImage.builder("a (lighthouse:1.2) at dawn").steps(4).seed(42);
  }

  private static int[] pixels(BufferedImage image) {
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }

  @Test
  void generate_sameRequestAndSeed_sameBytes() {
    Generation first = pipeline.generate(lighthouse().build());
    Generation second = pipeline.generate(lighthouse().build());
    assertThat(first.seeds()).containsExactly(42L);
    assertThat(pixels(first.image())).hasSize(64 * 64).isEqualTo(pixels(second.image()));
  }

  @Test
  void generate_everySettingCounts() {
    int[] plain = pixels(pipeline.generate(lighthouse().build()).image());
    List<TextToImage> others =
        List.of(
            lighthouse().prompt("a windmill at noon").build(),
            lighthouse().prompt("a (lighthouse:1.4) at dawn").build(),
            lighthouse().negativePrompt("blurry").build(),
            lighthouse().seed(43).build(),
            lighthouse().steps(5).build(),
            lighthouse().guidanceScale(3).build(),
            lighthouse().clipSkip(2).build(),
            lighthouse().sampler(Sampler.euler()).build(),
            lighthouse().sampler(Sampler.eulerAncestral()).build(),
            lighthouse().sampler(Sampler.ddim()).build());
    for (TextToImage other : others) {
      assertThat(pixels(pipeline.generate(other).image())).as(other.toString()).isNotEqualTo(plain);
    }
  }

  @Test
  void generate_pictureDoesNotDependOnItsBatch() {
    Generation batch =
        pipeline.generate(lighthouse().batch(3).sampler(Sampler.eulerAncestral()).build());
    assertThat(batch.seeds()).containsExactly(42L, 43L, 44L);
    for (int i = 0; i < 3; i++) {
      int[] alone =
          pixels(
              pipeline
                  .generate(lighthouse().seed(42 + i).sampler(Sampler.eulerAncestral()).build())
                  .image());
      int[] together = pixels(batch.images().get(i));
      for (int p = 0; p < alone.length; p++) {
        for (int shift = 0; shift < 24; shift += 8) {
          // Matrix products of another height may round otherwise in the last bit.
          assertThat(together[p] >> shift & 0xFF)
              .isBetween((alone[p] >> shift & 0xFF) - 1, (alone[p] >> shift & 0xFF) + 1);
        }
      }
    }
  }

  @Test
  void generate_randomSeedIsToldAndRepeats() {
    Generation random = pipeline.generate(lighthouse().seed(-1).build());
    assertThat(random.seeds().get(0)).isBetween(0L, 0xFFFF_FFFFL);
    Generation again = pipeline.generate(lighthouse().seed(random.seeds().get(0)).build());
    assertThat(pixels(again.image())).isEqualTo(pixels(random.image()));
  }

  @Test
  void generate_promptsOfDifferentLength_runSeparately() {
    String longPrompt = "a lighthouse, ".repeat(40);
    Generation picture = pipeline.generate(lighthouse().prompt(longPrompt).build());
    assertThat(pixels(picture.image()))
        .isNotEqualTo(pixels(pipeline.generate(lighthouse().build()).image()));
  }

  @Test
  void generate_otherSizes() {
    BufferedImage wide = pipeline.generate(lighthouse().size(104, 56).build()).image();
    assertThat(wide.getWidth()).isEqualTo(104);
    assertThat(wide.getHeight()).isEqualTo(56);
  }

  @Test
  void generate_manyThreads_sameAsAlone() {
    List<TextToImage> requests = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      requests.add(lighthouse().seed(i).prompt("picture " + i).build());
    }
    List<int[]> alone = requests.stream().map(r -> pixels(pipeline.generate(r).image())).toList();
    List<Run> runs = requests.stream().map(pipeline::start).toList();
    for (int i = 0; i < runs.size(); i++) {
      assertThat(pixels(runs.get(i).await().image())).as("picture %d", i).isEqualTo(alone.get(i));
    }
  }

  @Test
  void imageToImage_zeroStrengthStaysNear_fullStrengthLeaves() {
    BufferedImage start = pipeline.generate(lighthouse().build()).image();
    ImageToImage.Builder request = ImageToImage.builder(start, "night").steps(8).seed(1);
    int[] little = pixels(pipeline.generate(request.denoisingStrength(0.1).build()).image());
    int[] much = pixels(pipeline.generate(request.denoisingStrength(1).build()).image());
    assertThat(little).isNotEqualTo(much);
  }

  @Test
  void start_reportsEveryStepWithPreview() {
    List<StepFinished> steps = new ArrayList<>();
    List<BufferedImage> previews = new ArrayList<>();
    pipeline
        .start(
            lighthouse().batch(2).build(),
            event -> {
              if (event instanceof StepFinished step) {
                steps.add(step);
                previews.addAll(step.previews().get());
              }
            })
        .await();
    assertThat(steps).extracting(StepFinished::index).containsExactly(0, 1, 2, 3);
    assertThat(steps).extracting(StepFinished::count).containsOnly(4);
    assertThat(steps)
        .extracting(StepFinished::sigma)
        .isSortedAccordingTo((a, b) -> Double.compare(b, a));
    assertThat(steps.get(3).sigma()).isZero();
    assertThat(previews).hasSize(8).allMatch(p -> p.getWidth() == 8 && p.getHeight() == 8);
    assertThatThrownBy(() -> steps.get(0).previews().get())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("while the listener is called");
  }

  @Test
  void cancel_stopsWithinOneStep() throws InterruptedException {
    AtomicInteger finished = new AtomicInteger();
    CountDownLatch second = new CountDownLatch(1);
    CountDownLatch cancelled = new CountDownLatch(1);
    Run run =
        pipeline.start(
            lighthouse().steps(50).build(),
            event -> {
              if (finished.incrementAndGet() == 2) {
                second.countDown();
                await(cancelled);
              }
            });
    second.await();
    run.cancel();
    cancelled.countDown();
    assertThatThrownBy(run::await)
        .isInstanceOf(GenerationCancelledException.class)
        .hasMessage("The run was cancelled before step 3 of 50.");
    assertThat(finished).hasValue(2);
  }

  @Test
  void future_cancelStopsTheRun() {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch cancelled = new CountDownLatch(1);
    Run run =
        pipeline.start(
            lighthouse().steps(1000).build(),
            event -> {
              begun.countDown();
              await(cancelled);
            });
    CompletableFuture<Generation> future = run.future();
    await(begun);
    future.cancel(true);
    cancelled.countDown();
    assertThatThrownBy(future::join).isInstanceOf(CancellationException.class);
    assertThatThrownBy(run::await).isInstanceOf(GenerationCancelledException.class);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void failure_leavesThePipelineUsable() {
    int[] before = pixels(pipeline.generate(lighthouse().build()).image());
    NoiseSource poisoned =
        seed ->
            count -> {
              float[] values = NoiseSource.torchCpu().seeded(seed).normal(count);
              values[count / 2] = Float.NaN;
              return values;
            };
    assertThatThrownBy(() -> pipeline.generate(lighthouse().noise(poisoned).build()))
        .isInstanceOf(GenerationFailedException.class)
        .hasMessageContaining("Step 1 of 4 made NaN")
        .hasMessageContaining("first in the U-Net's conv_in");
    assertThat(pixels(pipeline.generate(lighthouse().build()).image())).isEqualTo(before);
  }

  @Test
  void customSampler_eulerInThreeLines_isEuler() {
    Sampler own =
        (denoiser, x, steps) -> {
          for (Step step : steps) {
            var derivative = x.sub(denoiser.denoise(x, step.sigma())).div((float) step.sigma());
            x = step.keep(x.add(derivative.mul((float) (step.nextSigma() - step.sigma()))));
          }
          return x;
        };
    int[] ours = pixels(pipeline.generate(lighthouse().sampler(own).build()).image());
    assertThat(ours)
        .isEqualTo(
            pixels(pipeline.generate(lighthouse().sampler(Sampler.euler()).build()).image()));
  }

  @Test
  void customSampler_thatForgetsKeep_isTold() {
    Sampler forgetful =
        (denoiser, x, steps) -> {
          for (Step step : steps) {
            denoiser.denoise(x, step.sigma());
          }
          return x;
        };
    assertThatThrownBy(() -> pipeline.generate(lighthouse().sampler(forgetful).build()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Step.keep");
  }

  @Test
  void badSettings_areRefusedBeforeWork() {
    assertThatThrownBy(() -> pipeline.generate(lighthouse().size(100, 64).build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("width and height must be multiples of 8, but got: 100x64. Try 104x64.");
    assertThatThrownBy(() -> pipeline.start(lighthouse().size(80_000, 64).build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at most");
    assertThatThrownBy(() -> lighthouse().steps(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("steps must be in [1, 1000], but got: 0");
    BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
    assertThatThrownBy(() -> ImageToImage.builder(image, "x").denoisingStrength(55))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "denoisingStrength must be in [0, 1], but got: 55.0. Pass 0.55 for 55 percent.");
  }

  @Test
  void close_stopsRunsAndRefusesMore() {
    Pipeline closing = TinyModel.open();
    CountDownLatch begun = new CountDownLatch(1);
    Run run = closing.start(lighthouse().steps(1000).build(), event -> begun.countDown());
    await(begun);
    closing.close();
    closing.close();
    assertThatThrownBy(run::await).isInstanceOf(GenerationCancelledException.class);
    assertThatThrownBy(() -> closing.generate(lighthouse().build()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The pipeline is closed. Load the model again to make more pictures.");
  }

  @Test
  void write_eachPictureTellsItsOwnSeed(@TempDir Path folder) throws Exception {
    Generation generation = pipeline.generate(lighthouse().batch(2).build());
    for (String name : List.of("picture.png", "picture.jpg")) {
      Path file = folder.resolve(name);
      generation.write(1, file);
      String told = PictureFile.readParameters(file).orElseThrow();
      assertThat(told).isEqualTo(generation.parameters(1)).contains("Seed: 43,");
      Generation again = pipeline.generate(Pipeline.fromParameters(told));
      assertThat(again.parameters(0)).isEqualTo(told);
    }
    generation.write(folder.resolve("first.png"));
    assertThat(PictureFile.readParameters(folder.resolve("first.png")))
        .contains(generation.parameters(0));
  }

  @Test
  void writePng_carriesTheSettings(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("new").resolve("picture.png");
    Generation generation =
        pipeline.generate(lighthouse().negativePrompt("blurry, “text”").build());
    generation.writePng(file);
    assertThat(pixels(ImageIO.read(file.toFile()))).isEqualTo(pixels(generation.image()));
    assertThat(generation.parameters(0))
        .isEqualTo(
            "a (lighthouse:1.2) at dawn\n"
                + "Negative prompt: blurry, “text”\n"
                + "Steps: 4, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 7, Seed: 42,"
                + " Size: 64x64, Model: tiny, RNG: CPU");
    var reader = ImageIO.getImageReadersByFormatName("png").next();
    try (var in = ImageIO.createImageInputStream(file.toFile())) {
      reader.setInput(in);
      String tree = texts(reader.getImageMetadata(0).getAsTree("javax_imageio_png_1.0"));
      assertThat(tree).contains("keyword=parameters").contains("“text”").contains("Seed: 42");
    } finally {
      reader.dispose();
    }
    try (var files = java.nio.file.Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  private static String texts(org.w3c.dom.Node node) {
    StringBuilder text = new StringBuilder(node.getNodeName());
    for (int i = 0; i < node.getAttributes().getLength(); i++) {
      text.append(' ').append(node.getAttributes().item(i).getNodeName());
      text.append('=').append(node.getAttributes().item(i).getNodeValue());
    }
    for (var child = node.getFirstChild(); child != null; child = child.getNextSibling()) {
      text.append('\n').append(texts(child));
    }
    return text.toString();
  }

  @Test
  void guidanceScaleOne_isThePromptAlone() {
    int[] with =
        pixels(
            pipeline
                .generate(lighthouse().guidanceScale(1).negativePrompt("night").build())
                .image());
    int[] without = pixels(pipeline.generate(lighthouse().guidanceScale(1).build()).image());
    assertThat(Arrays.equals(with, without)).isTrue();
  }

  /** Euler's method as a user would write it. */
  private static NDArray ownEuler(Denoiser denoiser, NDArray x, Steps steps) {
    NDArray latent = x;
    for (Step step : steps) {
      NDArray slope = latent.sub(denoiser.denoise(latent, step.sigma())).div(step.sigma());
      latent = step.keep(latent.add(slope.mul(step.nextSigma() - step.sigma())));
    }
    return latent;
  }

  @Test
  void ownSampler_isCalledLikeOurs() {
    int[] ours = pixels(pipeline.generate(lighthouse().sampler(Sampler.euler()).build()).image());
    Generation own = pipeline.generate(lighthouse().sampler(PipelineTest::ownEuler).build());
    int[] theirs = pixels(own.image());
    assertThat(theirs).hasSameSizeAs(ours);
    for (int i = 0; i < ours.length; i++) {
      for (int shift = 0; shift < 24; shift += 8) {
        int difference = (ours[i] >> shift & 0xFF) - (theirs[i] >> shift & 0xFF);
        assertThat(Math.abs(difference)).isLessThanOrEqualTo(1);
      }
    }
    assertThat(own.parameters(0)).contains("Sampler: Custom");
  }
}
