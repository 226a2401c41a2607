package io.pentimento.adapters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.internal.Scope;
import io.pentimento.testing.TestEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Whatever leaves of whatever shapes a file holds, it changes the model or is refused by file and
 * tensor: no shape gets as far as native code that has not been checked.
 */
class LoraFuzzTest {
  private static final String TO_Q =
      "lora_unet_down_blocks_0_attentions_0_transformer_blocks_0_attn1_to_q";
  private static final String CONV = "lora_unet_down_blocks_1_resnets_1_conv2";
  private static final String NORM = "lora_unet_mid_block_resnets_1_norm1";

  /** Sound files: a layer, then leaves and their shapes. */
  private static final List<List<Leaf>> SOUND =
      List.of(
          of(TO_Q, "lora_up.weight 8 2", "lora_down.weight 2 6", "alpha"),
          of(TO_Q, "lora_up.weight 8 2", "lora_down.weight 2 6", "dora_scale 8 1"),
          of(TO_Q, "lora_up.weight 8 2", "lora_down.weight 2 6", "dora_scale 1 6", "scale"),
          of(TO_Q, "lora_B.weight 8 2", "lora_A.weight 2 6", "lora_magnitude_vector 8"),
          of(TO_Q, "lora_B.weight 8 2", "lora_A.weight 2 6", "lora_B.bias 8"),
          of(TO_Q, "hada_w1_a 8 2", "hada_w1_b 2 6", "hada_w2_a 8 3", "hada_w2_b 3 6", "alpha"),
          of(TO_Q, "lokr_w1 2 3", "lokr_w2 4 2", "alpha"),
          of(TO_Q, "lokr_w1_a 2 1", "lokr_w1_b 1 3", "lokr_w2_a 4 2", "lokr_w2_b 2 2"),
          of(TO_Q, "weight 8"),
          of(TO_Q, "weight 1 6", "on_input"),
          of(TO_Q, "diff 8 6", "diff_b 8"),
          of(TO_Q, "a1.weight 6 2", "a2.weight 2 6", "b1.weight 8 2", "b2.weight 2 6", "alpha"),
          of(TO_Q, "oft_blocks 2 4 4", "rescale 8 1", "alpha"),
          of(TO_Q, "oft_blocks 2 2 4 4", "alpha"),
          of(CONV, "lora_up.weight 8 2 1 1", "lora_down.weight 2 4 3 3", "dora_scale 1 4 1 1"),
          of(CONV, "lora_up.weight 8 2", "lora_down.weight 3 4", "lora_mid.weight 2 3 3 3"),
          of(CONV, "hada_w1_a 8 2", "hada_w1_b 2 36", "hada_w2_a 8 2", "hada_w2_b 2 36"),
          of(
              CONV,
              "hada_w1_a 2 8",
              "hada_w1_b 3 4",
              "hada_t1 2 3 3 3",
              "hada_w2_a 2 8",
              "hada_w2_b 3 4",
              "hada_t2 2 3 3 3"),
          of(CONV, "lokr_w1 2 2", "lokr_w2 4 2 3 3"),
          of(CONV, "lokr_w1 2 2", "lokr_w2_a 2 4", "lokr_w2_b 3 2", "lokr_t2 2 3 3 3", "alpha"),
          of(CONV, "a1.weight 4 2", "a2.weight 2 4", "b1.weight 8 2", "b2.weight 2 4 3 3"),
          of(CONV, "oft_blocks 4 2 2", "alpha"),
          of(NORM, "w_norm 8", "b_norm 8"));

  private static Path folder;
  private static int files;

  /** A tensor and its shape. */
  record Leaf(String name, List<Long> shape) {}

  /** One damage: which tensor gets another shape. */
  record Damage(int index, List<Long> shape) {}

  private static List<Leaf> of(String layer, String... leaves) {
    return Stream.of(leaves)
        .map(
            leaf -> {
              String[] words = leaf.split(" ");
              return new Leaf(
                  layer + "." + words[0], Stream.of(words).skip(1).map(Long::valueOf).toList());
            })
        .toList();
  }

  @BeforeContainer
  static void makeFolder() throws IOException {
    folder = Files.createTempDirectory("lora-fuzz");
  }

