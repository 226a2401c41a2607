package io.pentimento.examples.tour;

import io.pentimento.Generation;
import io.pentimento.inpaint.Inpaint;
import io.pentimento.inpaint.InpaintArea;
import io.pentimento.inpaint.Mask;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/** Inpainting: what the model looks at, the whole picture or the masked part enlarged. */
final class AreaLesson implements Lesson {
  private static final List<Integer> PADDINGS = List.of(24, 12);

  @Override
  public Chapter teach(Painter painter) {
    BufferedImage portrait = painter.paint(Portrait.request()).image();
    Mask mask = Eyes.mask(portrait);
    List<Figure> figures = new ArrayList<>();
    Inpaint whole = request(portrait, mask, InpaintArea.wholePicture());
    figures.add(Figure.of("area-whole.png", "whole picture", painter.paint(whole)));
    int changedOutside = 0;
    for (int padding : PADDINGS) {
      Inpaint request = request(portrait, mask, InpaintArea.onlyMasked(padding));
      Generation masked = painter.paint(request);
      figures.add(Figure.of("area-masked-" + padding + ".png", "only masked, padding " + padding, masked));
      changedOutside += Difference.between(portrait, masked.image(), request.blurredMask()).changedOutside();
    }
    return new Chapter(
        "area",
        "Look at the whole, or only at the part",
        "“Only masked” cuts out the masked part with some padding, enlarges it to the size the model likes, repaints it"
            + " there and puts it back: small faces in large pictures get all of the model's detail. A model must know"
            + " such close-ups, though. This one has only seen portraits, so with little padding it paints the eyes of"
            + " one that fills the frame.",
        figures,
        """
        BufferedImage portrait = ImageIO.read(new File("portrait.png"));
        Mask eyes = Mask.fromLuminance(ImageIO.read(new File("eyes.png")));
        Inpaint request = Inpaint.builder(portrait, eyes, "1girl, (closed eyes:1.2)")
            .area(InpaintArea.onlyMasked(24))
            .steps(20).guidanceScale(5).seed(21)
            .sampler(Sampler.dpmpp2m()).schedule(SigmaSchedule.karras())
            .denoisingStrength(0.75)
            .build();
        pipeline.generate(request).writePng(Path.of("closed.png"));
        """,
        "./sd inpaint \"1girl, (closed eyes:1.2)\" --image portrait.png --mask eyes.png --strength 0.75"
            + " --only-masked --padding 24 --seed 21 --out closed.png",
        "Pixels changed outside the mask: " + changedOutside + ".");
  }

  private static Inpaint request(BufferedImage portrait, Mask mask, InpaintArea area) {
    return Inpaint.builder(portrait, mask, Eyes.PROMPT)
        .sampling(Portrait.sampling())
        .area(area)
        .denoisingStrength(Eyes.STRENGTH)
        .build();
  }
}
