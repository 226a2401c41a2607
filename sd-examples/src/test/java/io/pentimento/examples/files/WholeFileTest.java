package io.pentimento.examples.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
  @TempDir Path folder;

  @Test
  void write_replacesTheFileAsAWhole() throws Exception {
    Path file = Files.writeString(folder.resolve("a.png"), "old");

    WholeFile.write(
        file,
        part -> {
          Files.writeString(part, "new");
          assertThat(file).hasContent("old");
        });

    assertThat(file).hasContent("new");
    assertThat(filesInFolder()).containsExactly(file);
  }

  @Test
  void write_leavesNothingHalf() throws Exception {
    Path file = folder.resolve("a.png");

    assertThatIOException()
        .isThrownBy(
            () ->
                WholeFile.write(
                    file,
                    part -> {
                      Files.writeString(part, "half");
                      throw new IOException("disk full");
                    }))
        .withMessage("disk full");

    assertThat(filesInFolder()).isEmpty();
  }

  private List<Path> filesInFolder() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
