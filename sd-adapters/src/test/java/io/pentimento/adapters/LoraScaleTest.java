package io.pentimento.adapters;

import static io.pentimento.adapters.WrittenLora.TO_OUT;
import static io.pentimento.adapters.WrittenLora.TO_Q;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.internal.Scope;
import io.pentimento.patch.ModelPart;
import io.pentimento.testing.TestEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a product of rank 2 is multiplied by. */
class LoraScaleTest {
  private static final String KOHYA =
      "lora_unet_down_blocks_0_attentions_0_transformer_blocks_0_attn1_to_q";

  @TempDir private Path folder;

  @Test
  void alpha_isDividedByTheRank() throws IOException {
    assertScale(0.75, KOHYA, kohya().number(KOHYA + ".alpha", 1.5));
  }

  @Test
  void withoutAlpha_isOne() throws IOException {
    assertScale(1, KOHYA, kohya());
  }

  @Test
  void scale_countsInPlaceOfAlpha() throws IOException {
    assertScale(0.3, KOHYA, kohya().number(KOHYA + ".scale", 0.3).number(KOHYA + ".alpha", 1.5));
  }

  @Test
  void metadata_hasAlpha() throws IOException {
    assertScale(3, "unet." + TO_Q, peft().note(META, "{\"unet.r\": 2, \"unet.lora_alpha\": 6}"));
  }

  @Test
  void metadata_hasAlphaByLayer() throws IOException {
    assertScale(
        4,
        "unet." + TO_Q,
        peft()
            .note(
                META,
                "{\"unet.lora_alpha\": 6, \"unet.alpha_pattern\": {\"attn1.to_q\": 8,"
                    + " \"attn2.to_q\": 2}}"));
  }

  @Test
  void metadata_ofAnotherNetwork_isNotUsed() throws IOException {
    assertScale(1, "unet." + TO_Q, peft().note(META, "{\"text_encoder.lora_alpha\": 6}"));
  }

  @Test
  void metadata_rankStabilized_dividesByTheRoot() throws IOException {
    assertScale(
        6 / Math.sqrt(2),
        "unet." + TO_Q,
        peft().note(META, "{\"unet.lora_alpha\": 6, \"unet.use_rslora\": true}"));
  }

  @Test
  void ownAlpha_comesBeforeMetadata() throws IOException {
    assertScale(
        2,
        "unet." + TO_Q,
        peft().number("unet." + TO_Q + ".alpha", 4).note(META, "{\"unet.lora_alpha\": 6}"));
  }

  @Test
  void configBesideTheFile_hasAlpha() throws IOException {
    Files.writeString(
        folder.resolve("adapter_config.json"),
        "{\"r\": 2, \"lora_alpha\": 3, \"rank_pattern\": {}, \"alpha_pattern\": {\"to_k\": 9}}");
    assertScale(1.5, "unet." + TO_Q, peft());
  }

  @Test
  void metadata_malformed_isRefused() throws IOException {
    Path path = peft().note(META, "{\"unet.lora_alpha\": \"six\"}").write(folder, "a.safetensors");
    assertThatThrownBy(() -> LoraFile.read(path))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("unet.lora_alpha in " + path + ": must be a number");
  }

  @Test
  void metadata_withRegularExpression_isRefused() throws IOException {
    Path path =
        peft()
            .note(META, "{\"unet.alpha_pattern\": {\"(a+)+$\": 6}}")
            .write(folder, "a.safetensors");
    assertThatThrownBy(() -> LoraFile.read(path))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("must map layers' names, not regular expressions");
  }

  @Test
  void biasOfTheSecondFactor_isScaledToo() throws IOException {
    WrittenLora written =
        new WrittenLora()
            .add("unet." + TO_OUT + ".lora_B.weight", 6, 2)
            .add("unet." + TO_OUT + ".lora_A.weight", 2, 8)
            .add("unet." + TO_OUT + ".lora_B.bias", 6)
            .number("unet." + TO_OUT + ".alpha", 1);
    try (Scope scope = TestEngine.open("bias")) {
      ChangedModel model = new ChangedModel(WrittenLora.model(), scope);
      Lora.read(written.write(folder, "bias.safetensors"), 1).apply(model);
      float[] bias = written.values("unet." + TO_OUT + ".lora_B.bias");
      for (int i = 0; i < bias.length; i++) {
        bias[i] *= 0.5f;
      }
      assertThat(model.sum(ModelPart.UNET, TO_OUT + ".bias", new float[6], 6))
          .containsExactly(bias, Offset.offset(1e-6f));
    }
  }

  private static final String META = "lora_adapter_metadata";

  private static WrittenLora kohya() {
    return new WrittenLora()
        .add(KOHYA + ".lora_up.weight", 8, 2)
        .add(KOHYA + ".lora_down.weight", 2, 6);
  }

  private static WrittenLora peft() {
    return new WrittenLora()
        .add("unet." + TO_Q + ".lora_B.weight", 8, 2)
        .add("unet." + TO_Q + ".lora_A.weight", 2, 6);
  }

  private void assertScale(double scale, String name, WrittenLora written) throws IOException {
    boolean kohya = name.equals(KOHYA);
    float[] up = written.values(name + (kohya ? ".lora_up.weight" : ".lora_B.weight"));
    float[] down = written.values(name + (kohya ? ".lora_down.weight" : ".lora_A.weight"));
    try (Scope scope = TestEngine.open("scale")) {
      ChangedModel model = new ChangedModel(WrittenLora.model(), scope);
      Lora.read(written.write(folder, "scale.safetensors"), 1).apply(model);
      assertThat(model.sum(ModelPart.UNET, TO_Q + ".weight", new float[48], 8, 6))
          .containsExactly(WrittenLora.product(up, down, 2, scale), Offset.offset(1e-5f));
    }
  }
}
