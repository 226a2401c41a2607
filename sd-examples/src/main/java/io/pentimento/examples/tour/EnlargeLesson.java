package io.pentimento.examples.tour;

import io.pentimento.Generation;
import io.pentimento.TiledUpscale;
import io.pentimento.image.Enlargement;
import io.pentimento.image.TileBlending;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;

/** Enlarging: with nothing drawn anew, and drawn anew in tiles. */
final class EnlargeLesson implements Lesson {
  private static final String JAVA =
      """
      BufferedImage portrait = ImageIO.read(new File("portrait.png"));
      BufferedImage larger = Enlargement.scale(2).apply(portrait);
      ImageIO.write(larger, "png", new File("larger.png"));

      TiledUpscale request = TiledUpscale.builder(portrait, "1girl, twintails, beach")
          .scale(2).tile(160, 160).overlap(128).blending(TileBlending.FEATHERED)
          .steps(20).guidanceScale(5).seed(21)
          .sampler(Sampler.dpmpp2m()).schedule(SigmaSchedule.karras())
          .denoisingStrength(0.2)
          .build();
      pipeline.generate(request).writePng(Path.of("redrawn.png"));
      """;

  @Override
  public Chapter teach(Painter painter) {
    BufferedImage portrait = painter.paint(Portrait.request()).image();
    BufferedImage larger = Enlargement.scale(2).apply(portrait);
    TiledUpscale request =
        TiledUpscale.builder(portrait, Portrait.PROMPT)
            .scale(2)
            .tile(160, 160)
            .overlap(128)
            .blending(TileBlending.FEATHERED)
            .sampling(Portrait.sampling())
            .denoisingStrength(0.2)
            .build();
    Generation redrawn = painter.paint(request);
    return new Chapter(
        "enlarge",
        "Enlarge",
        "Lanczos enlarges what is there. Drawn anew in tiles that overlap, lines get sharp again,"
            + " in the memory of one tile, however large the picture. In tiles of its own 96 pixels"
            + " this model would draw a face into the sky, so they are larger here. Networks of"
            + " ESRGAN's kind, given by --upscaler, do it without words; none comes along, so none"
            + " is shown.",
        List.of(
            Figure.of("larger.png", "Lanczos, twice as large", larger),
            Figure.of("redrawn.png", "drawn anew in tiles, strength 0.2", redrawn)),
        JAVA,
        """
        ./sd upscale --image portrait.png --scale 2 --out larger.png
        ./sd upscale --image portrait.png --scale 2 --prompt "1girl, twintails, beach" --strength 0.2 --tile 160 \
        --overlap 128 --blend feathered --seed 21 --out redrawn.png
        """,
        String.format(
            Locale.ROOT,
            "Sharpest hundredth of all steps between neighbours, in levels of 255: at least %d"
                + " with Lanczos, at least %d drawn anew.",
            sharpest(larger),
            sharpest(redrawn.image())));
  }

  /** Returns the step of green between neighbours in a row that a hundredth of all reach. */
  private static int sharpest(BufferedImage picture) {
    int[] counts = new int[256];
    int all = 0;
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 1; x < picture.getWidth(); x++) {
        counts[Math.abs(green(picture, x, y) - green(picture, x - 1, y))]++;
        all++;
      }
    }
    int step = 256;
    for (int seen = 0; step > 0 && seen < all / 100; seen += counts[step]) {
      step--;
    }
    return step;
  }

  private static int green(BufferedImage picture, int x, int y) {
    return picture.getRGB(x, y) >> 8 & 0xff;
  }
}
