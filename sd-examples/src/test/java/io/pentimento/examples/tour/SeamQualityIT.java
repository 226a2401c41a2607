package io.pentimento.examples.tour;

import static org.assertj.core.api.Assertions.assertThat;

import io.pentimento.Pipeline;
import io.pentimento.TextToImage;
import io.pentimento.examples.DemoModel;
import io.pentimento.image.ImageSize;
import io.pentimento.inpaint.Compose;
import io.pentimento.inpaint.Inpaint;
import io.pentimento.inpaint.Mask;
import io.pentimento.inpaint.SoftInpainting;
import io.pentimento.sampling.Sampler;
import io.pentimento.sampling.Sampling;
import io.pentimento.sampling.SigmaSchedule;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The seams of every way to compose, on the bundled model: three masks, two strengths, with a hard
 * and a soft edge. Writes the table of {@code docs/inpainting.md} to {@code
 * target/seam-quality.md}.
 */
class SeamQualityIT {
  private static final ImageSize SIZE = new ImageSize(96, 96);
  private static final Map<String, Mask> MASKS =
      Map.of(
          "1girl, twintails, beach, (closed eyes:1.2)",
          Mask.ellipse(SIZE, new Rectangle(26, 38, 44, 18)),
          "1girl, twintails, beach, red shirt",
          Mask.rectangle(SIZE, new Rectangle(26, 72, 44, 20)),
          "1girl, twintails, night sky",
          Mask.rectangle(SIZE, new Rectangle(4, 4, 40, 34)));
  private static final List<Double> STRENGTHS = List.of(0.5, 0.85);
  private static final List<Double> BLURS = List.of(0.0, 4.0);

  private static Pipeline pipeline;
  private static BufferedImage portrait;

  /** A row of the table: the qualities of all cases. */
  private record Row(List<SeamQuality> hard, List<SeamQuality> soft) {
    double mean(ToDoubleFunction<SeamQuality> border) {
      return (mean(hard, border) + mean(soft, border)) / 2;
    }

    static double mean(List<SeamQuality> cases, ToDoubleFunction<SeamQuality> border) {
      return cases.stream().mapToDouble(border).average().orElseThrow();
    }
  }

  @BeforeAll
  static void load() throws IOException {
    pipeline = Pipeline.load(DemoModel.portraits());
    portrait =
        pipeline
            .generate(TextToImage.builder("1girl, twintails, beach").sampling(sampling()).build())
            .image();
  }

  @AfterAll
  static void close() {
    pipeline.close();
  }

  private static Sampling sampling() {
    return Sampling.defaults()
        .withSteps(6)
        .withGuidanceScale(5)
        .withSampler(Sampler.dpmpp2m())
        .withSchedule(SigmaSchedule.karras())
        .withSeed(21);
  }

  @Test
  void seamless_hasTheLeastSeams() throws IOException {
    Map<String, Row> rows = new LinkedHashMap<>();
    rows.put("paste", row(builder -> builder.compose(Compose.paste())));
    rows.put("overlay", row(builder -> builder.compose(Compose.overlay())));
    rows.put("seamless", row(builder -> builder.compose(Compose.seamless())));
    rows.put("overlay, soft inpainting", row(builder -> soft(builder, Compose.overlay())));
    rows.put("seamless, soft inpainting", row(builder -> soft(builder, Compose.seamless())));
    Files.writeString(Path.of("target", "seam-quality.md"), table(rows));

    double seamless = rows.get("seamless").mean(SeamQuality::mean);
    assertThat(seamless).isLessThan(rows.get("overlay").mean(SeamQuality::mean));
    assertThat(seamless).isLessThan(rows.get("paste").mean(SeamQuality::mean));
  }

  private static Inpaint.Builder soft(Inpaint.Builder builder, Compose compose) {
    return builder.compose(compose).softInpainting(SoftInpainting.defaults());
  }

  /** Changes a request. */
  private interface Way {
    Inpaint.Builder of(Inpaint.Builder builder);
  }

  private static Row row(Way way) {
    Map<Double, List<SeamQuality>> byBlur = new LinkedHashMap<>();
    for (double blur : BLURS) {
      List<SeamQuality> cases = new ArrayList<>();
      MASKS.forEach(
          (prompt, mask) ->
              STRENGTHS.forEach(strength -> cases.add(quality(way, prompt, mask, strength, blur))));
      byBlur.put(blur, cases);
    }
    return new Row(byBlur.get(BLURS.get(0)), byBlur.get(BLURS.get(1)));
  }

  private static SeamQuality quality(
      Way way, String prompt, Mask mask, double strength, double blur) {
    Inpaint request =
        way.of(
                Inpaint.builder(portrait, mask, prompt)
                    .sampling(sampling())
                    .denoisingStrength(strength)
                    .maskBlur(blur))
            .build();
    return SeamQuality.of(portrait, pipeline.generate(request).image(), request.blurredMask());
  }

  private static String table(Map<String, Row> rows) {
    StringBuilder table = new StringBuilder();
    table.append("| compose | no blur | blur 4, support | blur 4, half | mean |\n");
    table.append("|---|---|---|---|---|\n");
    rows.forEach(
        (name, row) ->
            table.append(
                String.format(
                    Locale.ROOT,
                    "| %s | %.2f | %.2f | %.2f | %.2f |%n",
                    name,
                    Row.mean(row.hard, SeamQuality::mean),
                    Row.mean(row.soft, SeamQuality::support),
                    Row.mean(row.soft, SeamQuality::half),
                    row.mean(SeamQuality::mean))));
    return table.toString();
  }
}
