package io.pentimento.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Generated headers: exactly those that tile their data are read. */
class SafetensorsHeaderTest {
  /** A tensor to be laid out. */
  record Layout(TensorType type, List<Long> shape) {
    long bytes() {
      return type.bytes() * shape.stream().reduce(1L, (a, b) -> a * b);
    }
  }

  /** A line of a header. */
  record Line(String name, Layout layout, long begin, long end) {
    String json() {
      return String.format(
          "\"%s\":{\"data_offsets\":[%d,%d],\"dtype\":\"%s\",\"shape\":%s}",
          name, begin, end, layout.type(), layout.shape());
    }
  }

  @Provide
  Arbitrary<List<Layout>> layouts() {
    Arbitrary<List<Long>> shapes = Arbitraries.longs().between(0, 4).list().ofMaxSize(4);
    return Combinators.combine(Arbitraries.of(TensorType.class), shapes)
        .as(Layout::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(6);
  }

  private static List<Line> lines(List<Layout> layouts) {
    List<Line> lines = new ArrayList<>();
    long at = 0;
    for (Layout layout : layouts) {
      lines.add(new Line("t" + lines.size(), layout, at, at + layout.bytes()));
      at += layout.bytes();
    }
    return lines;
  }

  private static byte[] file(List<Line> lines, byte[] data, int blanks) {
    String header = String.join(", ", lines.stream().map(Line::json).toList());
    return SafetensorsFixture.file("{" + header + "}" + " ".repeat(blanks), data);
  }

  private static byte[] data(List<Line> lines, int seed) {
    byte[] data = new byte[(int) lines.get(lines.size() - 1).end()];
    new Random(seed).nextBytes(data);
    return data;
  }

  @Property(tries = 500)
  void open_anyOrderOfTensorsIsRead(
      @ForAll("layouts") List<Layout> layouts,
      @ForAll @IntRange(max = 9) int blanks,
      @ForAll int seed)
      throws IOException {
    List<Line> lines = lines(layouts);
    byte[] data = data(lines, seed);
    List<Line> shuffled = new ArrayList<>(lines);
    Collections.shuffle(shuffled, new Random(seed));
    Path path = Files.createTempFile("header", ".safetensors");
    try (Checkpoint file = SafetensorsFile.open(Files.write(path, file(shuffled, data, blanks)))) {
      assertThat(file.names())
          .containsExactlyElementsOf(shuffled.stream().map(Line::name).toList());
      for (Line line : lines) {
        byte[] bytes = new byte[(int) (line.end() - line.begin())];
        file.bytes(line.name()).get(bytes);
        assertThat(bytes).isEqualTo(Arrays.copyOfRange(data, (int) line.begin(), (int) line.end()));
        assertThat(file.info(line.name()).shape()).isEqualTo(line.layout().shape());
      }
    } finally {
      Files.delete(path);
    }
  }

  @Property(tries = 500)
  void open_anyShiftOfOneTensorIsRefused(
      @ForAll("layouts") List<Layout> layouts,
      @ForAll @IntRange(min = 1, max = 20) int shift,
      @ForAll int seed)
      throws IOException {
    List<Line> lines = lines(layouts);
    byte[] data = data(lines, seed);
    int victim = Math.floorMod(seed, lines.size());
    Line line = lines.get(victim);
    // An empty tensor may begin wherever another begins or the data end, so that its shift can be
    // right.
    if (line.layout().bytes() > 0) {
      lines.set(
          victim, new Line(line.name(), line.layout(), line.begin() + shift, line.end() + shift));
      refused(file(lines, data, 0));
      lines.set(victim, new Line(line.name(), line.layout(), line.begin(), line.end() + shift));
      refused(file(lines, data, 0));
      lines.set(victim, line);
      refused(file(lines, Arrays.copyOf(data, data.length + shift), 0));
      refused(file(lines, Arrays.copyOf(data, Math.max(0, data.length - shift)), 0));
    }
  }

  private static void refused(byte[] content) throws IOException {
    Path path = Files.createTempFile("header", ".safetensors");
    try {
      Files.write(path, content);
      assertThatThrownBy(() -> SafetensorsFile.open(path)).isInstanceOf(ModelFormatException.class);
    } finally {
      Files.delete(path);
    }
  }
}
