package io.pentimento;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pentimento.prompt.Emphasis;
import io.pentimento.prompt.TokenCount;
import io.pentimento.prompt.TokenPadding;
import io.pentimento.sampling.Guidance;
import io.pentimento.sampling.Sampler;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the words of a prompt do to the picture. */
class PipelinePromptTest {
  private static Pipeline pipeline;

  @BeforeAll
  static void open() {
    pipeline = TinyModel.open();
  }

  @AfterAll
  static void close() {
    pipeline.close();
  }

  private static TextToImage.Builder prompt(String prompt) {
    return TextToImage.builder(prompt).sampler(Sampler.euler()).steps(4).seed(42);
  }

  private static int[] pixels(TextToImage.Builder request) {
    BufferedImage image = pipeline.generate(request.build()).image();
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }

  /** Batches of another size sum in another order. */
  private static void assertWithinOneLevel(int[] actual, int[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      for (int shift = 0; shift < 24; shift += 8) {
        int difference = (actual[i] >> shift & 0xFF) - (expected[i] >> shift & 0xFF);
        assertThat(Math.abs(difference)).as("pixel %d", i).isLessThanOrEqualTo(1);
      }
    }
  }

  @Test
  void editing_switchesAtItsStep() {
    int[] cat = pixels(prompt("a cat"));
    int[] dog = pixels(prompt("a dog"));
    assertThat(cat).isNotEqualTo(dog);
    assertThat(pixels(prompt("a [cat:dog:1.0]"))).isEqualTo(cat);
    assertThat(pixels(prompt("a [cat:dog:0]"))).isEqualTo(dog);
    assertThat(pixels(prompt("a [cat:dog:0.5]"))).isNotEqualTo(cat).isNotEqualTo(dog);
  }

  @Test
  void editing_countsCallsOfSecondOrderSamplers() {
    int[] cat = pixels(prompt("a cat").sampler(Sampler.heun()));
    // Four steps of Heun's method are eight calls by the plan, and seven in fact.
    assertThat(pixels(prompt("a [cat:dog:4]").sampler(Sampler.heun()))).isNotEqualTo(cat);
    assertThat(pixels(prompt("a [cat:dog:6]").sampler(Sampler.heun()))).isEqualTo(cat);
  }

  @Test
  void alternation_differsFromBothOptions() {
    assertThat(pixels(prompt("a [cat|dog]")))
        .isNotEqualTo(pixels(prompt("a cat")))
        .isNotEqualTo(pixels(prompt("a dog")));
    assertThat(pixels(prompt("a [cat|cat]"))).isEqualTo(pixels(prompt("a cat")));
  }

  @Test
  void editing_worksInTheNegativePromptToo() {
    int[] blurry = pixels(prompt("a cat").negativePrompt("blurry"));
    assertThat(pixels(prompt("a cat").negativePrompt("[blurry:dark:1.0]"))).isEqualTo(blurry);
    assertThat(pixels(prompt("a cat").negativePrompt("[blurry:dark:0.5]"))).isNotEqualTo(blurry);
  }

  @Test
  void and_weighsItsParts() {
    int[] cat = pixels(prompt("a cat"));
    assertWithinOneLevel(pixels(prompt("a cat AND a dog :0")), cat);
    assertWithinOneLevel(pixels(prompt("a cat :0.5 AND a cat :0.5")), cat);
    assertThat(pixels(prompt("a cat AND a dog"))).isNotEqualTo(cat);
    assertThat(pixels(prompt("a cat AND a dog :-0.5"))).isNotEqualTo(cat);
  }

  @Test
  void parts_mayBeOfDifferentLengths() {
    String many = "word, ".repeat(60);
    assertThat(pixels(prompt("a cat AND " + many))).isNotEqualTo(pixels(prompt("a cat")));
  }

  @Test
  void padding_ofPromptsOfDifferentLengths() {
    String many = "word, ".repeat(60);
    List<int[]> pictures = new ArrayList<>();
    for (TokenPadding padding : TokenPadding.values()) {
      TextToImage.Builder request = prompt("a cat").negativePrompt(many);
      TextToImage plain = request.build();
      pictures.add(
          pixels(
              request.sampling(
                  plain.sampling().withPrompts(plain.sampling().prompts().withPadding(padding)))));
    }
    assertThat(pictures.get(0)).isNotEqualTo(pictures.get(1)).isNotEqualTo(pictures.get(2));
    assertThat(pictures.get(1)).isNotEqualTo(pictures.get(2));
  }

