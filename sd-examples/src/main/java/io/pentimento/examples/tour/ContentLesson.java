package io.pentimento.examples.tour;

import io.pentimento.Generation;
import io.pentimento.inpaint.Inpaint;
import io.pentimento.inpaint.Mask;
import io.pentimento.inpaint.MaskSelection;
import io.pentimento.inpaint.MaskedContent;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/** Inpainting: what lies under the mask when the work begins. */
final class ContentLesson implements Lesson {
  private static final String PROMPT = "1girl, twintails, night sky";
  private static final double STRENGTH = 0.9;
  private static final String JAVA =
      """
      BufferedImage portrait = ImageIO.read(new File("portrait.png"));
      Mask sky = MaskSelection.in(portrait).tolerance(40).connectedTo(4, 4);
      Inpaint request = Inpaint.builder(portrait, sky, "1girl, twintails, night sky")
          .maskedContent(MaskedContent.LATENT_NOISE)
          .steps(20).guidanceScale(5).seed(21)
          .sampler(Sampler.dpmpp2m()).schedule(SigmaSchedule.karras())
          .denoisingStrength(0.9)
          .build();
      pipeline.generate(request).writePng(Path.of("night.png"));
      """;

  @Override
  public Chapter teach(Painter painter) {
    BufferedImage portrait = painter.paint(Portrait.request()).image();
    Mask sky = MaskSelection.in(portrait).tolerance(40).connectedTo(4, 4);
    List<Figure> figures = new ArrayList<>();
    figures.add(Figure.of("sky.png", "the sky, found by its colour", sky.toImage()));
    StringJoiner levels = new StringJoiner(", ");
    levels.add(level("the portrait", portrait, sky));
    for (MaskedContent content : MaskedContent.values()) {
      String name = content.name().toLowerCase(Locale.ROOT).replace('_', ' ');
      Generation made = painter.paint(request(portrait, sky, content));
      figures.add(Figure.of("content-%s.png".formatted(name.replace(' ', '-')), name, made));
      levels.add(level(name, made.image(), sky));
    }
    return new Chapter(
        "content",
        "What the repainting starts from",
        "The sky alone is asked to become “night sky”. Even at a strength of 0.9 the model sees"
            + " through the noise how bright it was. The other starts take that away: the colours"
            + " around the mask drawn inwards, noise, or nothing.",
        figures,
        JAVA,
        "./sd inpaint \"1girl, twintails, night sky\" --image portrait.png --mask-at 4,4"
            + " --tolerance 40 --fill latent-noise --strength 0.9 --seed 21 --out night.png",
        "Mean level of the sky, of 255: " + levels + ".");
  }

  private static Inpaint request(BufferedImage portrait, Mask sky, MaskedContent content) {
    return Inpaint.builder(portrait, sky, PROMPT)
        .sampling(Portrait.sampling())
        .maskedContent(content)
        .denoisingStrength(STRENGTH)
        .build();
  }

  /** Measures how bright a picture is where a mask marks it. */
  private static String level(String name, BufferedImage picture, Mask mask) {
    long sum = 0;
    long count = 0;
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        if (mask.level(x, y) > 0) {
          int colour = picture.getRGB(x, y);
          sum += (colour >> 16 & 0xff) + (colour >> 8 & 0xff) + (colour & 0xff);
          count += 3;
        }
      }
    }
    return String.format(Locale.ROOT, "%s %d", name, Math.round((double) sum / count));
  }
}
