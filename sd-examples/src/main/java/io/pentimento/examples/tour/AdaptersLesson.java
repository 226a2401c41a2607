package io.pentimento.examples.tour;

import io.pentimento.TextToImage;
import io.pentimento.adapters.AdapterStack;
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
  private static final double SOFT = 3;

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
          .negativePrompt("bad-portrait")
          .steps(20).guidanceScale(3).seed(21)
          .sampler(Sampler.dpmpp2m()).schedule(SigmaSchedule.karras())
          .adapters(stack)
          .build();
      pipeline.generate(request).writePng(Path.of("adapted.png"));
      """;

  private final Path folder;

  /**
   * Creates the lesson.
   *
   * @param folder the model's adapters
   */
  AdaptersLesson(Path folder) {
    this.folder = folder;
  }

  /** A picture of the page, before it is made. */
  private record Shot(String file, String caption, TextToImage request) {}

  @Override
  public Chapter teach(Painter painter) throws IOException {
    TextToImage plain = request(PLAIN, ModelPatch.none()).build();
    BufferedImage before = painter.paint(plain).image();
    List<Figure> figures = new ArrayList<>();
    for (List<Shot> shots :
        List.of(crowns(folder), violets(folder), sepias(folder), flaws(folder), all(folder))) {
      for (Shot shot : shots) {
        figures.add(Figure.of(shot.file(), shot.caption(), painter.paint(shot.request())));
      }
    }
    BufferedImage after = painter.paint(plain).image();
    figures.add(3, Figure.of("adapters-none.png", PLAIN, before));
    return new Chapter(
        "adapters",
        "Adapters, for one request",
        "What people train beside a model, here for the small one: a LoRA that puts a crown on the"
            + " head; an embedding that stands for a character with purple hair; a hypernetwork"
            + " that pulls colours towards sepia; and an embedding of flaws for the negative"
            + " prompt, which sharpens so strongly that it wants less guidance. Each request brings"
            + " its own, and they only ever read the model. A small model takes up what it can: the"
            + " character wants more than its plain weight, and that of the flaws hardly matters.",
        figures,
        JAVA,
        "./sd txt2img \"golden crown, 1girl, long hair, beach <lora:golden-crown:0.7>\" --seed 21"
            + " --out crowned.png",
        "Pixels of “%s” that changed when it was made again after all these: %d of %d."
            .formatted(PLAIN, changed(before, after), before.getWidth() * before.getHeight()));
  }

  private static List<Shot> crowns(Path folder) throws IOException {
    List<Shot> shots = new ArrayList<>();
    shots.add(
        new Shot("adapters-crown-0.png", CROWNED, request(CROWNED, ModelPatch.none()).build()));
    for (double weight : List.of(0.7, 1.0)) {
      AdapterStack stack = AdapterStack.builder().lora(folder.resolve(LORA), weight).build();
      shots.add(
          new Shot(
              "adapters-crown-%.0f.png".formatted(100 * weight),
              "the LoRA, weight " + weight,
              request(CROWNED, stack).build()));
    }
    return shots;
  }

  private static List<Shot> violets(Path folder) throws IOException {
    AdapterStack stack = AdapterStack.builder().textualInversion(folder.resolve(WORD)).build();
    String light = "1girl, violet, beach";
    String strong = "1girl, (violet:1.6), beach";
    return List.of(
        new Shot("adapters-violet-1.png", light, request(light, stack).build()),
        new Shot("adapters-violet-2.png", strong, request(strong, stack).build()));
  }

  private static List<Shot> sepias(Path folder) throws IOException {
    List<Shot> shots = new ArrayList<>();
    for (double strength : List.of(0.5, 1.0)) {
      AdapterStack stack =
          AdapterStack.builder().hypernetwork(folder.resolve(HYPERNETWORK), strength).build();
      shots.add(
          new Shot(
              "adapters-sepia-%.0f.png".formatted(100 * strength),
              "the hypernetwork, strength " + strength,
              request(PLAIN, stack).build()));
    }
    return shots;
  }

  private static List<Shot> flaws(Path folder) throws IOException {
    AdapterStack stack = AdapterStack.builder().textualInversion(folder.resolve(FLAWS)).build();
    TextToImage plain = request(PLAIN, stack).guidanceScale(SOFT).build();
    String light = "(bad-portrait:0.3)";
    String full = "bad-portrait";
    return List.of(
        new Shot("adapters-flaws-0.png", PLAIN + ", guidance 3", plain),
        new Shot(
            "adapters-flaws-1.png",
            "the same, negative prompt " + light,
            plain.toBuilder().negativePrompt(light).build()),
        new Shot(
            "adapters-flaws-2.png",
            "the same, negative prompt " + full,
            plain.toBuilder().negativePrompt(full).build()));
  }

  private static List<Shot> all(Path folder) throws IOException {
    AdapterStack stack =
        AdapterStack.builder()
            .lora(folder.resolve(LORA), 1)
            .textualInversion(folder.resolve(WORD))
            .textualInversion(folder.resolve(FLAWS))
            .hypernetwork(folder.resolve(HYPERNETWORK), 0.5)
            .build();
    return List.of(
        new Shot(
            "adapters-all.png",
            "all four at once, guidance 3",
            request("golden crown, 1girl, (violet:1.6), beach", stack)
                .negativePrompt("bad-portrait")
                .guidanceScale(SOFT)
                .build()));
  }

  private static TextToImage.Builder request(String prompt, ModelPatch adapters) {
    return TextToImage.builder(prompt).sampling(Portrait.sampling()).adapters(adapters);
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
