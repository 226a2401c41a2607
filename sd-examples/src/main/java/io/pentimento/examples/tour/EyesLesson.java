package io.pentimento.examples.tour;

import io.pentimento.Generation;
import io.pentimento.inpaint.Inpaint;
import io.pentimento.inpaint.Mask;
import java.awt.image.BufferedImage;
import java.util.List;

/** Inpainting: closing the eyes of a portrait, and nothing else. */
final class EyesLesson implements Lesson {
  private static final String JAVA =
      """
      BufferedImage portrait = ImageIO.read(new File("portrait.png"));
      Mask eyes = Mask.ellipse(ImageSize.of(portrait), new Rectangle(26, 38, 44, 18));
      Inpaint request = Inpaint.builder(portrait, eyes, "1girl, (closed eyes:1.2)")
          .steps(20).guidanceScale(5).seed(21)
          .sampler(Sampler.dpmpp2m()).schedule(SigmaSchedule.karras())
          .maskBlur(4)
          .denoisingStrength(0.75)
          .build();
      pipeline.generate(request).writePng(Path.of("closed.png"));
      """;

  @Override
  public Chapter teach(Painter painter) {
    Generation made = painter.paint(Portrait.request());
    BufferedImage portrait = made.image();
    Mask mask = Eyes.mask(portrait);
    Inpaint request =
        Inpaint.builder(portrait, mask, Eyes.PROMPT)
            .sampling(Portrait.sampling())
            .maskBlur(4)
            .denoisingStrength(Eyes.STRENGTH)
            .build();
    Generation closed = painter.paint(request);
    Difference difference = Difference.between(portrait, closed.image(), request.blurredMask());
    return new Chapter(
        "eyes",
        "Repaint a part",
        "Where the mask is white the picture is painted anew, asked for “"
            + Eyes.PROMPT
            + "”; the mask's edge is softened by 4 pixels so that no seam shows. Where the mask is"
            + " black every pixel keeps its bytes, as the difference shows: it is black all"
            + " around.",
        List.of(
            Figure.of("portrait.png", "the portrait", made),
            Figure.of("eyes.png", "the mask", mask.toImage()),
            Figure.of("eyes-closed.png", "the eyes closed", closed),
            Figure.of(
                "eyes-difference.png",
                "the difference, four times as strong",
                difference.picture())),
        JAVA,
        "./sd inpaint \"1girl, (closed eyes:1.2)\" --image portrait.png --mask eyes.png --mask-blur"
            + " 4 --strength 0.75 --seed 21 --out closed.png",
        "Pixels changed outside the mask: %d of %d."
            .formatted(difference.changedOutside(), difference.outside()));
  }
}
