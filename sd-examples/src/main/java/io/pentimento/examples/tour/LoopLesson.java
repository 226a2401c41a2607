package io.pentimento.examples.tour;

import io.pentimento.Generation;
import io.pentimento.ImageToImage;
import io.pentimento.Loopback;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Loopback: a picture from a picture, again and again, with a strength that follows a curve. */
final class LoopLesson implements Lesson {
  private static final String PROMPT = "1girl, twintails, glasses, sunset";
  private static final int LOOPS = 4;
  private static final String JAVA =
      """
      BufferedImage portrait = ImageIO.read(new File("portrait.png"));
      ImageToImage once = ImageToImage.builder(portrait, "1girl, twintails, glasses, sunset")
          .steps(20).guidanceScale(5).seed(21)
          .sampler(Sampler.dpmpp2m()).schedule(SigmaSchedule.karras())
          .denoisingStrength(0.3)
          .build();
      Loopback request = Loopback.of(once)
          .withLoops(4)
          .withFinalDenoisingStrength(0.5)
          .withCurve(Loopback.Curve.LINEAR);
      pipeline.generate(request).writePng(Path.of("loops.png"));
      """;

  @Override
  public Chapter teach(Painter painter) {
    BufferedImage portrait = painter.paint(Portrait.request()).image();
    ImageToImage once =
        ImageToImage.builder(portrait, PROMPT)
            .sampling(Portrait.sampling())
            .denoisingStrength(0.3)
            .build();
    Loopback request =
        Loopback.of(once)
            .withLoops(LOOPS)
            .withFinalDenoisingStrength(0.5)
            .withCurve(Loopback.Curve.LINEAR);
    List<Figure> figures = new ArrayList<>();
    List<BufferedImage> loops = new ArrayList<>();
    Generation last = painter.paint(request, loops::add);
    List<String> changes = new ArrayList<>();
    for (int loop = 1; loop <= loops.size(); loop++) {
      BufferedImage picture = loops.get(loop - 1);
      changes.add(Long.toString(Math.round(Difference.mean(portrait, picture))));
      String file = "loop-%d.png".formatted(loop);
      String caption = caption(request, loop);
      figures.add(
          loop == LOOPS ? Figure.of(file, caption, last) : Figure.of(file, caption, picture));
    }
    return new Chapter(
        "loops",
        "Again and again",
        "Each picture is made from the one before, with strengths that go from 0.3 to 0.5 along a"
            + " straight line; the curves “aggressive” and “lazy” rise early or late. What one"
            + " small step only hints at, the glasses here, gets firm, and the layout stays.",
        figures,
        JAVA,
        "./sd loopback \"1girl, twintails, glasses, sunset\" --image portrait.png --loops 4"
            + " --strength 0.3 --final-strength 0.5 --curve linear --every-loop --seed 21 --out"
            + " loops.png",
        "Mean change of the portrait after each loop, in levels of 255: "
            + String.join(", ", changes)
            + ".");
  }

  private static String caption(Loopback request, int loop) {
    return String.format(
        Locale.ROOT, "loop %d, strength %.2f", loop, request.denoisingStrength(loop - 1));
  }
}