  @Test
  void tagsOfExtraNetworks_areNoWords() {
    assertThat(pixels(prompt("a cat<lora:ink:0.7>"))).isEqualTo(pixels(prompt("a cat")));
  }

  @Test
  void emphasis_mayBeSwitchedOff() {
    int[] cat = pixels(prompt("a cat"));
    assertThat(pixels(prompt("a (cat:1.5)").emphasis(Emphasis.IGNORE))).isEqualTo(cat);
    assertThat(pixels(prompt("a (cat:1.5)").emphasis(Emphasis.NONE))).isNotEqualTo(cat);
    assertThat(pixels(prompt("a (cat:1.5)").emphasis(Emphasis.NO_NORM)))
        .isNotEqualTo(pixels(prompt("a (cat:1.5)")));
  }

  @Test
  void guidance_mayBeLeftOutAndRescaled() {
    int[] plain = pixels(prompt("a cat"));
    Guidance guidance = Guidance.of(7);
    assertThat(pixels(prompt("a cat").guidance(guidance.withSkipEarly(0.5)))).isNotEqualTo(plain);
    assertThat(pixels(prompt("a cat").guidance(guidance.withMinSigma(5, true))))
        .isNotEqualTo(plain);
    assertThat(pixels(prompt("a cat").guidanceRescale(0.7))).isNotEqualTo(plain);
    // Left out from the first to the last call, guidance is the prompt alone.
    assertWithinOneLevel(
        pixels(prompt("a cat").guidance(guidance.withSkipEarly(1))),
        pixels(prompt("a cat").guidanceScale(1)));
  }

  @Test
  void sameWords_samePictureWhetherRememberedOrNot() {
    int[] first = pixels(prompt("a [fox|hare|stoat] in (snow:1.3) AND night :0.4"));
    assertThat(pixels(prompt("a [fox|hare|stoat] in (snow:1.3) AND night :0.4"))).isEqualTo(first);
    try (Pipeline fresh = TinyModel.open()) {
      BufferedImage image =
          fresh.generate(prompt("a [fox|hare|stoat] in (snow:1.3) AND night :0.4").build()).image();
      assertThat(image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth()))
          .isEqualTo(first);
    }
  }

  @Test
  void midjourney_setsPartsShapeSeedAndVariety() {
    TextToImage request =
        TextToImage.midjourney("hot::3 dog::1 --no bun --ar 3:2 --seed 5 --chaos 20 --repeat 2")
            .build();
    assertThat(request.prompt()).isEqualTo("hot :0.75 AND dog :0.25");
    assertThat(request.negativePrompt()).isEqualTo("bun");
    assertThat(request.sampling().seed()).isEqualTo(5);
    assertThat(request.sampling().batch()).isEqualTo(2);
    assertThat(request.sampling().seeds().variationStrength()).isEqualTo(0.2);
    BufferedImage image = pipeline.generate(request.toBuilder().steps(1).build()).image();
    // The tiny model's own side is 64: 64² pixels in the shape 3:2.
    assertThat(image.getWidth()).isEqualTo(80);
    assertThat(image.getHeight()).isEqualTo(56);
  }

  @Test
  void countTokens_isWhatThePageShows() {
    assertThat(pipeline.countTokens("a cat")).isEqualTo(new TokenCount(2, 75));
    assertThat(pipeline.countTokens("a cat AND a very old dog <lora:x:1>"))
        .isEqualTo(new TokenCount(4, 75));
    assertThat(pipeline.countNegativeTokens("")).isEqualTo(new TokenCount(0, 75));
  }

  @Test
  void variation_goesFromOneSeedToTheOther() {
    int[] plain = pixels(prompt("a cat"));
    assertThat(pixels(prompt("a cat").variation(7, 0))).isEqualTo(plain);
    assertThat(pixels(prompt("a cat").variation(7, 0.3))).isNotEqualTo(plain);
    assertWithinOneLevel(pixels(prompt("a cat").variation(7, 1)), pixels(prompt("a cat").seed(7)));
  }

  @Test
  void seeds_areTakenAsGiven() {
    Generation three = pipeline.generate(prompt("a cat").seeds(List.of(9L, 3L, 9L)).build());
    assertThat(three.seeds()).containsExactly(9L, 3L, 9L);
    assertThat(three.images()).hasSize(3);
    assertThatThrownBy(() -> prompt("a cat").seeds(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least one seed");
  }
}
