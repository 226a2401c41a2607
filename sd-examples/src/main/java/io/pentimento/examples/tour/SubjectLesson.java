package io.pentimento.examples.tour;

import io.pentimento.Generation;
import io.pentimento.image.Pixels;
import io.pentimento.inpaint.Inpaint;
import io.pentimento.inpaint.Mask;
import io.pentimento.inpaint.MaskedContent;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;

/** The subject of a picture: cut out, and set before another background. */
final class SubjectLesson implements Lesson {
  private static final String PROMPT = "1girl, twintails, night sky";
  private static final String JAVA =
      """
      BufferedImage portrait = ImageIO.read(new File("portrait.png"));
      try (SubjectSelector isNet = SubjectSelector.load(Path.of("isnet-general-use.pth"))) {
        ImageIO.write(isNet.cutOut(portrait), "png", new File("cut-out.png"));
        Mask subject = MaskFinder.subject(isNet).above(0.5).find(portrait);
        Inpaint request = Inpaint.builder(portrait, subject.invert(), "1girl, twintails, night sky")
            .maskedContent(MaskedContent.LATENT_NOISE)
            .steps(20).guidanceScale(5).seed(21)
            .sampler(Sampler.dpmpp2m()).schedule(SigmaSchedule.karras())
            .maskBlur(1)
            .denoisingStrength(1)
            .build();
        pipeline.generate(request).writePng(Path.of("by-night.png"));
      }
      """;

  private final Sight sight;

  SubjectLesson(Sight sight) {
    this.sight = sight;
  }

  @Override
  public Chapter teach(Painter painter) {
    BufferedImage portrait = painter.paint(Portrait.request()).image();
    Mask subject = sight.subject().find(portrait);
    Mask behind = subject.invert();
    Inpaint request =
        Inpaint.builder(portrait, behind, PROMPT)
            .maskedContent(MaskedContent.LATENT_NOISE)
            .sampling(Portrait.sampling())
            .maskBlur(1)
            .denoisingStrength(1)
            .build();
    Generation night = painter.paint(request);
    Difference difference = Difference.between(portrait, night.image(), request.blurredMask());
    return new Chapter(
        "subject",
        "Cut out the subject",
        "Who is shown is cut out of the picture, the rest is transparent; or the rest alone is"
            + " painted anew, as a night sky. "
            + Sight.RULES
            + " IS-Net finds the subject of any picture with --subject FILE, soft at its edges.",
        List.of(
            Figure.of("cut-out.png", "the subject, cut out", cutOut(portrait, subject)),
            Figure.of("behind.png", "the mask of all else", behind.toImage()),
            Figure.of("by-night.png", "before a night sky", night)),
        JAVA,
        """
        ./sd inpaint "1girl, twintails, night sky" --image portrait.png --mask behind.png \
        --fill latent-noise --mask-blur 1 --strength 1 --seed 21 --out by-night.png
        """,
        String.format(
            Locale.ROOT,
            "Subject: %.0f%% of the picture. Pixels of it changed: %d of %d.",
            100 * subject.coverage(),
            difference.changedOutside(),
            difference.outside()));
  }

  private static BufferedImage cutOut(BufferedImage portrait, Mask subject) {
    return Pixels.of(portrait).rgb().withAlpha(Pixels.of(subject.toImage()).grey()).toImage();
  }
}
