package io.pentimento.adapters;

import static io.pentimento.adapters.WrittenLora.CONV;
import static io.pentimento.adapters.WrittenLora.Q_PROJ;
import static io.pentimento.adapters.WrittenLora.TO_Q;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pentimento.internal.Scope;
import io.pentimento.patch.ModelPart;
import io.pentimento.patch.StepWeight;
import io.pentimento.testing.TestEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoraTest {
  private static final Offset<Float> CLOSE = Offset.offset(1e-5f);

  @TempDir private Path folder;

  private static WrittenLora unetAndText() {
    return new WrittenLora()
        .add("unet." + TO_Q + ".lora_B.weight", 8, 2)
        .add("unet." + TO_Q + ".lora_A.weight", 2, 6)
        .add("text_encoder." + Q_PROJ + ".lora_B.weight", 6, 2)
        .add("text_encoder." + Q_PROJ + ".lora_A.weight", 2, 6);
  }

  private Lora lora(WrittenLora written, double weight) throws IOException {
    return Lora.read(written.write(folder, "ink.safetensors"), weight);
  }

  private static ChangedModel changed(Scope scope, Lora lora) throws IOException {
    ChangedModel model = new ChangedModel(WrittenLora.model(), scope);
    lora.apply(model);
    return model;
  }

  @Test
  void weights_areOfEachNetwork() throws IOException {
    StepWeight late =
        new StepWeight(List.of(new StepWeight.Stretch(0, 0.2), new StepWeight.Stretch(10, 0.8)));
    Lora lora = lora(unetAndText(), 1).withWeights(late, StepWeight.of(0.5));
    try (Scope scope = TestEngine.open("weights")) {
      assertThat(changed(scope, lora).weights())
          .containsOnly(
              Map.entry(new ChangedModel.Tensor(ModelPart.UNET, TO_Q + ".weight"), List.of(late)),
              Map.entry(
                  new ChangedModel.Tensor(ModelPart.TEXT_ENCODER, Q_PROJ + ".weight"),
                  List.of(StepWeight.of(0.5))));
    }
  }

  @Test
  void weightZero_changesNothing() throws IOException {
    try (Scope scope = TestEngine.open("zero")) {
      assertThat(changed(scope, lora(unetAndText(), 0)).weights()).isEmpty();
    }
  }

  @Test
  void blocks_multiplyTheWeight() throws IOException {
    double[] numbers = new double[17];
    numbers[0] = 0.25;
    numbers[1] = 0.5;
    Lora lora = lora(unetAndText(), 0.8).withBlocks(BlockWeights.of(numbers));
    try (Scope scope = TestEngine.open("blocks")) {
      assertThat(changed(scope, lora).weights())
          .containsOnly(
              Map.entry(
                  new ChangedModel.Tensor(ModelPart.UNET, TO_Q + ".weight"),
                  List.of(StepWeight.of(0.4))),
              Map.entry(
                  new ChangedModel.Tensor(ModelPart.TEXT_ENCODER, Q_PROJ + ".weight"),
                  List.of(StepWeight.of(0.2))));
    }
  }

  @Test
  void rank_limitsTheProductAndNotItsScale() throws IOException {
    WrittenLora written = unetAndText().number("unet." + TO_Q + ".alpha", 1);
    float[] up = written.values("unet." + TO_Q + ".lora_B.weight");
    float[] firstColumn = new float[8];
    for (int i = 0; i < 8; i++) {
      firstColumn[i] = up[2 * i];
    }
    float[] firstRow = Arrays.copyOf(written.values("unet." + TO_Q + ".lora_A.weight"), 6);
    try (Scope scope = TestEngine.open("rank")) {
      assertThat(
              changed(scope, lora(written, 1).withRank(1))
                  .sum(ModelPart.UNET, TO_Q + ".weight", new float[48], 8, 6))
          .containsExactly(WrittenLora.product(firstColumn, firstRow, 1, 0.5), CLOSE);
    }
  }

  @Test
  void rank_ofZero_isRefused() throws IOException {
    Lora lora = lora(unetAndText(), 1);
    assertThatThrownBy(() -> lora.withRank(0)).hasMessage("rank must be at least 1, but got: 0.");
  }

  @Test
  void products_stayFactored() throws IOException {
    WrittenLora written =
        unetAndText()
            .add("unet." + CONV + ".lora_B.weight", 8, 3, 1, 1)
            .add("unet." + CONV + ".lora_A.weight", 3, 4, 3, 3);
    try (Scope scope = TestEngine.open("products")) {
      assertThat(changed(scope, lora(written, 1)).products()).isEqualTo(3);
    }
  }

  /** A model holds 1×1 convolutions as linear layers, or not. */
  @Test
  void kernelOfOneCell_suitsALinearLayer() throws IOException {
    String name = "lora_unet_down_blocks_0_attentions_0_transformer_blocks_0_attn1_to_q";
    WrittenLora written =
        new WrittenLora()
            .add(name + ".lora_up.weight", 8, 2, 1, 1)
            .add(name + ".lora_down.weight", 2, 6, 1, 1)
            .set(name + ".lora_mid.weight", new float[] {0, 1, 1, 0}, 2, 2, 1, 1);
    float[] down = written.values(name + ".lora_down.weight");
    float[] swapped = new float[12];
    System.arraycopy(down, 0, swapped, 6, 6);
    System.arraycopy(down, 6, swapped, 0, 6);
    try (Scope scope = TestEngine.open("cell")) {
      assertThat(
              changed(scope, lora(written, 1))
                  .sum(ModelPart.UNET, TO_Q + ".weight", new float[48], 8, 6))
          .containsExactly(
              WrittenLora.product(written.values(name + ".lora_up.weight"), swapped, 2, 1), CLOSE);
    }
  }

  @Test
  void peftMagnitude_isOfOutputs() throws IOException {
    WrittenLora written =
        new WrittenLora()
            .add("unet." + CONV + ".lora_B.weight", 8, 2, 1, 1)
            .add("unet." + CONV + ".lora_A.weight", 2, 4, 3, 3)
            .set("unet." + CONV + ".lora_magnitude_vector.weight", ramp(8), 1, 8, 1, 1);
    float[] base = ramp(8 * 36);
    try (Scope scope = TestEngine.open("magnitude")) {
      float[] change =
          changed(scope, lora(written, 1)).sum(ModelPart.UNET, CONV + ".weight", base, 8, 4, 3, 3);
      for (int out = 0; out < 8; out++) {
        double squares = 0;
        for (int i = out * 36; i < (out + 1) * 36; i++) {
          squares += Math.pow((double) base[i] + change[i], 2);
        }
        assertThat(Math.sqrt(squares)).isEqualTo(ramp(8)[out], Offset.offset(1e-4));
      }
    }
  }

  @Test
  void firstLayer_ofAnInpaintingModel_isChangedInItsFirstChannels() throws IOException {
    WrittenLora written =
        new WrittenLora()
            .add("lora_unet_conv_in.lora_up.weight", 8, 2, 1, 1)
            .add("lora_unet_conv_in.lora_down.weight", 2, 4, 3, 3);
    float[] narrow =
        WrittenLora.product(
            written.values("lora_unet_conv_in.lora_up.weight"),
            written.values("lora_unet_conv_in.lora_down.weight"),
            2,
            1);
    float[] expected = new float[8 * 9 * 9];
    for (int out = 0; out < 8; out++) {
      System.arraycopy(narrow, out * 36, expected, out * 81, 36);
    }
    SmallModel inpainting =
        new SmallModel(
            "inpainting",
            Map.of(ModelPart.UNET, Map.of("conv_in.weight", new long[] {8, 9, 3, 3})));
    try (Scope scope = TestEngine.open("padded")) {
      ChangedModel model = new ChangedModel(inpainting, scope);
      lora(written, 1).apply(model);
      assertThat(model.sum(ModelPart.UNET, "conv_in.weight", new float[648], 8, 9, 3, 3))
          .containsExactly(expected, CLOSE);
    }
  }

  @Test
  void biasThatALayerLacks_isAdded() throws IOException {
    String name = "lora_unet_down_blocks_0_attentions_0_transformer_blocks_0_attn1_to_q";
    WrittenLora written = new WrittenLora().add(name + ".diff_b", 8);
    try (Scope scope = TestEngine.open("bias")) {
      assertThat(
              changed(scope, lora(written, 1)).sum(ModelPart.UNET, TO_Q + ".bias", new float[8], 8))
          .containsExactly(written.values(name + ".diff_b"), CLOSE);
    }
  }

  @Test
  void bundledEmbeddings_becomeWords() throws IOException {
    WrittenLora written =
        unetAndText()
            .set("bundle_emb.night.string_to_param.*", ramp(12), 2, 6)
            .set("bundle_emb.day.clip_l", ramp(6), 6);
    try (Scope scope = TestEngine.open("words")) {
      Map<String, Map<ModelPart, float[][]>> words = changed(scope, lora(written, 0.5)).words();
      assertThat(words).containsOnlyKeys("night", "day");
      assertThat(words.get("night").get(ModelPart.TEXT_ENCODER))
          .isDeepEqualTo(
              new float[][] {Arrays.copyOf(ramp(12), 6), Arrays.copyOfRange(ramp(12), 6, 12)});
      assertThat(words.get("day").get(ModelPart.TEXT_ENCODER))
          .isDeepEqualTo(new float[][] {ramp(6)});
    }
  }

  @Test
  void match_listsWhatWasUsed() throws IOException {
    WrittenLora written =
        unetAndText().add("unet.nowhere.lora_B.weight", 2, 2).add("some.other.key", 3);
    LoraMatch match = lora(written, 1).match(WrittenLora.model());
    assertThat(match.matched()).containsExactlyInAnyOrder("unet." + TO_Q, "text_encoder." + Q_PROJ);
    assertThat(match.unmatched()).containsExactlyInAnyOrder("unet.nowhere", "some.other.key");
  }

  @Test
  void tag_namesFileAndWeights() throws IOException {
    Lora lora = lora(unetAndText(), 0.7);
    assertThat(lora.tag()).contains("<lora:ink:0.7>");
    assertThat(lora.withRank(8).tag()).contains("<lora:ink:0.7:0.7:8>");
    assertThat(lora.withWeights(StepWeight.of(1), StepWeight.of(-0.25)).tag())
        .contains("<lora:ink:-0.25:1>");
    assertThat(lora.withBlocks(BlockWeights.parse("INS")).tag()).isEmpty();
  }

  private static float[] ramp(int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = 0.1f * (i + 1);
    }
    return values;
  }
}
