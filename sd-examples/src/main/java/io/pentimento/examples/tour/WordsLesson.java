package io.pentimento.examples.tour;

import io.pentimento.TextToImage;
import java.util.ArrayList;
import java.util.List;

/** Text to image: one seed, and what a change of words does. */
final class WordsLesson implements Lesson {
  private static final List<String> PROMPTS =
      List.of(
          "1girl, twintails, beach",
          "1girl, long hair, night sky",
          "1girl, ponytail, forest",
          "1girl, hair bun, city",
          "1boy, short hair, mountain",
          "1boy, glasses, sunset",
          "1boy, blue hat, blue sky",
          "1girl, glasses, pink background",
          "1girl, red hat, closed eyes, gray background",
          "2girls, beach",
          "no humans, forest",
          "no humans, night sky, city");

  @Override
  public Chapter teach(Painter painter) {
    List<Figure> figures = new ArrayList<>();
    for (String prompt : PROMPTS) {
      TextToImage request =
          TextToImage.builder(prompt).negativePrompt(Portrait.FLAWS).sampling(Portrait.sampling()).build();
      String file = "words-%02d.png".formatted(figures.size() + 1);
      figures.add(Figure.of(file, prompt, painter.paint(request)));
    }
    return new Chapter(
        "words",
        "From words to pictures",
        "Each picture starts from noise of the same seed; only the words differ. The small model that comes with the"
            + " library knows scenes, hair styles, glasses and hats.",
        figures,
        """
        TextToImage request = TextToImage.builder("1girl, twintails, beach")
            .negativePrompt("blurry, lowres")
            .steps(20).guidanceScale(4).seed(7)
            .sampler(Sampler.dpmpp2m()).schedule(SigmaSchedule.karras())
            .build();
        pipeline.generate(request).writePng(Path.of("beach.png"));
        """,
        "./sd txt2img \"1girl, twintails, beach\" --negative \"blurry, lowres\" --seed 7 --out beach.png",
        "");
  }
}
