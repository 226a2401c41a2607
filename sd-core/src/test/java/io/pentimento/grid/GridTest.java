package io.pentimento.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pentimento.GenerationCancelledException;
import io.pentimento.GenerationRequest;
import io.pentimento.HiresFix;
import io.pentimento.ImageToImage;
import io.pentimento.Pipeline;
import io.pentimento.TextToImage;
import io.pentimento.TinyModel;
import io.pentimento.infotext.PictureFile;
import io.pentimento.sampling.Sampler;
import io.pentimento.sampling.SigmaSchedule;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GridTest {
  private static Pipeline pipeline;

  private final TextToImage request =
      TextToImage.builder("a red fox, big").negativePrompt("red").size(64, 48).steps(2).build();

  @BeforeAll
  static void open() {
    pipeline = TinyModel.open();
  }

  @AfterAll
  static void close() {
    pipeline.close();
  }

  private static GridResult run(Grid<?> grid) {
    return grid.run(pipeline, progress -> {});
  }

  @Test
  void cells_areWhatTheRequestsMakeAlone() {
    GridResult result =
        run(
            Grid.builder(request.toBuilder().seed(4).build())
                .x(Axis.steps(1, 3))
                .y(Axis.samplers(Sampler.euler(), Sampler.ddim()))
                .build());

    assertThat(result.cells()).hasSize(4);
    TextToImage alone = request.toBuilder().seed(4).steps(3).sampler(Sampler.ddim()).build();
    assertThat(result.cell(1, 1, 0).generation().request()).isEqualTo(alone);
    assertThat(pixels(result.cell(1, 1, 0).generation().image()))
        .isEqualTo(pixels(pipeline.generate(alone).image()));
  }

  @Test
  void image_holdsEveryCellPixelForPixel() {
    GridResult result =
        run(
            Grid.builder(request.toBuilder().seed(4).build())
                .x(Axis.guidanceScale(1, 5, 9))
                .y(Axis.clipSkip(1, 2))
                .drawLegend(false)
                .margin(5)
                .build());

    BufferedImage image = result.image();
    assertThat(image.getWidth()).isEqualTo(3 * 64 + 2 * 5);
    assertThat(image.getHeight()).isEqualTo(2 * 48 + 5);
    for (GridCell cell : result.cells()) {
      assertThat(pixels(image.getSubimage(cell.x() * 69, cell.y() * 53, 64, 48)))
          .isEqualTo(pixels(cell.generation().image()));
    }
    assertThat(new Color(image.getRGB(66, 10))).isEqualTo(Color.WHITE);
  }

  @Test
  void randomSeeds_areDrawnOnceForAllCells() {
    GridResult result =
        run(Grid.builder(request).x(Axis.steps(1, 2)).y(Axis.guidanceScale(2, 3)).build());

    assertThat(result.cells().stream().map(cell -> cell.generation().seeds()).distinct())
        .hasSize(1);
  }

  @Test
  void randomSeeds_areKeptWhereAsked() {
    GridResult result =
        run(Grid.builder(request).x(Axis.steps(1, 1, 1, 1)).keepRandomSeeds(true).build());

    assertThat(result.cells().stream().map(cell -> cell.generation().seeds()).distinct())
        .hasSizeGreaterThan(1);
  }

  @Test
  void seedsOfAnAxis_areDrawnWhereLeftToChance() {
    GridResult result = run(Grid.builder(request).x(Axis.seeds(7, -1)).build());

    long drawn = result.cell(1, 0, 0).generation().seeds().get(0);
    assertThat(drawn).isNotNegative();
    assertThat(result.parameters())
        .contains("X Type: Seed, X Values: \"7, " + drawn + "\"")
        .contains("Fixed X Values: \"7, " + drawn + "\"");
  }

  @Test
  void parameters_areTheFirstCellsAndTheAxes(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("grid.png");
    GridResult result =
        run(
            Grid.builder(request.toBuilder().seed(5).build())
                .x(AxisKinds.axis("Steps=1-2"))
                .y(AxisKinds.axis("Prompt S/R=red,blue"))
                .z(Axis.schedules(SigmaSchedule.karras()))
                .build());
    result.write(file);

    String told = PictureFile.readParameters(file).orElseThrow();
    assertThat(told)
        .startsWith("a red fox, big\nNegative prompt: red\nSteps: 1, ")
        .contains("Seed: 5, Size: 64x48")
        .contains(
            "Script: X/Y/Z plot, X Type: Steps, X Values: 1-2, Y Type: Prompt S/R, Y Values:"
                + " \"red,blue\", Z Type: Schedule type, Z Values: Karras")
        .doesNotContain("Fixed");
    assertThat(TextToImage.fromParameters(told).prompt()).isEqualTo("a red fox, big");
  }

  @Test
  void promptReplace_changesBothPrompts() {
    Grid<?> grid = Grid.builder(request).x(Axis.promptReplace("red", "blue")).build();

    GenerationRequest second = run(grid).cell(1, 0, 0).generation().request();
    assertThat(second.prompt()).isEqualTo("a blue fox, big");
    assertThat(second.negativePrompt()).isEqualTo("blue");
  }

  @Test
  void promptOrder_takesEveryOrder() {
    GridResult result = run(Grid.builder(request).x(Axis.promptOrder("red", "big")).build());

    assertThat(result.cells())
        .extracting(cell -> cell.generation().request().prompt())
        .containsExactly("a red fox, big", "a big fox, red");
  }

  @Test
  void missingWord_isRefusedBeforeAnyWork() {
    assertThatThrownBy(() -> Grid.builder(request).y(Axis.promptReplace("cat", "dog")).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Prompt S/R, value \"cat\": \"cat\" must stand in the prompt or the negative prompt,"
                + " but does not, in capitals and small letters as here. Its first value is what is"
                + " looked for.");
  }

  @Test
  void badValue_isRefusedWithAxisAndValue() {
    assertThatThrownBy(() -> Grid.builder(request).x(Axis.steps(2, 0)).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Steps, value \"0\": steps must be in [1, 1000], but got: 0.");
  }

  @Test
  void sizeThatTheModelCannotDraw_isRefusedBeforeTheFirstCell() {
    List<GridProgress> heard = new ArrayList<>();
    Grid<?> grid = Grid.builder(request).x(AxisKinds.axis("size=64x64,63x64")).build();

    assertThatThrownBy(() -> grid.run(pipeline, heard::add))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("The cell of Size: 63x64: width and height must be multiples of ");
    assertThat(heard).isEmpty();
  }

  @Test
  void layerThatTheTextEncoderLacks_isRefusedBeforeTheFirstCell() {
    List<GridProgress> heard = new ArrayList<>();
    Grid<?> grid = Grid.builder(request).x(Axis.clipSkip(1, 12)).build();
    assertThatThrownBy(() -> grid.run(pipeline, heard::add))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("The cell of Clip skip: 12: ");
    assertThat(heard).isEmpty();
  }

  @Test
  void tooManyCells_areRefused() {
    Axis<? super TextToImage.Builder> forty = AxisKinds.axis("cfg=1-40");

    assertThatThrownBy(() -> Grid.builder(request).x(forty).y(forty).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "A grid must have at most 1000 cells, but got: 1600, from 40 by 40 by 1 values.");
  }

  @Test
  void hiresAxes_changeTheSecondPass() {
    TextToImage hires =
        request.toBuilder().hiresFix(HiresFix.scale(2).denoisingStrength(0.6).build()).build();
    List<Double> fractions = new ArrayList<>();

    GridResult result =
        Grid.builder(hires)
            .x(Axis.hiresSteps(1, 2))
            .y(Axis.hiresScale(1, 2))
            .build()
            .run(pipeline, progress -> fractions.add(progress.fraction()));

    assertThat(result.cell(0, 1, 0).generation().image().getWidth()).isEqualTo(128);
    assertThat(result.cell(0, 0, 0).generation().image().getWidth()).isEqualTo(64);
    assertThat(fractions).isSorted().allMatch(fraction -> fraction > 0 && fraction <= 1);
    assertThat(fractions.get(fractions.size() - 1)).isEqualTo(1);
    assertThatThrownBy(() -> Grid.builder(request).x(Axis.hiresSteps(1)).build())
        .hasMessageStartingWith("Hires steps, value \"1\": the request must have a hires fix");
  }

  @Test
  void optionsOfSamplers_areGivenToTheSamplersOfAnotherAxis() {
    Grid<?> grid =
        Grid.builder(request)
            .x(Axis.eta(0, 0.5))
            .y(Axis.samplers(Sampler.eulerAncestral(), Sampler.ddim()))
            .build();

    GridResult result = run(grid);
    assertThat(result.cell(1, 0, 0).generation().request().sampling().sampler())
        .isEqualTo(Sampler.eulerAncestral(0.5));
    assertThat(result.cell(1, 1, 0).generation().request().sampling().sampler())
        .isEqualTo(Sampler.ddim(0.5));
    assertThatThrownBy(
            () -> Grid.builder(request).x(Axis.eta(1)).y(Axis.samplers(Sampler.euler())).build())
        .hasMessage(
            "Eta, value \"1\": the sampler must have this option, but Euler has none of it.");
  }

  @Test
  void imageToImage_variesItsStrength() {
    ImageToImage start =
        ImageToImage.builder(new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB), "x")
            .steps(2)
            .build();

    GridResult result =
        run(Grid.builder(start).x(Axis.denoisingStrength(0.5, 1)).y(Axis.steps(1, 2)).build());

    assertThat(((ImageToImage) result.cell(1, 0, 0).generation().request()).denoisingStrength())
        .isEqualTo(1);
  }

  @Test
  void ownAxis_changesWhatItLikes() {
    GridResult result =
        run(
            Grid.builder(request)
                .x(Axis.of("Width", List.of(32, 64), (builder, width) -> builder.size(width, 48)))
                .build());

    assertThat(result.cell(0, 0, 0).generation().image().getWidth()).isEqualTo(32);
    assertThat(result.infotext().field("X Values")).contains("32, 64");
  }

  @Test
  void cancel_stopsTheGridWithinAStep() {
    GridRun[] started = new GridRun[1];
    List<GridProgress> heard = new ArrayList<>();
    Grid<?> grid = Grid.builder(request).x(Axis.steps(50, 50)).build();
    Object ready = new Object();
    synchronized (ready) {
      started[0] =
          grid.start(
              pipeline,
              progress -> {
                heard.add(progress);
                synchronized (ready) {
                  started[0].cancel();
                }
              });
    }

    assertThatThrownBy(started[0]::await).isInstanceOf(GenerationCancelledException.class);
    assertThat(heard).hasSize(1);
    assertThat(heard.get(0).cells()).isEqualTo(2);
  }

  @Test
  void texts_areRunTogether() {
    List<Integer> steps = new ArrayList<>();
    Grid<?> grid =
        Grid.builder(request).x(Axis.promptReplace("red", "blue")).y(Axis.steps(1, 2)).build();

    grid.run(
        pipeline,
        progress -> {
          if (progress.step().index() == 0) {
            steps.add(progress.step().count());
          }
        });

    // Row by row it would be 1, 1, 2, 2.
    assertThat(steps).containsExactly(1, 2, 1, 2);
  }

  private static int[] pixels(BufferedImage image) {
    int[] pixels = new int[image.getWidth() * image.getHeight()];
    image.getRGB(0, 0, image.getWidth(), image.getHeight(), pixels, 0, image.getWidth());
    return Arrays.stream(pixels).map(pixel -> pixel & 0xffffff).toArray();
  }
}
