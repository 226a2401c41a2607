package io.pentimento.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareResultsTest {
  @TempDir Path folder;

  @Test
  void table_tellsOfEachBenchmarkAndItsParameters() throws IOException {
    write(
        "old-1", result("io.a.FastBenchmark.run", 10) + "," + result("io.a.GoneBenchmark.run", 1));
    write("new-1", result("io.a.FastBenchmark.run", 5));
    write(
        "old-2", result("io.a.FastBenchmark.run", 20) + "," + result("io.a.GoneBenchmark.run", 1));
    write("new-2", result("io.a.FastBenchmark.run", 10));
    assertThat(CompareResults.table(folder))
        .isEqualToNormalizingNewlines(
            """
            FastBenchmark.run {side=64}: new/old 0.500 (95 % from 0.500 to 0.500, 2 pairs, ms/op)
            GoneBenchmark.run {side=64}: only in the old build
            """);
  }

  @Test
  void table_withoutResults_isRefused() {
    assertThatThrownBy(() -> CompareResults.table(folder))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("There must be an old-1.json in " + folder + ".");
  }

  private void write(String name, String results) throws IOException {
    Files.writeString(folder.resolve(name + ".json"), "[" + results + "]");
  }

  /** As JMH writes it, in short. */
  private static String result(String benchmark, double score) {
    return """
    {"benchmark": "%s", "mode": "ss", "params": {"side": "64"},
     "primaryMetric": {"score": %s, "scoreError": "NaN", "scoreUnit": "ms/op"}}\
    """
        .formatted(benchmark, score);
  }
}
