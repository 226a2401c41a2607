package io.pentimento.examples.tour;

import io.pentimento.Generation;
import io.pentimento.image.ImageSize;
import io.pentimento.inpaint.Compose;
import io.pentimento.inpaint.Inpaint;
import io.pentimento.inpaint.Mask;
import io.pentimento.inpaint.MaskedContent;
import io.pentimento.inpaint.SoftInpainting;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Inpainting: how the new part is joined with the picture. */
final class JoinLesson implements Lesson {
  private static final String PROMPT = "1girl, twintails, sunset";
  private static final double STRENGTH = 0.9;

  /** Where the new sky is, which deliberately ends in the middle of the old one. */
  private static final Rectangle PLACE = new Rectangle(0, 0, 96, 30);

  private static final String JAVA =
      """
      BufferedImage portrait = ImageIO.read(new File("portrait.png"));
      Mask upper = Mask.rectangle(ImageSize.of(portrait), new Rectangle(0, 0, 96, 30));
      Inpaint seamless = Inpaint.builder(portrait, upper, "1girl, twintails, sunset")
          .maskedContent(MaskedContent.FILL)
          .compose(Compose.seamless())
          .maskBlur(0)
          .steps(20).guidanceScale(5).seed(21)
          .sampler(Sampler.dpmpp2m()).schedule(SigmaSchedule.karras())
          .denoisingStrength(0.9)
          .build();
      pipeline.generate(seamless).writePng(Path.of("seamless.png"));

      Inpaint soft = seamless.toBuilder()
          .compose(Compose.overlay())
          .softInpainting(SoftInpainting.defaults())
          .maskBlur(8)
          .build();
      pipeline.generate(soft).writePng(Path.of("soft.png"));
      """;

  /** One way to join: its picture, and what was measured on it. */
  private record Join(String name, Figure figure, double jump, int changedOutside) {
    static Join of(String name, String how, Inpaint request, Painter painter) {
      Generation made = painter.paint(request);
      Mask mask = request.blurredMask();
      return new Join(
          name,
          Figure.of("join-%s.png".formatted(name), name + how, made),
          SeamQuality.of(request.image(), made.image(), mask).half(),
          Difference.between(request.image(), made.image(), mask).changedOutside());
    }
  }

  @Override
  public Chapter teach(Painter painter) {
    BufferedImage portrait = painter.paint(Portrait.request()).image();
    Inpaint hard =
        Inpaint.builder(portrait, Mask.rectangle(ImageSize.of(portrait), PLACE), PROMPT)
            .sampling(Portrait.sampling())
            .maskedContent(MaskedContent.FILL)
            .maskBlur(0)
            .compose(Compose.paste())
            .denoisingStrength(STRENGTH)
            .build();
    Inpaint overlay = hard.toBuilder().compose(Compose.overlay()).maskBlur(4).build();
    Inpaint.Builder soft = overlay.toBuilder().softInpainting(SoftInpainting.defaults());
    List<Join> joins =
        List.of(
            Join.of("paste", "", hard, painter),
            Join.of("overlay", ", blurred by 4", overlay, painter),
            Join.of("seamless", ", no blur", seamless(hard), painter),
            Join.of("soft", " inpainting, blurred by 8", soft.maskBlur(8).build(), painter));
    return new Chapter(
        "join",
        "Join the new with the old",
        "A harder case: the upper part of the sky alone becomes one of sunset. Pasted, it ends in a"
            + " line; laid over with a soft edge, the line fades. “Seamless” needs no blur: it"
            + " gives the new part the colours that the picture has along the border. Soft"
            + " inpainting lets the model blend at each step, and goes over smoothest.",
        joins.stream().map(Join::figure).toList(),
        JAVA,
        """
        ./sd inpaint "1girl, twintails, sunset" --image portrait.png --mask-path "M0 0h96v30h-96z" \
        --fill fill --compose seamless --mask-blur 0 --strength 0.9 --seed 21 --out seamless.png
        ./sd inpaint "1girl, twintails, sunset" --image portrait.png --mask-path "M0 0h96v30h-96z" \
        --fill fill --soft-inpainting --mask-blur 8 --strength 0.9 --seed 21 --out soft.png
        """,
        finding(joins));
  }

  private static Inpaint seamless(Inpaint hard) {
    return hard.toBuilder().compose(Compose.seamless()).build();
  }

  private static String finding(List<Join> joins) {
    String jumps =
        joins.stream()
            .map(join -> String.format(Locale.ROOT, "%s %.1f", join.name(), join.jump()))
            .collect(Collectors.joining(", "));
    return "Jump at the border, in levels of 255 beyond the portrait's own: %s. Pixels changed outside the mask: %d."
        .formatted(jumps, joins.stream().mapToInt(Join::changedOutside).sum());
  }
}
