package io.pentimento.infotext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.arbitraries.StringArbitrary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InfotextTest {
  private static final String LETTERS = "aZ0_ñ猫 ,:;-/.()[]<>\"\\'😀\t\u00a0";

  private static Infotext line(String fields) {
    return Infotext.parse("p\nSteps: 1, Seed: 2, Size: 8x8, " + fields);
  }

  @Test
  void builder_putsListedNamesFirstAndVersionLast() {
    Infotext text =
        Infotext.builder("a cat")
            .field("Version", "v1.10.1")
            .field("NGMS", 1.5)
            .field("Seed", 7)
            .field("Eta", 0.67)
            .field("Steps", 20)
            .field("NGMS", 2)
            .build();
    assertThat(text.fields())
        .containsExactly(
            entry("Steps", "20"),
            entry("Seed", "7"),
            entry("NGMS", "2"),
            entry("Eta", "0.67"),
            entry("Version", "v1.10.1"));
    assertThat(text.field("NGMS")).contains("2");
    assertThat(text.field("Model")).isEmpty();
  }

  @Test
  void fields_areACopyThatCannotBeChanged() {
    Map<String, String> fields = new LinkedHashMap<>(Map.of("Steps", "20"));
    Infotext text = new Infotext("a", "", fields);
    fields.put("Seed", "1");
    assertThat(text.fields()).containsExactly(entry("Steps", "20"));
    assertThatThrownBy(() -> text.fields().put("Seed", "1"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "A", "a:b", "a,b", " ab", "-ab", "a\nb", "a\tb", "ab:", "猫"})
  void field_refusesNamesThatNoTextCarries(String name) {
    assertThatThrownBy(() -> Infotext.builder("").field(name, "1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "A field's name must be one letter, digit or _, and then one or more letters, digits,"
                + " _, blanks, - or /, but got: "
                + name
                + ".");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Steps", "猫犬", "3D", "_x", "a-b/c d", "Pad conds v0", "ⅷⅷ"})
  void field_namesThatAreCarried(String name) {
    Infotext text = line(name + ": 5");
    assertThat(text.field(name)).contains("5");
    assertThat(Infotext.builder("").field(name, 5).build().fields()).containsKey(name);
  }

  @Test
  void parse_marksAreNoLetters() {
    assertThat(line("a\u0301bc: 5").field("bc")).contains("5");
  }

  @Test
  void parse_laterFieldsOfAName() {
    assertThat(line("Seed: 3, Model: x, Seed: ,").fields())
        .containsExactly(
            entry("Steps", "1"), entry("Seed", "3"), entry("Size", "8x8"), entry("Model", "x"));
  }

  @Test
  void parse_quotedValues() {
    assertThat(line("Note: \"a, b\", Next: 1").fields())
        .containsEntry("Note", "a, b")
        .containsEntry("Next", "1");
    assertThat(line("Note: \"a, b\" , Next: 1").fields())
        .containsEntry("Note", "\"a")
        .containsEntry("Next", "1");
    assertThat(line("Note: \"\\q, b\", Next: 1").field("Note")).contains("\"\\q, b\"");
    assertThat(line("Note: \"\\u732b\\uD83D\\ude00\\/\\b\\f\", Next: 1").field("Note"))
        .contains("猫😀/\b\f");
    assertThat(line("Note: \"\\u73zz\", Next: 1").field("Note")).contains("\"\\u73zz\"");
    assertThat(line("Note: \"\\u73\", Next: 1").field("Note")).contains("\"\\u73\"");
    assertThat(line("Note: \", Next: 1").field("Note")).contains("\"");
    assertThat(line("Note: \"\", Next: 1").field("Note")).contains("");
    assertThat(line("Note: \"a\tb\", Next: 1").field("Note")).contains("\"a\tb\"");
    assertThat(line("Note: \"ab\\").field("Note")).contains("\"ab\\");
  }

  @Test
  void parse_emptyLinesInFrontOfPromptsAreDropped() {
    Infotext text = Infotext.parse("a\n\n b \nNegative prompt:\n\n c\n\nd\nAb: 1, Cd: 2, Ef: 3");
    assertThat(text.prompt()).isEqualTo("a\n\nb");
    assertThat(text.negativePrompt()).isEqualTo("c\n\nd");
    assertThat(text.fields()).hasSize(3);
  }

  @Test
  void modernized_newTextsAreThemselves() {
    Infotext text = line("Version: v1.10.1, Sampler: DDIM");
    assertThat(text.modernized()).isEqualTo(text);
  }

  @Test
  void modernized_tellsWhatOldVersionsDid() {
    Infotext text =
        Infotext.parse(
            "[a|b]\nSteps: 20, Sampler: PLMS, Size: 640x960, First pass size: 0x0, Hypernet: h,"
                + " Refiner: r, Version: v1.5.2-12-gabcdef");
    Infotext modern = text.modernized();
    assertThat(modern.prompt()).isEqualTo("[a|b]<hypernet:h:1.0>");
    assertThat(modern.fields())
        .containsExactly(
            entry("Steps", "20"),
            entry("Sampler", "PLMS"),
            entry("Size", "448x640"),
            entry("Refiner", "r"),
            entry("Version", "v1.5.2-12-gabcdef"),
            entry("Hires resize", "640x960"),
            entry("Old prompt editing timelines", "True"),
            entry("Pad conds v0", "True"),
            entry("Downcast alphas_cumprod", "True"),
            entry("Refiner switch by sampling steps", "True"));
    assertThat(modern.modernized()).isEqualTo(modern);
    assertThat(text.expanded())
        .containsEntry("Size-1", "448")
        .containsEntry("Hires resize-2", "960")
        .containsEntry("First pass size-1", "0")
        .containsEntry("Prompt", "[a|b]<hypernet:h:1.0>")
        .containsEntry("Pad conds v0", "True")
        .containsEntry("Emphasis", "Original");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "First pass size: 99999999999999999999x1",
        "First pass size: 0x0, Size: 0x512",
        "First pass size: 512",
        "First pass size: 0x0, Size: 9999999999x9999999999"
      })
  void modernized_leavesSizesThatNoPictureHas(String fields) {
    Infotext text = Infotext.parse("p\nSteps: 1, Seed: 2, " + fields + ", Eta: 1");
    assertThat(text.modernized()).isEqualTo(text);
    assertThat(text.expanded()).containsEntry("Hires resize-1", "0");
  }

  @Test
  void expanded_emphasisIsOriginalWhereBracketsWeigh() {
    assertThat(line("Eta: 1").expanded()).doesNotContainKey("Emphasis");
    assertThat(Infotext.parse("a BREAK \\(b\\)").expanded()).doesNotContainKey("Emphasis");
    assertThat(Infotext.parse("a\nNegative prompt: (b)").expanded())
        .containsEntry("Emphasis", "Original");
    assertThat(Infotext.parse("(a)\nAb: 1, Cd: 2, Emphasis: No norm").expanded())
        .containsEntry("Emphasis", "No norm");
  }

  @Test
  void expanded_weightsOfLorasAreCastWhereWeightsAre() {
    assertThat(line("FP8 weight: Enable").expanded())
        .containsEntry("Cache FP16 weight for LoRA", "False");
    assertThat(line("Eta: 1").expanded()).doesNotContainKey("Cache FP16 weight for LoRA");
  }

  @Property
  void parse_takesAnyText(@ForAll("texts") String text) {
    Infotext read = Infotext.parse(text);
    assertThat(read.expanded()).containsKeys("Prompt", "Negative prompt", "RNG");
    assertThat(Infotext.parse(read.text())).isNotNull();
    assertThat(read.modernized().modernized()).isEqualTo(read.modernized());
  }

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> pieces =
        Arbitraries.of(
            "Steps: 1",
            "Version: ",
            "v1.5.2-3-g1",
            "First pass size: ",
            "Hypernet: ",
            "Negative prompt:",
            "0x0",
            "512x768",
            "\"",
            "\\",
            "\\u",
            ",",
            ":",
            ": ",
            ", ",
            "\n",
            "\r\n",
            " ",
            "ab",
            "(",
            "]",
            "\ud83d");
    Arbitrary<String> any = Arbitraries.strings().ofMaxLength(6);
    return Arbitraries.oneOf(pieces, pieces, any)
        .list()
        .ofMaxSize(40)
        .map(parts -> String.join("", parts));
  }

  /** Each was slow where a search starts anew one character further, or tries all ways to match. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "a ",
        " ",
        "a:",
        "a,",
        "\"",
        "\\",
        "\\\"",
        "ab:\"",
        "ab: \"\\",
        "a\"",
        ":",
        "-"
      })
  void parse_longHostileLines(String piece) {
    String hostile = piece.repeat(200_000);
    Infotext text = Infotext.parse("p\nAb: 1, Cd: 2, Ef: 3, Gh: \"" + hostile);
    assertThat(text.fields()).containsEntry("Ef", "3");
    assertThat(Infotext.parse(hostile).expanded()).containsKey("Prompt");
  }

  @Property
  void fields_areThoseOfTheRulesExpression(@ForAll("lines") String line) {
    assertThat(FieldLine.fields(line)).isEqualTo(bySearch(line));
  }

  @Provide
  Arbitrary<String> lines() {
    return Arbitraries.of("a", "b", "_", "0", "-", "/", " ", "\t", ":", ",", "\"", "\\", "ab:", "é")
        .list()
        .ofMaxSize(40)
        .map(parts -> String.join("", parts));
  }

  private static List<FieldLine.Field> bySearch(String line) {
    String name = "(?<name>\\w[ /\\w-]+)";
    String quoted = "\"([^\"\\\\]|\\\\.)+\"(?=,|$)";
    Pattern rule =
        Pattern.compile(
            name + ":\\s*+(?<held>" + quoted + "|[^,]*)(,|$)", Pattern.UNICODE_CHARACTER_CLASS);
    List<FieldLine.Field> found = new ArrayList<>();
    Matcher search = rule.matcher(line);
    while (search.find()) {
      found.add(new FieldLine.Field(search.group("name"), search.group("held")));
    }
    return found;
  }

  @Property
  void parse_readsWhatTextWrote(@ForAll("infotexts") Infotext text) {
    Infotext read = Infotext.parse(text.text());
    assertThat(read).isEqualTo(text);
    assertThat(List.copyOf(read.fields().keySet())).isEqualTo(List.copyOf(text.fields().keySet()));
  }

  @Provide
  Arbitrary<Infotext> infotexts() {
    Arbitrary<String> names =
        letters(" -/_aZ0é猫").ofMinLength(2).ofMaxLength(8).filter(InfotextTest::isName);
    Arbitrary<String> values = letters(LETTERS + "\n").ofMinLength(1).ofMaxLength(8);
    Arbitrary<Map<String, String>> fields =
        Arbitraries.maps(names, values)
            .ofMinSize(3)
            .ofMaxSize(8)
            .filter(map -> map.entrySet().stream().allMatch(InfotextTest::isKept));
    return Combinators.combine(prompts(), prompts(), fields)
        .as(
            (prompt, negative, extras) -> {
              Infotext.Builder text = Infotext.builder(prompt).negativePrompt(negative);
              extras.forEach(text::field);
              return text.field("Steps", 1).field("Version", "v1").build();
            });
  }

  private static Arbitrary<String> prompts() {
    return letters(LETTERS)
        .ofMaxLength(12)
        .map(PythonText::strip)
        .filter(Predicate.not(words -> words.startsWith("Negative prompt:")))
        .list()
        .ofMaxSize(4)
        .map(lines -> String.join("\n", lines))
        .filter(prompt -> !prompt.startsWith("\n"));
  }

  private static StringArbitrary letters(String letters) {
    return Arbitraries.strings().withChars(letters.replace("😀", ""));
  }

  private static boolean isName(String name) {
    return PythonText.isWord(name.charAt(0)) && !name.equals("Version");
  }

  /** The limits of the format, see {@link Infotext}. */
  private static boolean isKept(Map.Entry<String, String> field) {
    String value = field.getValue();
    boolean quoted = !QuotedValue.quote(value).equals(value);
    return !value.equals(field.getKey())
        && (quoted || (!value.startsWith("\"") && PythonText.strip(value).equals(value)));
  }
}
