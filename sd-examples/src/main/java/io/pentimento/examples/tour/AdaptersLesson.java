package io.pentimento.examples.tour;

import io.pentimento.Generation;
import io.pentimento.TextToImage;
import io.pentimento.adapters.AdapterStack;
import io.pentimento.examples.DemoModel;
import io.pentimento.patch.ModelPatch;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Adapters: off, on, at several weights and all at once, each for one request. */
final class AdaptersLesson implements Lesson {
  private static final String LORA = "golden-crown.safetensors";
  private static final String WORD = "violet.pt";
  private static final String FLAWS = "bad-portrait.pt";
  private static final String HYPERNETWORK = "sepia.pt";
  private static final String CROWNED = "golden crown, 1girl, long hair, beach";
  private static final String PLAIN = "1girl, beach";

  private static final String JAVA =
      """
      Path folder = DemoModel.adapters();
      AdapterStack stack = AdapterStack.builder()
          .lora(folder.resolve("golden-crown.safetensors"), 1)
          .textualInversion(folder.resolve("violet.pt"))
          .textualInversion(folder.resolve("bad-portrait.pt"))
          .hypernetwork(folder.resolve("sepia.pt"), 0.5)
          .build();
      TextToImage request = TextToImage.builder("golden crown, 1girl, (violet:1.6), beach")
          .negativePrompt("(bad-portrait:0.3)")
          .steps(20).guidanceScale(5).seed(21)
          .sampler(Sampler.dpmpp2m()).schedule(SigmaSchedule.karras())
          .adapters(stack)
          .build();
      pipeline.generate(request).writePng(Path.of("adapted.png"));
      """;

  /** A picture without adapters, and what is made of it. */
  private record Shot(
      String file, String caption, String prompt, String negative, ModelPatch adapters) {
    TextToImage request() {
      return TextToImage.builder(prompt)
          .negativePrompt(negative)
          .sampling(Portrait.sampling())
          .adapters(adapters)
          .build();
    }
  }

  @Override
  public Chapter teach(Painter painter) throws IOException {
    Shot plain = new Shot("adapters-none.png", PLAIN, PLAIN, "", ModelPatch.none());
    Generation before = painter.paint(plain.request());
    List<Figure> figures = new ArrayList<>();
    for (Shot shot : crowns(DemoModel.adapters())) {
      figures.add(Figure.of(shot.file(), shot.caption(), painter.paint(shot.request())));
    }
    figures.add(Figure.of(plain.file(), plain.caption(), before));
    for (Shot shot : others(DemoModel.adapters())) {
      figures.add(Figure.of(shot.file(), shot.caption(), painter.paint(shot.request())));
    }
    Generation after = painter.paint(plain.request());
    return new Chapter(
        "adapters",
        "Adapters, for one request",
        "What people train beside a model, here for the small one: a LoRA that puts a crown on the"
            + " head, an embedding that stands for a character with purple hair, one of flaws for"
            + " the negative prompt, and a hypernetwork that pulls colours towards sepia. Each"
            + " request brings its own, and they only ever read the model. A small model takes up"
            + " what it can: the LoRA needs more than half its weight, and the embedding more than"
            + " its own.",
        figures,
        JAVA,
        "./sd txt2img \"golden crown, 1girl, long hair, beach <lora:golden-crown:0.7>\" --seed 21"
            + " --out crowned.png",
        "Pixels of “%s” that changed when it was made again after all these: %d of %d."
            .formatted(
                PLAIN,
                changed(before.image(), after.image()),
                before.image().getWidth() * before.image().getHeight()));
  }

  private static List<Shot> crowns(Path folder) throws IOException {
    List<Shot> shots = new ArrayList<>();
    shots.add(new Shot("adapters-crown-0.png", CROWNED, CROWNED, "", ModelPatch.none()));
    for (double weight : List.of(0.7, 1.0)) {
      shots.add(
          new Shot(
              "adapters-crown-%.0f.png".formatted(100 * weight),
              "golden-crown, weight " + weight,
              CROWNED,
              "",
              AdapterStack.builder().lora(folder.resolve(LORA), weight).build()));
    }
    return shots;
  }

  private static List<Shot> others(Path folder) throws IOException {
    AdapterStack violet = AdapterStack.builder().textualInversion(folder.resolve(WORD)).build();
    AdapterStack flaws = AdapterStack.builder().textualInversion(folder.resolve(FLAWS)).build();
    List<Shot> shots = new ArrayList<>();
    for (String word : List.of("violet", "(violet:1.6)")) {
      String prompt = "1girl, " + word + ", beach";
      shots.add(
          new Shot(
              "adapters-violet-%d.png".formatted(shots.size() + 1), prompt, prompt, "", violet));
    }
    for (String word : List.of("(bad-portrait:0.3)", "bad-portrait")) {
      shots.add(
          new Shot(
              "adapters-flaws-%d.png".formatted(shots.size() - 1),
              word + " in the negative prompt",
              PLAIN,
              word,
              flaws));
    }
    for (double strength : List.of(0.5, 1.0)) {
      shots.add(
          new Shot(
              "adapters-sepia-%.0f.png".formatted(100 * strength),
              "sepia, strength " + strength,
              PLAIN,
              "",
              AdapterStack.builder().hypernetwork(folder.resolve(HYPERNETWORK), strength).build()));
    }
    shots.add(
        new Shot(
            "adapters-all.png",
            "all four at once",
            "golden crown, 1girl, (violet:1.6), beach",
            "(bad-portrait:0.3)",
            AdapterStack.builder()
                .lora(folder.resolve(LORA), 1)
                .textualInversion(folder.resolve(WORD))
                .textualInversion(folder.resolve(FLAWS))
                .hypernetwork(folder.resolve(HYPERNETWORK), 0.5)
                .build()));
    return shots;
  }

  private static int changed(BufferedImage before, BufferedImage after) {
    int changed = 0;
    for (int y = 0; y < before.getHeight(); y++) {
      for (int x = 0; x < before.getWidth(); x++) {
        changed += before.getRGB(x, y) == after.getRGB(x, y) ? 0 : 1;
      }
    }
    return changed;
  }
}
