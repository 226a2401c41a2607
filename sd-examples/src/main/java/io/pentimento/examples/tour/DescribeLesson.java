package io.pentimento.examples.tour;

import io.pentimento.Generation;
import io.pentimento.TextToImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Describing: words for pictures, which are prompts again. */
final class DescribeLesson implements Lesson {
  private static final List<String> PROMPTS =
      List.of(Portrait.PROMPT, "1boy, black hair, green shirt, sunset");
  private static final int OTHER_SEED = 34;
  private static final String JAVA =
      """
      // With the files of BLIP and CLIP, and lists of words for CLIP to choose from:
      try (Interrogator describer = Interrogator.load(
          Path.of("blip-image-captioning-base"), Path.of("clip-vit-large-patch14"),
          WordList.readFolder(Path.of("words"), WordList.USUAL_LINES),
          Precision.AUTO, ComputeDevice.AUTO)) {
        String words = describer.describe(ImageIO.read(new File("described-1.png")));
        TextToImage again = TextToImage.builder(words)
            .steps(20).guidanceScale(5).seed(34)
            .sampler(Sampler.dpmpp2m()).schedule(SigmaSchedule.karras())
            .build();
        pipeline.generate(again).writePng(Path.of("again-1.png"));
      }
      """;

  private final Sight sight;

  DescribeLesson(Sight sight) {
    this.sight = sight;
  }

  @Override
  public Chapter teach(Painter painter) {
    List<Figure> figures = new ArrayList<>();
    int asked = 0;
    int told = 0;
    for (int i = 0; i < PROMPTS.size(); i++) {
      String prompt = PROMPTS.get(i);
      Generation made = paint(painter, prompt, Portrait.sampling().seeds().first());
      String words = sight.words().apply(made.image());
      List<String> all = tags(prompt);
      List<String> tags = all.subList(1, all.size());
      asked += tags.size();
      told += (int) tags.stream().filter(tags(words)::contains).count();
      String number = (i + 1) + ".png";
      figures.add(Figure.of("described-" + number, "looks like: " + words, made));
      Generation again = paint(painter, all.get(0) + ", " + words, OTHER_SEED);
      figures.add(Figure.of("again-" + number, "drawn anew from those words", again));
    }
    return new Chapter(
        "describe",
        "Say what a picture shows",
        "A picture is put into words, and the words draw another picture of the kind. "
            + Sight.RULES
            + " They tell the colours of hair, shirt and sky, and no shapes. Captions of BLIP, the"
            + " best of your words by CLIP, and tags of DeepDanbooru and WD taggers take their"
            + " place with --with FILE.",
        figures,
        JAVA,
        "./sd describe described-1.png",
        ("Of %d words that the prompts ask for, rules of colour tell %d again: no shapes, and"
                + " nothing that the model did not draw.")
            .formatted(asked, told));
  }

  private static Generation paint(Painter painter, String prompt, long seed) {
    return painter.paint(
        TextToImage.builder(prompt).sampling(Portrait.sampling().withSeed(seed)).build());
  }

  private static List<String> tags(String prompt) {
    return Arrays.stream(prompt.split(",")).map(String::strip).toList();
  }
}
