package io.pentimento;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.NumberType;
import io.pentimento.model.TensorSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A NaN names the block of the network in which it arose. */
class NotFiniteTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "conv_in.bias | first in the U-Net's conv_in.",
        "down_blocks.0.attentions.0.proj_out.bias | first in the U-Net's down_blocks.0.",
        "down_blocks.1.resnets.0.conv1.bias | first in the U-Net's down_blocks.1.",
        "mid_block.resnets.1.conv2.bias | first in the U-Net's mid_block.",
        "up_blocks.1.resnets.1.conv2.bias | first in the U-Net's up_blocks.1.",
        "conv_norm_out.bias | first in the U-Net's output layer, or the guidance.",
        "encoder.layers.1.mlp.fc2.bias | first in the U-Net's down_blocks.0.",
      })
  void step_namesTheBlock(String poisoned, String where) {
    for (NumberType type : new NumberType[] {NumberType.FLOAT32, NumberType.BFLOAT16}) {
      assertFails(poisoned, type, "Step 1 of 2 made NaN or infinite values, " + where);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "decoder.mid_block.attentions.0.to_v.bias | decoder.mid_block",
        "decoder.up_blocks.2.resnets.0.conv2.bias | decoder.up_blocks.2",
        "decoder.conv_norm_out.weight | output layer",
      })
  void decoding_namesTheBlock(String poisoned, String block) {
    assertFails(
        poisoned,
        NumberType.FLOAT32,
        "The autoencoder made NaN or infinite values, first in its " + block + ".");
  }

  private static void assertFails(String poisoned, NumberType type, String message) {
    try (Pipeline pipeline = TinyModel.open(4, type, source -> new Poisoned(source, poisoned))) {
      assertThatThrownBy(
              () -> pipeline.generate(TextToImage.builder("a cat").steps(2).seed(1).build()))
          .isInstanceOf(GenerationFailedException.class)
          .hasMessage(message + " " + NotFiniteFinder.ADVICE);
    }
  }

  private record Poisoned(TensorSource source, String poisoned) implements TensorSource {
    @Override
    public boolean has(String name) {
      return source.has(name);
    }

    @Override
    public NDArray tensor(String name, long... shape) {
      return name.equals(poisoned)
          ? source.tensor(name, shape).mul(Float.NaN)
          : source.tensor(name, shape);
    }

    @Override
    public void finish() {}
  }
}
