package io.pentimento.examples.tour;

import io.pentimento.TextToImage;
import java.util.ArrayList;
import java.util.List;

/** Text to image: one seed, and what a change of words does. */
final class WordsLesson implements Lesson {
  private static final List<String> PROMPTS =
      List.of(
          "1girl, twintails, beach",
          "1boy, glasses, sunset",
          "1girl, hat, night sky",
          "1girl, hair bun, closed eyes, forest",
          "1boy, short hair, smile, mountain",
          "1girl, long hair, city",
          "1girl, ponytail, blue sky",
          "1boy, hat, gray background",
          "1girl, glasses, pink background",
          "1girl, short hair, frown, sunset",
          "no humans, forest",
          "no humans, night sky");

  @Override
  public Chapter teach(Painter painter) {
    List<Figure> figures = new ArrayList<>();
    for (String prompt : PROMPTS) {
      TextToImage request =
          TextToImage.builder(prompt).sampling(Portrait.sampling()).build();
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
            .steps(20).guidanceScale(5).seed(21)
            .sampler(Sampler.dpmpp2m()).schedule(SigmaSchedule.karras())
            .build();
        pipeline.generate(request).writePng(Path.of("beach.png"));
        """,
        "./sd txt2img \"1girl, twintails, beach\" --seed 21 --out beach.png",
        "");
  }
}
