package io.pentimento.examples.tour;

import io.pentimento.Generation;
import io.pentimento.ImageToImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Image to image: how far the denoising strength leads away from the picture given. */
final class StrengthLesson implements Lesson {
  private static final String PROMPT = "1girl, twintails, glasses, sunset";
  private static final List<Double> STRENGTHS = List.of(0.4, 0.65, 0.9);

  @Override
  public Chapter teach(Painter painter) {
    Generation portrait = painter.paint(Portrait.request());
    List<Figure> figures = new ArrayList<>();
    figures.add(Figure.of("portrait.png", "the picture given", portrait));
    for (double strength : STRENGTHS) {
      ImageToImage request =
          ImageToImage.builder(portrait.image(), PROMPT)
              .sampling(Portrait.sampling())
              .denoisingStrength(strength)
              .build();
      String caption = String.format(Locale.ROOT, "strength %.2f", strength);
      figures.add(Figure.of("strength-%.0f.png".formatted(100 * strength), caption, painter.paint(request)));
    }
    return new Chapter(
        "strength",
        "From a picture to another",
        "The same portrait, asked to become “" + PROMPT + "”. The denoising strength says how much noise is put on the"
            + " picture before the model works on it: little keeps nearly everything, much keeps only the rough layout.",
        figures,
        """
        BufferedImage portrait = ImageIO.read(new File("portrait.png"));
        ImageToImage request = ImageToImage.builder(portrait, "1girl, twintails, glasses, sunset")
            .steps(20).guidanceScale(5).seed(21)
            .sampler(Sampler.dpmpp2m()).schedule(SigmaSchedule.karras())
            .denoisingStrength(0.65)
            .build();
        pipeline.generate(request).writePng(Path.of("sunset.png"));
        """,
        "./sd img2img \"1girl, twintails, glasses, sunset\" --image portrait.png --strength 0.65"
            + " --seed 21 --out sunset.png",
        "");
  }
}
