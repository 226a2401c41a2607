package io.pentimento.adapters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlockWeightsTest {
  private static BlockWeights counting(int numbers) {
    return BlockWeights.of(IntStream.range(0, numbers).mapToDouble(i -> i).toArray());
  }

  @ParameterizedTest
  @CsvSource({
    "17, input_blocks.1.1.proj_in, 1",
    "17, input_blocks.8.0.in_layers.2, 6",
    "17, input_blocks.3.0.op, 0",
    "17, middle_block.1.proj_in, 7",
    "17, output_blocks.3.1.proj_in, 8",
    "17, output_blocks.11.1.proj_in, 16",
    "26, input_blocks.0.0, 1",
    "26, input_blocks.11.0.in_layers.2, 12",
    "26, middle_block.0.in_layers.2, 13",
    "26, output_blocks.0.0.in_layers.2, 14",
    "26, output_blocks.11.0.in_layers.2, 25",
    "12, input_blocks.4.1.proj_in, 1",
    "12, middle_block.1.proj_in, 5",
    "12, output_blocks.5.1.proj_in, 11",
    "20, input_blocks.8.1.proj_in, 9",
    "20, output_blocks.0.1.proj_in, 11",
    "26, time_embed.0, 1",
    "26, out.2, 1",
  })
  void numbers_areOfBlocks(int numbers, String layer, double weight) {
    assertThat(counting(numbers).of(Optional.of(layer))).isEqualTo(weight);
  }

  @Test
  void base_isOfTextEncoders() {
    assertThat(BlockWeights.parse("0.5,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1").base()).isEqualTo(0.5);
  }

  @Test
  void preset_isOneOfTheExtensions() {
    BlockWeights middle = BlockWeights.parse("midd");
    assertThat(middle.of(Optional.of("input_blocks.4.1.proj_in"))).isEqualTo(0);
    assertThat(middle.of(Optional.of("input_blocks.5.1.proj_in"))).isEqualTo(1);
    assertThat(BlockWeights.parse("ALL0.5").of(Optional.of("middle_block.1.norm"))).isEqualTo(0.5);
  }

  @Test
  void otherNumbers_areRefused() {
    assertThatThrownBy(() -> BlockWeights.of(1, 2, 3))
        .hasMessage("Block weights must be 17 or 26 numbers, or SDXL's 12 or 20, but there are 3.");
    assertThatThrownBy(() -> BlockWeights.parse("SOME"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("but got: SOME.");
    assertThatThrownBy(() -> BlockWeights.parse("NaN" + ",1".repeat(16)))
        .hasMessageContaining("must be 26 finite numbers");
  }
}
