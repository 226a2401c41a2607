package io.pentimento.examples.tour;

import io.pentimento.Generation;
import io.pentimento.inpaint.Inpaint;
import io.pentimento.inpaint.Mask;
import io.pentimento.inpaint.MaskedContent;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;

/** Selecting: what is meant is named, and its mask is found. */
final class SelectLesson implements Lesson {
  private static final String PROMPT = "1girl, twintails, pink hair, beach";
  private static final String JAVA =
      """
      BufferedImage portrait = ImageIO.read(new File("portrait.png"));
      try (TextSegmenter clipSeg = TextSegmenter.load(Path.of("clipseg-rd64-refined"))) {
        Mask hair = MaskFinder.words(clipSeg, "hair").above(0.4).find(portrait);
        Inpaint request = Inpaint.builder(portrait, hair.grow(1), "1girl, twintails, pink hair, beach")
            .maskedContent(MaskedContent.LATENT_NOISE)
            .steps(20).guidanceScale(5).seed(21)
            .sampler(Sampler.dpmpp2m()).schedule(SigmaSchedule.karras())
            .maskBlur(1)
            .denoisingStrength(1)
            .build();
        pipeline.generate(request).writePng(Path.of("hair-pink.png"));
      }
      """;

  private final Sight sight;

  SelectLesson(Sight sight) {
    this.sight = sight;
  }

  @Override
  public Chapter teach(Painter painter) {
    BufferedImage portrait = painter.paint(Portrait.request()).image();
    Mask hair = sight.hair().find(portrait);
    Inpaint request =
        Inpaint.builder(portrait, hair.grow(1), PROMPT)
            .maskedContent(MaskedContent.LATENT_NOISE)
            .sampling(Portrait.sampling())
            .maskBlur(1)
            .denoisingStrength(1)
            .build();
    Generation repainted = painter.paint(request);
    Difference difference = Difference.between(portrait, repainted.image(), request.blurredMask());
    return new Chapter(
        "select",
        "Say what to repaint",
        "Instead of drawing a mask, say what is meant: hair. "
            + Sight.RULES
            + " CLIPSeg finds words in any picture with --words, Segment Anything what is under a"
            + " click; without a file of either, --colour-at takes what hangs together with a"
            + " pixel.",
        List.of(
            Figure.of("hair.png", "the hair, by rules of colour", hair.toImage()),
            Figure.of("hair-pink.png", "asked for “pink hair” there", repainted)),
        JAVA,
        """
        ./sd inpaint "1girl, twintails, pink hair, beach" --image portrait.png --mask hair.png \
        --fill latent-noise --mask-blur 1 --strength 1 --seed 21 --out hair-pink.png
        """,
        String.format(
            Locale.ROOT,
            "Found: %.0f%% of the picture. Pixels changed outside the mask: %d of %d.",
            100 * hair.coverage(),
            difference.changedOutside(),
            difference.outside()));
  }
}
