package io.pentimento.adapters;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.internal.Scope;
import io.pentimento.testing.Goldens;
import io.pentimento.testing.TestEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a file must hold, told with the file and the tensor that does not. */
class LoraMalformedTest {
  private static final String NAME =
      "lora_unet_down_blocks_0_attentions_0_transformer_blocks_0_attn1_to_q";

  @TempDir private Path folder;

  private void assertRefused(WrittenLora written, String leaf, String reason) throws IOException {
    Path path = written.write(folder, "bad.safetensors");
    try (Scope scope = TestEngine.open("malformed")) {
      ChangedModel model = new ChangedModel(WrittenLora.model(), scope);
      assertThatThrownBy(() -> Lora.read(path, 1).apply(model))
          .isInstanceOf(ModelFormatException.class)
          .hasMessage(NAME + leaf + " in " + path + ": " + reason);
    }
  }

  private static WrittenLora product() {
    return new WrittenLora()
        .add(NAME + ".lora_up.weight", 8, 2)
        .add(NAME + ".lora_down.weight", 2, 6);
  }

  @Test
  void alpha_notFinite() throws IOException {
    assertRefused(
        product().number(NAME + ".alpha", Double.NaN), ".alpha", "must be finite, but is NaN.");
  }

  @Test
  void alpha_ofManyNumbers() throws IOException {
    assertRefused(
        product().add(NAME + ".alpha", 3), ".alpha", "must be one number, but has shape [3].");
  }

  @Test
  void ranks_thatContradict() throws IOException {
    assertRefused(
        new WrittenLora().add(NAME + ".lora_up.weight", 8, 3).add(NAME + ".lora_down.weight", 2, 6),
        ".lora_up.weight",
        "its rank must be that of " + NAME + ".lora_down.weight, 2, but its shape is [8, 3].");
  }

  @Test
  void half_ofAProduct() throws IOException {
    assertRefused(
        new WrittenLora().add(NAME + ".lora_up.weight", 8, 2),
        ".lora_up.weight",
        "beside it there must be DOWN of the same layer.");
  }

  @Test
  void rank_beyondReason() throws IOException {
    assertRefused(
        new WrittenLora()
            .add(NAME + ".lora_up.weight", 8, 20_000)
            .add(NAME + ".lora_down.weight", 20_000, 6),
        ".lora_down.weight",
        "a rank must be at most 16384, but is 20000.");
  }

  @Test
  void twoKinds_inOneLayer() throws IOException {
    assertRefused(
        product().add(NAME + ".diff", 8, 6),
        ".diff",
        "a layer must be changed in one way, but this one is in [LOW_RANK, FULL].");
  }

  @Test
  void emptyTensor() throws IOException {
    assertRefused(
        product().add(NAME + ".lora_mid.weight", 0),
        ".lora_mid.weight",
        "a tensor must have elements, but has shape [0].");
  }

  @Test
  void oneLeaf_inTwoSpellings() throws IOException {
    assertRefused(
        product().add(NAME + ".lora_B.weight", 8, 2),
        ".lora_B.weight",
        "the file must say this once, but says it in two spellings.");
  }

  @Test
  void rotations_notSquare() throws IOException {
    assertRefused(
        new WrittenLora().add(NAME + ".oft_blocks", 2, 4, 3),
        ".oft_blocks",
        "blocks must be square, but the shape is [2, 4, 3].");
  }

  @Test
  void butterfly_thatDoesNotDivide() throws IOException {
    assertRefused(
        new WrittenLora().add(NAME + ".oft_blocks", 4, 2, 4, 4),
        ".oft_blocks",
        "4 stages of blocks of 4 do not divide 8 channels.");
  }

  @Test
  void kronecker_withoutItsSecondMatrix() throws IOException {
    assertRefused(
        new WrittenLora().add(NAME + ".lokr_w1", 2, 2),
        ".lokr_w1",
        "each matrix of a Kronecker product must be whole or in factors, and there must be two.");
  }

  @Test
  void truncatedFiles() throws IOException {
    byte[] whole = Files.readAllBytes(Goldens.path("models/adapters/lora/lora-kohya.safetensors"));
    for (int length : new int[] {0, 7, 8, 200, whole.length / 2, whole.length - 1}) {
      Path path = folder.resolve(length + ".safetensors");
      Files.write(path, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> Lora.read(path, 1))
          .isInstanceOf(ModelFormatException.class)
          .hasMessageContaining(path.toString());
    }
  }
}
