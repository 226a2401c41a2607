package io.pentimento.examples.tour;

import io.pentimento.Generation;
import io.pentimento.ImageToImage;
import io.pentimento.inpaint.Inpaint;
import io.pentimento.inpaint.SketchLayer;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Arc2D;
import java.awt.image.BufferedImage;
import java.util.List;

/** Drawings in rough colours, alone and over a picture. */
final class SketchLesson implements Lesson {
  private static final String JAVA =
      """
      BufferedImage drawing = ImageIO.read(new File("drawing.png"));
      ImageToImage request = ImageToImage.builder(drawing, "1girl, short hair, night sky")
          .steps(20).guidanceScale(5).seed(21)
          .sampler(Sampler.dpmpp2m()).schedule(SigmaSchedule.karras())
          .denoisingStrength(0.75)
          .build();
      pipeline.generate(request).writePng(Path.of("drawn.png"));

      BufferedImage portrait = ImageIO.read(new File("portrait.png"));
      SketchLayer strokes = SketchLayer.of(portrait, ImageIO.read(new File("strokes.png")));
      Inpaint hat = Inpaint.builder(portrait, strokes, "1girl, twintails, hat, beach")
          .sampling(request.sampling())
          .maskBlur(3)
          .denoisingStrength(0.65)
          .build();
      pipeline.generate(hat).writePng(Path.of("red-hat.png"));
      """;

  @Override
  public Chapter teach(Painter painter) {
    BufferedImage portrait = painter.paint(Portrait.request()).image();
    BufferedImage drawing = drawing(portrait.getWidth(), portrait.getHeight());
    BufferedImage strokes = strokes(portrait);
    Generation drawn =
        painter.paint(
            ImageToImage.builder(drawing, "1girl, short hair, night sky")
                .sampling(Portrait.sampling())
                .denoisingStrength(0.75)
                .build());
    Inpaint request =
        Inpaint.builder(portrait, SketchLayer.of(portrait, strokes), "1girl, twintails, hat, beach")
            .sampling(Portrait.sampling())
            .maskBlur(3)
            .denoisingStrength(0.65)
            .build();
    Generation hat = painter.paint(request);
    Difference difference = Difference.between(portrait, hat.image(), request.blurredMask());
    return new Chapter(
        "sketch",
        "Draw, and let it be finished",
        "Rough colours guide the whole picture. Painted over a picture they say two things at once:"
            + " where to repaint, and what to start from there.",
        List.of(
            Figure.of("drawing.png", "a drawing", drawing),
            Figure.of("drawn.png", "finished", drawn),
            Figure.of("strokes.png", "red strokes over the portrait", strokes),
            Figure.of("red-hat.png", "the strokes become a hat", hat)),
        JAVA,
        """
        ./sd sketch "1girl, short hair, night sky" --image drawing.png --strength 0.75 --seed 21 --out drawn.png
        ./sd sketch "1girl, twintails, hat, beach" --image strokes.png --over portrait.png --mask-blur 3 \
        --strength 0.65 --seed 21 --out red-hat.png
        """,
        "Pixels changed outside the strokes and their soft edge: %d of %d."
            .formatted(difference.changedOutside(), difference.outside()));
  }

  private static BufferedImage drawing(int width, int height) {
    BufferedImage drawing = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = drawing.createGraphics();
    pen.setColor(new Color(0x101c50));
    pen.fillRect(0, 0, width, height);
    pen.setColor(new Color(0x803010));
    pen.fillOval(22, 14, 52, 60);
    pen.setColor(new Color(0xf0c8a8));
    pen.fillOval(30, 26, 36, 44);
    pen.setColor(new Color(0x30a050));
    pen.fillRoundRect(20, 74, 56, 40, 20, 20);
    pen.dispose();
    return drawing;
  }

  private static BufferedImage strokes(BufferedImage portrait) {
    BufferedImage painted =
        new BufferedImage(portrait.getWidth(), portrait.getHeight(), BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = painted.createGraphics();
    pen.drawImage(portrait, 0, 0, null);
    pen.setColor(new Color(0xd02818));
    pen.fill(new Arc2D.Double(24, 8, 48, 44, 0, 180, Arc2D.PIE));
    pen.fillRoundRect(16, 26, 64, 8, 6, 6);
    pen.dispose();
    return painted;
  }
}
