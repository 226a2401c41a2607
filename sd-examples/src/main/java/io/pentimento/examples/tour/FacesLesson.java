package io.pentimento.examples.tour;

import io.pentimento.Generation;
import io.pentimento.TextToImage;
import io.pentimento.inpaint.Detail;
import io.pentimento.inpaint.DetectionOrder;
import io.pentimento.inpaint.DetectionSelection;
import io.pentimento.sampling.Sampling;
import io.pentimento.vision.Detection;
import io.pentimento.vision.DetectionBox;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Detail: the faces of a picture are found, and each is repainted with words of its own. */
final class FacesLesson implements Lesson {
  private static final String PROMPT = "2girls, night sky";
  private static final String EACH = "1girl, smile, night sky [SEP] 1girl, glasses, night sky";
  private static final double STRENGTH = 0.4;
  private static final int SEED = 33;
  private static final String JAVA =
      """
      BufferedImage friends = ImageIO.read(new File("friends.png"));
      // With a file of a YOLOv8: RegionDetector.of(YoloModel.load(Path.of("face_yolov8n.pt")))
      Detail request = Detail.builder(friends, new PortraitFaces(), "2girls, night sky")
          .regionPrompt("1girl, smile, night sky [SEP] 1girl, glasses, night sky")
          .selection(DetectionSelection.DEFAULTS.withOrder(DetectionOrder.LEFT_TO_RIGHT))
          .steps(20).guidanceScale(5).seed(33)
          .sampler(Sampler.dpmpp2m()).schedule(SigmaSchedule.karras())
          .denoisingStrength(0.4)
          .build();
      pipeline.generate(request).writePng(Path.of("friends-faces.png"));
      """;

  private final Sight sight;

  FacesLesson(Sight sight) {
    this.sight = sight;
  }

  @Override
  public Chapter teach(Painter painter) {
    Sampling sampling = Portrait.sampling().withSeed(SEED);
    Generation made =
        painter.paint(TextToImage.builder(PROMPT).sampling(sampling).size(160, 96).build());
    BufferedImage friends = made.image();
    Generation repainted =
        painter.paint(
            Detail.builder(friends, sight.faces(), PROMPT)
                .regionPrompt(EACH)
                .selection(DetectionSelection.DEFAULTS.withOrder(DetectionOrder.LEFT_TO_RIGHT))
                .sampling(sampling)
                .denoisingStrength(STRENGTH)
                .build());
    List<Detection> found = ((Detail) repainted.request()).chosen();
    return new Chapter(
        "faces",
        "Find the faces, and repaint each alone",
        "Small faces come out rough. They are found, and each is cut out with what is around it,"
            + " repainted at the size the model was made for, with words of its own, and put back:"
            + " from the left, one is to smile and the other to wear glasses. The rest of the"
            + " picture keeps its bytes. "
            + Sight.RULES
            + " A YOLOv8 takes their place with --detector FILE.",
        List.of(
            Figure.of("friends.png", "the picture", made),
            Figure.of("friends-found.png", "the faces found", boxed(friends, found)),
            Figure.of("friends-faces.png", "each repainted alone", repainted)),
        JAVA,
        "./sd detail friends.png --prompt \"2girls, night sky\" --each \"1girl, smile,"
            + " night sky [SEP] 1girl, glasses, night sky\" --order left_to_right --strength 0.4"
            + " --seed 33 --out friends-faces.png",
        finding(found));
  }

  private static String finding(List<Detection> found) {
    String sure =
        found.stream()
            .map(one -> String.format(Locale.ROOT, "%.2f", one.confidence()))
            .collect(Collectors.joining(", "));
    String how = found.isEmpty() ? "" : ", as sure as %s of 1".formatted(sure);
    return "Faces found by rules of colour: %d%s.".formatted(found.size(), how);
  }

  private static BufferedImage boxed(BufferedImage picture, List<Detection> found) {
    BufferedImage boxed =
        new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = boxed.createGraphics();
    pen.drawImage(picture, 0, 0, null);
    pen.setColor(Color.RED);
    for (Detection one : found) {
      DetectionBox box = one.box();
      pen.drawRect((int) box.left(), (int) box.top(), (int) box.width(), (int) box.height());
    }
    pen.dispose();
    return boxed;
  }
}
