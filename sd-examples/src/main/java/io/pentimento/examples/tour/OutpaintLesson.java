package io.pentimento.examples.tour;

import io.pentimento.Generation;
import io.pentimento.image.AspectRatio;
import io.pentimento.inpaint.MaskedContent;
import io.pentimento.inpaint.Outpaint;
import io.pentimento.inpaint.OutpaintAnchor;
import io.pentimento.inpaint.OutpaintMode;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/** Outpainting: a picture is extended beyond its edges, in every mode. */
final class OutpaintLesson implements Lesson {
  private static final String PROMPT = "no humans, beach";
  private static final int MARGIN = 48;
  private static final String JAVA =
      """
      BufferedImage portrait = ImageIO.read(new File("portrait.png"));
      Outpaint request = Outpaint.builder(portrait, "no humans, beach")
          .left(48).right(48)
          .mode(OutpaintMode.smooth())
          .steps(20).guidanceScale(5).seed(21)
          .sampler(Sampler.dpmpp2m()).schedule(SigmaSchedule.karras())
          .build();
      pipeline.generate(request).writePng(Path.of("wide.png"));

      Outpaint shaped = Outpaint.builder(portrait, "no humans, beach")
          .to(new AspectRatio(16, 9), OutpaintAnchor.CENTRE)
          .sampling(request.sampling())
          .build();
      pipeline.generate(shaped).writePng(Path.of("shaped.png"));
      """;

  /** A mode, as the command line names it, and what its picture is called. */
  private record Way(String name, OutpaintMode mode, String note) {}

  private static final List<Way> WAYS =
      List.of(
          new Way("smooth", OutpaintMode.smooth(), "smooth, the usual one"),
          new Way("extend", OutpaintMode.extend(), "extend, one pass"),
          new Way(
              "matched-noise",
              OutpaintMode.matchedNoise(4, 1, 0.05),
              "matched noise, the WebUI's mk2"),
          new Way("fill", OutpaintMode.fill(4, MaskedContent.FILL), "fill, its “poor man's”"));

  @Override
  public Chapter teach(Painter painter) {
    BufferedImage portrait = painter.paint(Portrait.request()).image();
    Outpaint.Builder request =
        Outpaint.builder(portrait, PROMPT).sampling(Portrait.sampling()).left(MARGIN).right(MARGIN);
    List<Figure> figures = new ArrayList<>();
    List<String> changes = new ArrayList<>();
    for (Way way : WAYS) {
      Generation made = painter.paint(request.mode(way.mode()).build());
      figures.add(Figure.of("wide-%s.png".formatted(way.name()), way.note(), made));
      changes.add(way.name() + " " + changed(portrait, made.image()));
    }
    Outpaint shaped =
        Outpaint.builder(portrait, PROMPT)
            .sampling(Portrait.sampling())
            .to(new AspectRatio(16, 9), OutpaintAnchor.CENTRE)
            .build();
    figures.add(Figure.of("shaped.png", "smooth, to a shape of 16:9", painter.paint(shaped)));
    return new Chapter(
        "outpaint",
        "Go on beyond the edges",
        "The portrait gets a wider beach. “No humans” is asked for, since this model likes to put a"
            + " head wherever it looks. “Smooth” paints the whole small first, then what is new in"
            + " detail, and blends over 16 pixels. “Extend” is one pass over everything, as other"
            + " programs do it. Matched noise and fill compute what the WebUI does; they look at"
            + " one side after the other, and show a model this small too little of the beach.",
        figures,
        JAVA,
        """
        ./sd outpaint "no humans, beach" --image portrait.png --left 48 --right 48 --seed 21 --out wide.png
        ./sd outpaint "no humans, beach" --image portrait.png --aspect 16:9 --seed 21 --out shaped.png
        """,
        "Pixels of the portrait that changed, of %d: %s."
            .formatted(portrait.getWidth() * portrait.getHeight(), String.join(", ", changes)));
  }

  /** Counts the pixels of a picture that a wider one does not have at their place. */
  private static int changed(BufferedImage portrait, BufferedImage wide) {
    int left = (wide.getWidth() - portrait.getWidth()) / 2;
    int changed = 0;
    for (int y = 0; y < portrait.getHeight(); y++) {
      for (int x = 0; x < portrait.getWidth(); x++) {
        changed += portrait.getRGB(x, y) == wide.getRGB(left + x, y) ? 0 : 1;
      }
    }
    return changed;
  }
}
