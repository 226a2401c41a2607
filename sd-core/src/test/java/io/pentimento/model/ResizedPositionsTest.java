package io.pentimento.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.SafetensorsWriter;
import io.pentimento.checkpoint.TensorInfo;
import io.pentimento.checkpoint.TensorType;
import io.pentimento.checkpoint.TensorValues;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Positions of patches, for pictures of another size. */
class ResizedPositionsTest {
  /** What torch's filter makes of the step from 0 to 1 on twice as many cells. */
  private static final double[] STEP = {-0.10546875, 0.2265625, 0.7734375, 1.10546875};

  @TempDir Path folder;

  @Test
  void step_isResizedByTorchsFilter() {
    float[] across = ResizedPositions.resized(new float[] {0, 1, 0, 1}, 2, 4);
    float[] down = ResizedPositions.resized(new float[] {0, 0, 1, 1}, 2, 4);
    for (int y = 0; y < 4; y++) {
      for (int x = 0; x < 4; x++) {
        assertThat((double) across[4 * y + x]).isCloseTo(STEP[x], within(1e-6));
        assertThat((double) down[4 * y + x]).isCloseTo(STEP[y], within(1e-6));
      }
    }
  }

  @Test
  void sameSize_isTheSame() {
    float[] grid = {1, 2, 3, 4, 5, 6, 7, 8};
    assertThat(ResizedPositions.resized(grid, 2, 2)).containsExactly(grid);
  }

  @Test
  void file_keepsWhatStandsForTheWholePicture() throws IOException {
    Path path = folder.resolve("positions.safetensors");
    new SafetensorsWriter()
        .add(new TensorInfo("p", TensorType.F32, List.of(1L, 5L, 1L)), 9, 3, 3, 3, 3)
        .add(new TensorInfo("q", TensorType.F32, List.of(1L)), 7)
        .write(path);
    try (Checkpoint file = Checkpoint.open(path)) {
      Checkpoint resized = ResizedPositions.of(file, "p", 3);
      assertThat(resized.info("p").shape()).containsExactly(1L, 10L, 1L);
      float[] values = TensorValues.floats(resized, "p");
      assertThat(values).hasSize(10).startsWith(9);
      for (int i = 1; i < values.length; i++) {
        assertThat((double) values[i]).isCloseTo(3, within(1e-6));
      }
      assertThat(TensorValues.floats(resized, "q")).containsExactly(7);
      assertThat(ResizedPositions.of(file, "p", 2)).isSameAs(file);
    }
  }
}
