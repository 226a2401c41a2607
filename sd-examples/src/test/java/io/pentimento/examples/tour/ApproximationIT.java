package io.pentimento.examples.tour;

import static org.assertj.core.api.Assertions.assertThat;

import io.pentimento.Pipeline;
import io.pentimento.Precision;
import io.pentimento.TextToImage;
import io.pentimento.examples.DemoModel;
import io.pentimento.sampling.NetworkOptions;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * How far pictures of the bundled model are from those of float32, in decibels of the signal's peak
 * over the noise (PSNR), over 32 seeds. Writes the table of {@code benchmarks/README.md} to {@code
 * target/approximations.md}.
 */
class ApproximationIT {
  private static final int SEEDS = 32;
  private static final int BATCH = 8;

  /** What bfloat16 must keep on average. */
  private static final double BOUND = 35;

  @Test
  void pictures_areNearThoseOfFloat32() throws IOException {
    List<BufferedImage> exact = new ArrayList<>();
    List<String> rows = new ArrayList<>();
    try (Pipeline pipeline = pipeline(Precision.FLOAT32)) {
      exact.addAll(pictures(pipeline, NetworkOptions.none()));
      List<BufferedImage> cached = pictures(pipeline, NetworkOptions.none().withDeepInterval(3));
      rows.add(row("DeepCache, every 3 calls", exact, cached));
    }
    List<BufferedImage> narrow;
    try (Pipeline pipeline = pipeline(Precision.BFLOAT16)) {
      narrow = pictures(pipeline, NetworkOptions.none());
      rows.add(row("bfloat16", exact, narrow));
    }
    Files.write(Path.of("target", "approximations.md"), rows);
    assertThat(mean(exact, narrow)).isGreaterThanOrEqualTo(BOUND);
    assertThat(exact).hasSize(SEEDS).hasSameSizeAs(narrow);
  }

  private static Pipeline pipeline(Precision precision) throws IOException {
    return Pipeline.builder().model(DemoModel.portraits()).precision(precision).build();
  }

  private static List<BufferedImage> pictures(Pipeline pipeline, NetworkOptions network) {
    List<BufferedImage> pictures = new ArrayList<>();
    for (int first = 0; first < SEEDS; first += BATCH) {
      TextToImage request =
          TextToImage.builder("1girl, twintails, blue eyes, smile, beach")
              .steps(15)
              .guidanceScale(5)
              .seed(first)
              .batch(BATCH)
              .network(network)
              .build();
      pictures.addAll(pipeline.generate(request).images());
    }
    return pictures;
  }

  private static String row(String what, List<BufferedImage> exact, List<BufferedImage> other) {
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < exact.size(); i++) {
      least = Math.min(least, decibels(exact.get(i), other.get(i)));
    }
    return String.format(Locale.ROOT, "| %s | %.1f | %.1f |", what, mean(exact, other), least);
  }

  private static double mean(List<BufferedImage> exact, List<BufferedImage> other) {
    double sum = 0;
    for (int i = 0; i < exact.size(); i++) {
      sum += decibels(exact.get(i), other.get(i));
    }
    return sum / exact.size();
  }

  private static double decibels(BufferedImage exact, BufferedImage other) {
    double squares = 0;
    for (int y = 0; y < exact.getHeight(); y++) {
      for (int x = 0; x < exact.getWidth(); x++) {
        int one = exact.getRGB(x, y);
        int two = other.getRGB(x, y);
        for (int shift = 0; shift <= 16; shift += 8) {
          double away = (one >> shift & 0xFF) - (two >> shift & 0xFF);
          squares += away * away;
        }
      }
    }
    double mean = squares / (3.0 * exact.getWidth() * exact.getHeight());
    return 10 * Math.log10(255 * 255 / Math.max(mean, 1e-3));
  }
}
