package io.pentimento.examples.recipes;

import io.pentimento.Pipeline;
import io.pentimento.examples.DemoModel;
import io.pentimento.image.ImageSize;
import io.pentimento.inpaint.Canvas;
import io.pentimento.inpaint.CanvasTrial;
import io.pentimento.inpaint.Mask;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Repaints a portrait as an editor does: look at results, keep one, take steps back. */
public final class RepaintInSteps {
  private RepaintInSteps() {}

  /** Writes {@code steps.png}. */
  public static void main(String[] arguments) throws IOException {
    try (Pipeline pipeline = Pipeline.load(DemoModel.portraits())) {
      Canvas canvas = Canvas.of(pipeline, GenerateAPicture.generate(pipeline, 20).image());
      repaint(canvas, 20);
      ImageIO.write(canvas.picture(), "png", Path.of("steps.png").toFile());
    }
  }

  static void repaint(Canvas canvas, int steps) {
    BufferedImage portrait = canvas.picture();
    Rectangle middle = new Rectangle(portrait.getWidth() / 4, portrait.getHeight() / 4, 48, 48);
    Mask face = Mask.ellipse(ImageSize.of(portrait), middle);
    // The picture is encoded for the first of these only.
    CanvasTrial smile =
        canvas.attempt(
            canvas.inpaint(face, "1girl, closed eyes, smile").steps(steps).batch(2).build());
    CanvasTrial frown = canvas.attempt(canvas.inpaint(face, "1girl, frown").steps(steps).build());
    frown.keep();
    // An editor would show both; what changed tells which part of the screen to draw again.
    canvas.undo().ifPresent(change -> System.out.println("back to how it was in " + change.box()));
    smile.keep(1);
  }
}