  @AfterContainer
  static void deleteFolder() throws IOException {
    try (var all = Files.list(folder)) {
      for (Path file : all.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  @Provide
  Arbitrary<List<Leaf>> sound() {
    return Arbitraries.of(SOUND);
  }

  @Provide
  Arbitrary<List<Damage>> damages() {
    Arbitrary<List<Long>> shapes =
        Arbitraries.of(1L, 2L, 3L, 4L, 6L, 8L, 9L, 36L).list().ofMaxSize(5);
    return Combinators.combine(Arbitraries.integers().between(0, 5), shapes)
        .as(Damage::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(2);
  }

  @Property(tries = 100)
  void soundShapes_changeTheModel(@ForAll("sound") List<Leaf> leaves) throws IOException {
    assertThat(isUsed(leaves)).isTrue();
  }

  @Property(tries = 500)
  void damagedShapes_changeTheModelOrAreRefused(
      @ForAll("sound") List<Leaf> leaves, @ForAll("damages") List<Damage> damages)
      throws IOException {
    List<Leaf> damaged = new ArrayList<>(leaves);
    for (Damage damage : damages) {
      int at = damage.index() % damaged.size();
      damaged.set(at, new Leaf(damaged.get(at).name(), damage.shape()));
    }
    assertThatCode(() -> isUsed(damaged)).doesNotThrowAnyException();
  }

  private static boolean isUsed(List<Leaf> leaves) throws IOException {
    WrittenLora written = new WrittenLora();
    for (Leaf leaf : leaves) {
      written.add(leaf.name(), leaf.shape().stream().mapToLong(Long::longValue).toArray());
    }
    Path path = written.write(folder, files++ + ".safetensors");
    try {
      return isUsed(path);
    } finally {
      Files.delete(path);
    }
  }

  /** Applies a file; one that is refused must be refused in the right words. */
  private static boolean isUsed(Path path) throws IOException {
    SmallModel layout = WrittenLora.model();
    try (Scope scope = TestEngine.open("fuzz")) {
      ChangedModel model = new ChangedModel(layout, scope);
      Lora.read(path, 0.5).apply(model);
      assertThat(model.weights()).isNotEmpty();
      for (ChangedModel.Tensor tensor : model.weights().keySet()) {
        long[] shape = shapeOf(layout, tensor);
        float[] original = new float[Math.toIntExact(Shapes.product(shape, 0))];
        assertThat(model.sum(tensor.part(), tensor.name(), original, shape))
            .hasSize(original.length);
      }
      return true;
    } catch (ModelFormatException e) {
      assertThat(e.path()).isEqualTo(path);
      assertThat(e.tensor()).isPresent();
      return false;
    } catch (AdapterMismatchException e) {
      assertThat(e.path()).isEqualTo(path);
      assertThat(e.getMessage()).contains("small");
      return false;
    }
  }

  private static long[] shapeOf(SmallModel layout, ChangedModel.Tensor tensor) {
    Map<String, long[]> tensors = layout.tensors(tensor.part());
    long[] known = tensors.get(tensor.name());
    return known != null
        ? known
        : new long[] {tensors.get(tensor.name().replace(".bias", ".weight"))[0]};
  }

  @Provide
  Arbitrary<String> names() {
    Arbitrary<String> words =
        Arbitraries.of(
            "lora_unet_",
            "unet.",
            "lora_te_",
            ".",
            "_lora.",
            ".processor.",
            "to_q",
            "lora_up",
            ".weight",
            ".alpha",
            ".default",
            "bundle_emb.",
            "conv_in",
            "base_model.model.",
            "é",
            "\n",
            ".lora_A.weight",
            "text_encoder_2.");
    return words.list().ofMinSize(1).ofMaxSize(5).map(list -> String.join("", list));
  }

  @Property(tries = 300)
  void anyNames_areUsedOrRefused(@ForAll("names") String name) throws IOException {
    Path path = new WrittenLora().add(name, 2).write(folder, files++ + ".safetensors");
    SmallModel layout = WrittenLora.model();
    try {
      assertThat(Lora.read(path, 1).match(layout).matched()).hasSizeLessThanOrEqualTo(1);
    } catch (ModelFormatException e) {
      assertThat(e.path()).isEqualTo(path);
    } catch (AdapterMismatchException e) {
      assertThat(e.getMessage()).contains(path.toString()).doesNotContain("\n");
    } finally {
      Files.delete(path);
    }
  }
}
