package io.pentimento.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
  @TempDir Path folder;

  @Test
  void open_contentDecidesWhereTheNameDoesNot() throws IOException {
    Path safe = folder.resolve("a.ckpt");
    new SafetensorsWriter().write(safe);
    Path zip =
        TorchFixture.zip(folder.resolve("b.bin"), TorchFixture.pickle().op('}').end(), Map.of());
    try (Checkpoint first = Checkpoint.open(safe);
        Checkpoint second = Checkpoint.open(zip)) {
      assertThat(first).isInstanceOf(SafetensorsFile.class);
      assertThat(second).isInstanceOf(TorchFile.class);
    }
  }

  @Test
  void open_folderIsRefusedWithAdvice() {
    assertThatThrownBy(() -> Checkpoint.open(folder))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("Open it with DiffusersFolder or ComponentFolder");
  }

  @Test
  void open_unknownContentIsRefused() throws IOException {
    Path path = Files.writeString(folder.resolve("x.ckpt"), "<html><body>404</body></html>");
    assertThatThrownBy(() -> Checkpoint.open(path))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("This is a web page");
  }
}
