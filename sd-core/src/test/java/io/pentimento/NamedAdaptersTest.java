package io.pentimento;

import static io.pentimento.patch.ModelPart.UNET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pentimento.patch.ModelPatch;
import io.pentimento.patch.StepWeight;
import io.pentimento.prompt.LoraTag;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Adapters that prompts name, and requests that name theirs in what pictures record. */
class NamedAdaptersTest {
  private static final String QUERY =
      "down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_q.weight";

  private static Pipeline pipeline;

  @BeforeAll
  static void open() {
    pipeline = TinyModel.open(NamedAdaptersTest::find);
  }

  @AfterAll
  static void close() {
    pipeline.close();
  }

  /** Knows one LoRA and one word. */
  private static AdapterSource.Found find(AdapterSource.Names names) throws IOException {
    ModelPatch patch = ModelPatch.none();
    List<String> unknown = new ArrayList<>();
    for (LoraTag tag : names.loras()) {
      if (tag.name().equals("ink")) {
        patch = patch.and(ink(tag.unetWeight()));
      } else if (tag.name().equals("damaged")) {
        throw new IOException("damaged.safetensors ends early");
      } else {
        unknown.add("<lora:" + tag.name() + ">");
      }
    }
    names.hypernetworks().forEach(tag -> unknown.add("<hypernet:" + tag.name() + ">"));
    if (names.texts().stream().anyMatch(text -> text.contains("zweigelt"))) {
      patch = patch.and(word());
    }
    return new AdapterSource.Found(patch, unknown);
  }

  private static MadeUpPatch ink(double weight) {
    return new MadeUpPatch("ink " + weight)
        .product(UNET, QUERY, 1, StepWeight.of(weight), 8, 8)
        .tag("<lora:ink:" + weight + ">");
  }

  private static MadeUpPatch word() {
    return new MadeUpPatch("word")
        .word("zweigelt", MadeUpPatch.random("a", 16), MadeUpPatch.random("b", 16));
  }

  private static TextToImage.Builder request(String prompt) {
    return TextToImage.builder(prompt).steps(2).seed(3);
  }

  private static int[] pixels(TextToImage.Builder request) {
    BufferedImage image = pipeline.generate(request.build()).image();
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }

  @Test
  void generate_tagInPrompt_asTheRequestsOwn() {
    int[] named = pixels(request("a cat<lora:ink:0.5>"));
    assertThat(named)
        .isEqualTo(pixels(request("a cat").adapters(ink(0.5))))
        .isNotEqualTo(pixels(request("a cat")));
    assertThat(pixels(request("a cat").negativePrompt("<lora:ink:0.5>"))).isNotEqualTo(named);
  }

  @Test
  void generate_tagAndStack_addUp() {
    ModelPatch both = ink(0.25).and(ink(0.5));
    assertThat(pixels(request("a cat<lora:ink:0.5>").adapters(ink(0.25))))
        .isEqualTo(pixels(request("a cat").adapters(both)));
  }

  @Test
  void generate_wordInEitherPrompt() {
    int[] named = pixels(request("a zweigelt"));
    assertThat(named).isEqualTo(pixels(request("a zweigelt").adapters(word())));
    int[] negative = pixels(request("a cat").negativePrompt("zweigelt"));
    assertThat(negative)
        .isEqualTo(pixels(request("a cat").negativePrompt("zweigelt").adapters(word())));
    assertThat(pipeline.countTokens("a zweigelt <lora:ink>").count()).isEqualTo(3);
  }

  @Test
  void generate_secondPass_namesItsOwn() {
    HiresFix.Builder fix = HiresFix.scale(1.25).steps(2);
    int[] plain = pixels(request("a cat").hiresFix(fix.build()));
    int[] second = pixels(request("a cat").hiresFix(fix.prompt("a cat<lora:ink:1>").build()));
    int[] first = pixels(request("a cat<lora:ink:1>").hiresFix(fix.prompt("a cat").build()));
    int[] both = pixels(request("a cat").hiresFix(fix.build()).adapters(ink(1)));
    assertThat(List.of(plain, second, first, both)).doesNotHaveDuplicates();
  }

  @Test
  void generate_unknownTags_areToldOnceAndLeftOut() {
    int[] plain = pixels(request("a cat").hiresFix(HiresFix.scale(1.25).steps(2).build()));
    PrintStream err = System.err;
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    try {
      System.setErr(new PrintStream(told, true, StandardCharsets.UTF_8));
      int[] named =
          pixels(
              request("a cat<lora:oil:1><hypernet:old:1><style:flat>")
                  .hiresFix(HiresFix.scale(1.25).steps(2).build()));
      assertThat(named).isEqualTo(plain);
    } finally {
      System.setErr(err);
    }
    assertThat(told.toString(StandardCharsets.UTF_8))
        .containsOnlyOnce("<lora:oil> in the prompt is left out: there is no such adapter.")
        .containsOnlyOnce("<hypernet:old> in the prompt is left out")
        .containsOnlyOnce("<style:flat> in the prompt is left out");
  }

  @Test
  void check_damagedFile_isTold() {
    TextToImage request = request("a cat<lora:damaged:1>").build();
    assertThatThrownBy(() -> pipeline.check(request))
        .isInstanceOf(UncheckedIOException.class)
        .hasRootCauseMessage("damaged.safetensors ends early");
  }

  @Test
  void parameters_tellTheStack() {
    HiresFix fix = HiresFix.scale(1.25).steps(1).prompt("a dog").build();
    String parameters =
        pipeline.generate(request("a cat").hiresFix(fix).adapters(ink(0.5)).build()).parameters(0);
    assertThat(parameters)
        .startsWith("a cat <lora:ink:0.5>\n")
        .contains("Hires prompt: \"a dog <lora:ink:0.5>\"");
    String named =
        pipeline
            .generate(request("a cat, <lyco:ink:0.5>").adapters(ink(0.5)).build())
            .parameters(0);
    assertThat(named).startsWith("a cat, <lyco:ink:0.5>\n");
  }
}
