package io.pentimento.examples.tour;

import io.pentimento.Generation;
import io.pentimento.image.ImageSize;
import io.pentimento.inpaint.InpaintRegion;
import io.pentimento.inpaint.InpaintRegions;
import io.pentimento.inpaint.Mask;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.List;

/** Inpainting: several parts in one request, each with words of its own. */
final class RegionsLesson implements Lesson {
  private static final String JAVA =
      """
      BufferedImage portrait = ImageIO.read(new File("portrait.png"));
      Mask hat = Mask.read(Path.of("hat-place.png"));
      Mask eyes = Mask.read(Path.of("eyes-place.png"));
      InpaintRegions request = InpaintRegions.builder(portrait, "1girl, beach")
          .region(InpaintRegion.builder(hat).prompt("1girl, twintails, hat, beach").build())
          .region(InpaintRegion.builder(eyes).prompt("1girl, (closed eyes:1.2)").build())
          .denoisingStrength(0.8)
          .steps(20).guidanceScale(5).seed(21)
          .sampler(Sampler.dpmpp2m()).schedule(SigmaSchedule.karras())
          .build();
      pipeline.generate(request).writePng(Path.of("regions.png"));
      """;

  @Override
  public Chapter teach(Painter painter) {
    BufferedImage portrait = painter.paint(Portrait.request()).image();
    ImageSize size = ImageSize.of(portrait);
    Mask eyes = Eyes.mask(portrait);
    Mask hat = Mask.ellipse(size, new Rectangle(18, 2, 60, 34));
    InpaintRegions request =
        InpaintRegions.builder(portrait, "1girl, beach")
            .region(region(hat, "1girl, twintails, hat, beach"))
            .region(region(eyes, Eyes.PROMPT))
            .denoisingStrength(0.8)
            .sampling(Portrait.sampling())
            .build();
    Generation made = painter.paint(request);
    Difference difference = Difference.between(portrait, made.image(), request.blurredMasks());
    return new Chapter(
        "regions",
        "Several parts, each with words of its own",
        "Two masks in one request, each with its own words. They are repainted one after the other,"
            + " each from what the one before left. One mask of many"
            + " parts, such as the faces of a crowd, is split by --each-part.",
        List.of(
            Figure.of("hat-place.png", "“hat”", hat.toImage()),
            Figure.of("eyes-place.png", "“closed eyes”", eyes.toImage()),
            Figure.of("regions.png", "one after the other", made)),
        JAVA,
        """
        ./sd inpaint "1girl, beach" --image portrait.png --region hat-place.png="1girl, twintails, hat, beach" \
        --region eyes-place.png="1girl, (closed eyes:1.2)" --strength 0.8 --seed 21 --out regions.png
        """,
        "Pixels changed outside both masks: %d of %d."
            .formatted(difference.changedOutside(), difference.outside()));
  }

  private static InpaintRegion region(Mask mask, String prompt) {
    return InpaintRegion.builder(mask).prompt(prompt).build();
  }
}
