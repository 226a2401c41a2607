package io.pentimento.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pentimento.image.AspectRatio;
import io.pentimento.prompt.MidjourneyParameters.Ignored;
import io.pentimento.prompt.PromptParts.Part;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MidjourneyPromptTest {
  private static List<Part> parts(String text) {
    return MidjourneyPrompt.parse(text).parts();
  }

  private static MidjourneyParameters parameters(String text) {
    return MidjourneyPrompt.parse(text).parameters();
  }

  @Test
  void weights_standDirectlyBehindColons() {
    assertThat(parts("hot:: dog")).containsExactly(new Part("hot", 1), new Part("dog", 1));
    assertThat(parts("hot::2 dog")).containsExactly(new Part("hot", 2), new Part("dog", 1));
    assertThat(parts("a::.5 b::-0.25 c::3."))
        .containsExactly(new Part("a", 0.5), new Part("b", -0.25), new Part("c", 3));
    assertThat(parts("a::2, b")).containsExactly(new Part("a", 2), new Part(", b", 1));
  }

  @Test
  void weights_areNoneInsideWords() {
    assertThat(parts("hot:: 2 dogs")).containsExactly(new Part("hot", 1), new Part("2 dogs", 1));
    assertThat(parts("hot::3d dog")).containsExactly(new Part("hot", 1), new Part("3d dog", 1));
    assertThat(parts("hot::1.5x")).containsExactly(new Part("hot", 1), new Part("1.5x", 1));
  }

  @Test
  void partsWithoutText_areLeftOut() {
    assertThat(parts("::2 a::3 ::4")).containsExactly(new Part("a", 3));
    assertThat(parts(" ")).containsExactly(new Part("", 1));
    assertThat(parts("--no hat")).containsExactly(new Part("", 1));
  }

  @Test
  void prompt_hasSharesOfTheSum() {
    assertThat(MidjourneyPrompt.parse("hot::100 dog::100").prompt())
        .isEqualTo("hot :0.5 AND dog :0.5")
        .isEqualTo(MidjourneyPrompt.parse("hot:: dog").prompt());
    MidjourneyPrompt negative = MidjourneyPrompt.parse("still life:: fruit::-0.5");
    assertThat(negative.prompt()).isEqualTo("still life :2.0 AND fruit :-1.0");
    assertThat(negative.negativePrompt()).isEmpty();
    assertThat(MidjourneyPrompt.parse("a cat::7").prompt()).isEqualTo("a cat");
  }

  @Test
  void prompt_writesSmallSharesWithoutExponent() {
    String prompt = MidjourneyPrompt.parse("a::0.00001 b::0.99999").prompt();
    assertThat(PromptParts.of(prompt).parts().get(0)).isEqualTo(new Part("a", 0.00001));
  }

  @Test
  void no_isTheNegativePromptWhereNothingElseIsNegative() {
    MidjourneyPrompt prompt = MidjourneyPrompt.parse("a cat --no hat, scarf --no dog");
    assertThat(prompt.excluded()).isEqualTo("hat, scarf, dog");
    assertThat(prompt.prompt()).isEqualTo("a cat");
    assertThat(prompt.negativePrompt()).isEqualTo("hat, scarf, dog");
    assertThat(MidjourneyPrompt.parse("a::2 b::2 --no c").prompt()).isEqualTo("a :0.5 AND b :0.5");
  }

  @Test
  void no_isAPartWhereOtherPartsAreNegative() {
    MidjourneyPrompt prompt = MidjourneyPrompt.parse("a::2 b::-0.5 --no c");
    assertThat(prompt.prompt()).isEqualTo("a :2.0 AND b :-0.5 AND c :-0.5");
    assertThat(prompt.negativePrompt()).isEmpty();
  }

  @Test
  void ourSyntax_isPassedOn() {
    assertThat(MidjourneyPrompt.parse("(cat:1.3) [a|b] <lora:x:1>, 12:30").prompt())
        .isEqualTo("(cat:1.3) [a|b] <lora:x:1>, 12:30");
    assertThat(MidjourneyPrompt.parse("https://example.org/a.png a cat").prompt())
        .isEqualTo("https://example.org/a.png a cat");
  }

  @Test
  void parameters_haveTheirUsualValues() {
    assertThat(parameters("a cat"))
        .isEqualTo(
            new MidjourneyParameters(
                Optional.empty(), OptionalLong.empty(), 0, 1, 100, false, 1, List.of()));
  }

  @Test
  void parameters_standInAnyOrderAndByAnyName() {
    MidjourneyParameters all =
        new MidjourneyParameters(
            Optional.of(new AspectRatio(16, 9)),
            OptionalLong.of(4294967295L),
            30,
            1.5,
            60,
            true,
            4,
            List.of());
    assertThat(
            parameters(
                "cat --ar 16:9 --seed 4294967295 --chaos 30 --iw 1.5 --stop 60 --tile --repeat 4"))
        .isEqualTo(all);
    assertThat(
            parameters(
                "cat --tile --r 4 --STOP 60 --iw 1.5 --c 30\n--seed 4294967295 --aspect 16:9"))
        .isEqualTo(all);
    assertThat(parameters("--seed 1 --seed 2").seed()).hasValue(2);
  }

  @Test
  void emDash_isAsGoodAsTwoDashesBeforeAKnownName() {
    MidjourneyPrompt prompt = MidjourneyPrompt.parse("a cat \u2014ar 3:2 \u2014no hat");
    assertThat(prompt.parts()).containsExactly(new Part("a cat", 1));
    assertThat(prompt.parameters().aspectRatio()).hasValue(new AspectRatio(3, 2));
    assertThat(prompt.negativePrompt()).isEqualTo("hat");
  }

  @Test
  void dashesOfAText_areText() {
    for (String text :
        List.of(
            "a cat \u2014walking",
            "a cat \u2014 no hat",
            "well--known",
            "a -- b",
            "x --",
            "\u2014")) {
      assertThat(parts(text)).containsExactly(new Part(text, 1));
    }
  }

  @Test
  void ignored_areKeptWithTheReason() {
    assertThat(parameters("cat --s 250 --q .5 --niji 5 --fast").ignored())
        .containsExactly(
            new Ignored("s", "250", "it steers how Midjourney's own models were trained"),
            new Ignored("q", ".5", "the number of steps says how much work goes into a picture"),
            new Ignored("niji", "5", "the checkpoint that is loaded is the model"),
            new Ignored("fast", "", "no such parameter is known here"));
  }

  @Test
  void weights_withoutPositiveSumAreRefused() {
    assertThatThrownBy(() -> MidjourneyPrompt.parse("a cat:: a dog::-1.5"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The weights of a prompt's parts must have a positive sum, but that of [\"a cat\"::1.0,"
                + " \"a dog\"::-1.5] is: -0.5. Raise positive weights or bring negative ones nearer"
                + " to 0.");
    assertThatThrownBy(() -> MidjourneyPrompt.parse("a::1 b::-0.5 --no c"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[\"a\"::1.0, \"b\"::-0.5, \"c\"::-0.5] is: 0.0.");
    assertThatThrownBy(() -> MidjourneyPrompt.parse("a::0"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[\"a\"::0.0] is: 0.0.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "--chaos 101;--chaos must be a whole number in [0, 100], but got: \"101\".",
        "--c -1;--c must be a whole number in [0, 100], but got: \"-1\".",
        "--seed 4294967296;--seed must be a whole number in [0, 4294967295], but got:"
            + " \"4294967296\".",
        "--stop 9;--stop must be a whole number in [10, 100], but got: \"9\".",
        "--iw 3.5;--iw must be a number in [0, 3], but got: \"3.5\".",
        "--ar 3:0;--ar must be two whole numbers of at least 1 as in 3:2, but got: \"3:0\".",
        "--ar;--ar must be two whole numbers of at least 1 as in 3:2, but got: \"\".",
        "--repeat 0;--repeat must be a whole number in [1, 2147483647], but got: \"0\".",
        "--tile a cat;--tile must be without a value, but got: \"a cat\"."
      })
  void parameters_outOfRangeAreRefused(String text, String message) {
    assertThatThrownBy(() -> MidjourneyPrompt.parse("a cat " + text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message + " All text of a prompt stands before its parameters.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a::2 b --no c", "a", "--no c", "a --ar 3:2"})
  void manner_joinsNegativePrompts(String text) {
    MidjourneyPrompt read = MidjourneyPrompt.parse(text);
    assertThat(PromptManner.MIDJOURNEY.read(text, ""))
        .isEqualTo(new PromptTexts(read.prompt(), read.negativePrompt()));
    assertThat(PromptManner.MIDJOURNEY.read(text, "blur").negativePrompt())
        .isEqualTo(read.excluded().isEmpty() ? "blur" : "blur, c");
    assertThat(PromptManner.WEBUI.read(text, "blur")).isEqualTo(new PromptTexts(text, "blur"));
  }

  @Property(tries = 1000)
  void shares_sumToOne(
      @ForAll @Size(min = 2, max = 6) List<@DoubleRange(min = 0.01, max = 100) Double> weights) {
    StringBuilder text = new StringBuilder();
    weights.forEach(weight -> text.append("word::").append(weight).append(' '));
    List<Part> shares = PromptParts.of(MidjourneyPrompt.parse(text.toString()).prompt()).parts();
    assertThat(shares).hasSize(weights.size());
    assertThat(shares.stream().mapToDouble(Part::weight).sum()).isCloseTo(1, within(1e-9));
    for (int i = 0; i < weights.size(); i++) {
      assertThat(shares.get(i).weight() / shares.get(0).weight())
          .isCloseTo(
              weights.get(i) / weights.get(0), within(1e-6 * weights.get(i) / weights.get(0)));
    }
  }

  @Property(tries = 3000)
  void everyText_isReadOrRefusedWithAReason(@ForAll("prompts") String text) {
    MidjourneyPrompt prompt;
    try {
      prompt = MidjourneyPrompt.parse(text);
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageMatching("(?s)(--|The weights of a prompt's parts must ).*");
      return;
    }
    assertThat(prompt.parts()).allSatisfy(part -> assertThat(text).contains(part.text()));
    assertThat(PromptParts.of(prompt.prompt()).parts()).isNotEmpty();
    assertThat(prompt.negativePrompt()).isIn("", prompt.excluded());
  }

  @Provide
  Arbitrary<String> prompts() {
    return PromptTextsOfAllKinds.arbitrary();
  }
}
