package io.pentimento.examples.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import io.pentimento.Generation;
import io.pentimento.Pipeline;
import io.pentimento.TextToImage;
import io.pentimento.adapters.AdapterLibrary;
import io.pentimento.examples.DemoModel;
import io.pentimento.grid.GridResult;
import io.pentimento.inpaint.Canvas;
import io.pentimento.inpaint.Detail;
import io.pentimento.patch.ModelPatch;
import io.pentimento.sampling.Sampler;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every recipe does what it says, on the bundled model and in a few steps. */
class RecipesIT {
  private static Pipeline pipeline;

  @BeforeAll
  static void load() throws IOException {
    pipeline = Pipeline.load(DemoModel.portraits());
  }

  @AfterAll
  static void close() {
    pipeline.close();
  }

  @Test
  void generateAPicture_makesOne() {
    Generation made = GenerateAPicture.generate(pipeline, 2);

    assertThat(made.images()).hasSize(1);
    assertThat(made.seeds()).containsExactly(21L);
  }

  @Test
  void drawPartsApart_changesWhatTheHalvesShow() {
    TextToImage parts = DrawPartsApart.request(2);

    BufferedImage made = pipeline.generate(parts).image();
    BufferedImage whole = pipeline.generate(parts.toBuilder().regionalPrompts().build()).image();

    assertThat(made.getWidth()).isEqualTo(192);
    assertThat(pixels(made)).isNotEqualTo(pixels(whole));
  }

  @Test
  void readAPicturesSettings_makesItsTwin(@TempDir Path folder) throws IOException {
    Generation made = GenerateAPicture.generate(pipeline, 2);
    Path file = folder.resolve("picture.jpg");
    made.write(file);

    Generation again = ReadAPicturesSettings.generate(pipeline, file);

    assertThat(again.parameters(0)).isEqualTo(made.parameters(0));
    assertThat(pixels(again.image())).isEqualTo(pixels(made.image()));
  }

  @Test
  void loopAPicture_keepsEveryLoop() {
    BufferedImage before = GenerateAPicture.generate(pipeline, 2).image();

    List<BufferedImage> loops = LoopAPicture.loops(pipeline, LoopAPicture.request(before, 3));

    assertThat(loops).hasSize(5);
    assertThat(pixels(loops.get(4))).isNotEqualTo(pixels(loops.get(3)));
  }

  @Test
  void enlargeAPicture_makesItThreeTimesAsLarge() {
    BufferedImage before = GenerateAPicture.generate(pipeline, 2).image();

    BufferedImage after = pipeline.generate(EnlargeAPicture.request(before, 5)).image();

    assertThat(after.getWidth()).isEqualTo(3 * before.getWidth());
    assertThat(after.getHeight()).isEqualTo(3 * before.getHeight());
  }

  @Test
  void repaintAFace_changesTheMiddleOnly() {
    BufferedImage before = GenerateAPicture.generate(pipeline, 3).image();

    BufferedImage after = pipeline.generate(RepaintAFace.request(before, 4)).image();

    assertThat(after.getRGB(2, 2)).isEqualTo(before.getRGB(2, 2));
    assertThat(after.getRGB(93, 90)).isEqualTo(before.getRGB(93, 90));
    assertThat(pixels(after)).isNotEqualTo(pixels(before));
  }

  @Test
  void repairFaces_tellsOfEachBeforeAndAfter() {
    BufferedImage before = GenerateAPicture.generate(pipeline, 8).image();
    List<String> lines = new ArrayList<>();

    Generation repaired = RepairFaces.repair(pipeline, before, 3, lines::add);

    int found = ((Detail) repaired.request()).chosen().size();
    assertThat(lines).hasSize(found + 1);
    assertThat(pixels(repaired.image()).length).isEqualTo(pixels(before).length);
  }

  @Test
  void repaintInSteps_keepsOneStepThatCanBeUndone() {
    BufferedImage before = GenerateAPicture.generate(pipeline, 3).image();
    Canvas canvas = Canvas.of(pipeline, before);

    RepaintInSteps.repaint(canvas, 2);

    assertThat(pixels(canvas.picture())).isNotEqualTo(pixels(before));
    assertThat(canvas.undo()).isPresent();
    assertThat(canvas.canUndo()).isFalse();
    assertThat(pixels(canvas.picture())).isEqualTo(pixels(before));
  }

  @Test
  void showProgress_tellsEveryStep() {
    List<String> lines = new ArrayList<>();

    ShowProgress.run(pipeline, 3, lines::add);

    assertThat(lines).hasSize(3);
    assertThat(lines.get(2)).startsWith("step 3 of 3, 0 s left, a preview of ");
  }

  @Test
  void cancelARun_stopsIt() throws Exception {
    assertThat(CancelARun.cancel(pipeline, 1000)).startsWith("cancelled: ");
  }

  @Test
  void oneModelManyThreads_givesWhatOneThreadGives() {
    List<Generation> together = OneModelManyThreads.generate(pipeline, 2);

    for (Generation made : together) {
      Generation alone = pipeline.generate(OneModelManyThreads.request(made.request().prompt(), 2));
      assertThat(pixels(made.image())).isEqualTo(pixels(alone.image()));
    }
  }

  @Test
  void ownSampler_isUsed() {
    Generation own = OwnSampler.generate(pipeline, 3);

    TextToImage withEuler =
        ((TextToImage) own.request()).toBuilder().sampler(Sampler.euler()).build();
    assertThat(pixels(own.image())).isNotEqualTo(pixels(pipeline.generate(withEuler).image()));
  }

  @Test
  void useAdapters_givesEachRequestItsOwn() throws IOException {
    Path folder = DemoModel.adapters();
    int[] plain = pixels(UseAdapters.generate(pipeline, ModelPatch.none(), 6).image());
    int[] adapted = pixels(UseAdapters.generate(pipeline, UseAdapters.stack(folder), 6).image());
    int[] late = pixels(UseAdapters.generate(pipeline, UseAdapters.late(folder), 6).image());
    GridResult weights = UseAdapters.weights(pipeline, folder, 6);

    assertThat(adapted).isNotEqualTo(plain).isNotEqualTo(late);
    assertThat(late).isNotEqualTo(plain);
    assertThat(pixels(weights.cell(0, 0, 0).generation().image())).isEqualTo(plain);
    assertThat(pixels(weights.cell(2, 0, 0).generation().image())).isNotEqualTo(plain);
    try (Pipeline named =
        Pipeline.builder()
            .model(DemoModel.portraits())
            .adapters(AdapterLibrary.builder().mixed(folder).build())
            .build()) {
      assertThat(pixels(UseAdapters.named(named, 6).image())).isEqualTo(adapted);
    }
  }

  @Test
  void compareSettings_makesEveryCell() {
    GridResult compared = CompareSettings.grid(1, 2).run(pipeline, step -> {});

    assertThat(compared.cells()).hasSize(6);
    assertThat(compared.cells().stream().map(cell -> cell.generation().seeds()).distinct())
        .hasSize(1);
    assertThat(CompareSettings.own(pipeline).cell(0, 1, 0).generation().request().prompt())
        .isEqualTo("1girl, blue hair, beach");
  }

  private static int[] pixels(BufferedImage picture) {
    return picture.getRGB(
        0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth());
  }
}
