package io.pentimento.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScalePlotsTest {
  private static final String ROWS =
      """
      curve,x,precision,phase,seconds,peak MiB
      resolution,1000,bfloat16,warm-up,9.000,900
      resolution,1000,bfloat16,step,4.000,1000
      resolution,2000,bfloat16,step,16.000,1300
      batch,2,bfloat16,decode,3.000,800
      batch,4,bfloat16,decode,6.000,900
      """;

  @TempDir Path folder;

  @Test
  void read_takesPixelsForResolutionAndLeavesOutWarmUp() throws IOException {
    Path rows = Files.writeString(folder.resolve("rows.csv"), ROWS);
    Map<ScaleMeasurement.Curve, ScalePlots> curves = ScalePlots.read(rows);
    assertThat(curves.get(ScaleMeasurement.Curve.RESOLUTION).seconds())
        .isEqualTo(Map.of("step, bfloat16", Map.of(1.0, 4.0, 4.0, 16.0)));
    assertThat(curves.get(ScaleMeasurement.Curve.BATCH).seconds())
        .isEqualTo(Map.of("decode, bfloat16", Map.of(2.0, 3.0, 4.0, 6.0)));
  }

  @Test
  void main_writesAPictureOfEachCurve() throws IOException {
    Path rows = Files.writeString(folder.resolve("rows.csv"), ROWS);
    ScalePlots.main(new String[] {rows.toString(), folder.toString()});
    for (String name : List.of("resolution-time", "resolution-memory", "batch-time")) {
      assertThat(folder.resolve("scale-" + name + ".svg")).content().contains("<svg", "<path");
    }
  }

  @Test
  void straight_isTheLineOfTheFirstThreePoints() {
    Map<Double, Double> points = new TreeMap<>(Map.of(1.0, 3.0, 2.0, 5.0, 3.0, 7.0, 4.0, 100.0));
    assertThat(ScalePlots.straight(points)).containsExactly(3.0, 5.0, 7.0, 9.0);
  }
}
