package io.pentimento.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pentimento.prompt.PromptSchedule.Entry;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PromptScheduleTest {
  private static final int DEPTH = 10_000;
  private static final Timeline TEN = Timeline.firstPass(10);

  @Property(tries = 3000)
  void everyText_isAScheduleThatEndsWithTheSteps(
      @ForAll("prompts") String prompt,
      @ForAll @IntRange(min = 1, max = 30) int steps,
      @ForAll @IntRange(max = 30) int baseSteps,
      @ForAll boolean old) {
    Timeline timeline = new Timeline(steps, baseSteps, old);
    List<Entry> entries = PromptSchedule.of(prompt, timeline).entries();
    assertThat(entries)
        .isSortedAccordingTo((a, b) -> Integer.compare(a.endsAfter(), b.endsAfter()));
    assertThat(entries.get(0).endsAfter()).isPositive();
    assertThat(entries.get(entries.size() - 1).endsAfter()).isEqualTo(timeline.lastStep());
    assertThat(entries.stream().map(Entry::endsAfter)).doesNotHaveDuplicates();
  }

  @Property(tries = 1000)
  void textWithoutBracketsAndBars_staysAsItIs(@ForAll String text) {
    String plain = text.replaceAll("[\\\\()\\[\\]|]", "");
    assertThat(PromptSchedule.of(plain, TEN).entries()).containsExactly(new Entry(10, plain));
  }

  @Property(tries = 1000)
  void switchedText_isOneThenTheOther(
      @ForAll("prompts") String prompt, @ForAll @IntRange(min = 1, max = 9) int when) {
    String words = prompt.replaceAll("[\\\\()\\[\\]|:]", "");
    assertThat(PromptSchedule.of("x[a" + words + ":b:" + when + "]y", TEN).entries())
        .containsExactly(new Entry(when, "xa" + words + "y"), new Entry(10, "xby"));
  }

  @Test
  @Timeout(20)
  void nestedBrackets_takeNoStack() {
    String verbatim = "[".repeat(DEPTH) + "a" + "]".repeat(DEPTH);
    assertThat(PromptSchedule.of(verbatim, TEN).texts()).containsExactly(verbatim);
    String round = "(".repeat(DEPTH) + "a" + ":1)".repeat(DEPTH);
    assertThat(PromptSchedule.of(round, TEN).texts()).containsExactly(round);
    String switched = "[".repeat(DEPTH) + "a" + ":b:5]".repeat(DEPTH);
    assertThat(PromptSchedule.of(switched, TEN).texts()).containsExactly("a", "b");
    String alternated = "[a|".repeat(DEPTH) + "b" + "]".repeat(DEPTH);
    assertThat(PromptSchedule.of(alternated, Timeline.firstPass(2)).texts())
        .containsExactly("a", "b");
  }

  @Test
  @Timeout(20)
  void brokenNesting_isReadInOneGo() {
    for (String part : List.of("[", "(", "[a:", "[a:b:", "[a:   ", "([", "[(", "[a:b:1.", "[]:(")) {
      String broken = part.repeat(DEPTH);
      assertThat(PromptSchedule.of(broken, TEN).texts()).containsExactly(broken);
      String closed = broken + "x)".repeat(DEPTH);
      assertThat(PromptSchedule.of(closed, TEN).entries()).isNotEmpty();
    }
    String bars = "[a|".repeat(DEPTH);
    assertThat(PromptSchedule.of(bars, TEN).texts()).containsExactly(bars);
  }

  @Test
  void malformedGroup_leavesGroupsInsideAsTheyAre() {
    assertThat(PromptSchedule.of("[x [a:b:5] y:z:w:3]", TEN).texts())
        .containsExactly("[x a y:z:w:3]", "[x b y:z:w:3]");
    assertThat(PromptSchedule.of("(x:[a:b:5]:3)", TEN).texts())
        .containsExactly("(x:a:3)", "(x:b:3)");
  }

  @Test
  void strayBrackets_touchingAGroupAreText() {
    assertThat(PromptSchedule.of("([a:b:3]", TEN).texts()).containsExactly("(a", "(b");
    assertThat(PromptSchedule.of("[a:b:3]))", TEN).texts()).containsExactly("a))", "b))");
    assertThat(PromptSchedule.of("[[a:b:3]:c:4x]", TEN).texts())
        .containsExactly("[a:c:4x]", "[b:c:4x]");
  }

  @Test
  void barOutOfPlace_makesThePromptLiteral() {
    for (String prompt :
        List.of("a|b [c:d:5]", "[c:d:5] [a|b", "[a:b|c] [c:d:5]", "[a|b:3] [x:5]")) {
      assertThat(PromptSchedule.of(prompt, TEN).texts()).containsExactly(prompt);
    }
  }

  @Test
  void backslash_keepsTheNextCharacterButNoLineBreak() {
    assertThat(PromptSchedule.of("[a\\]:b:5]", TEN).texts()).containsExactly("a\\]", "b");
    assertThat(PromptSchedule.of("[a:b:5]\\", TEN).texts()).containsExactly("[a:b:5]\\");
    assertThat(PromptSchedule.of("[a:b:5]\\\n", TEN).texts()).containsExactly("[a:b:5]\\\n");
  }

  @Test
  void number_beyondDoublesIsTheLastStep() {
    assertThat(PromptSchedule.of("[a:b:1e999]", TEN).texts()).containsExactly("a");
    assertThat(PromptSchedule.of("[a:b:-1.e999]", TEN).texts()).containsExactly("b");
  }

  @Test
  void number_mayStandBetweenAnyBlanksButHasPlainDigits() {
    assertThat(PromptSchedule.of("[a:b:\u00a05\u2003]", TEN).texts()).containsExactly("a", "b");
    assertThat(PromptSchedule.of("[a:b:\u0665]", TEN).texts()).containsExactly("[a:b:\u0665]");
  }

  @Test
  void at_firstEntryHoldsOneCallMoreThanItsEnd() {
    PromptSchedule schedule = PromptSchedule.of("[a:b:4]", TEN);
    assertThat(schedule.at(0)).isEqualTo("a");
    assertThat(schedule.at(4)).isEqualTo("a");
    assertThat(schedule.at(5)).isEqualTo("b");
    assertThat(schedule.indexAt(10)).isEqualTo(1);
  }

  @Test
  void at_callsBeyondTheEndGetTheFirstEntry() {
    assertThat(PromptSchedule.of("[a:b:4]", TEN).indexAt(11)).isZero();
  }

  @Test
  void at_negativeCallIsRefused() {
    assertThatThrownBy(() -> PromptSchedule.of("a", TEN).at(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("call must be 0 or more, but got: -1.");
  }

  @Test
  void entries_mustBeThereAndAscend() {
    assertThatThrownBy(() -> new PromptSchedule(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A schedule must have an entry, but has none.");
    assertThatThrownBy(() -> new PromptSchedule(List.of(new Entry(3, "a"), new Entry(3, "b"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The ends of a schedule must ascend, but entry 0 ends after 3 and entry 1 after 3.");
  }

  @Test
  void timeline_refusesPassesWithoutSteps() {
    assertThatThrownBy(() -> Timeline.firstPass(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("steps must be 1 or more, but got: 0.");
    assertThatThrownBy(() -> Timeline.secondPass(5, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("baseSteps must be 1 or more, but got: 0.");
    assertThatThrownBy(() -> new Timeline(5, -1, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("baseSteps must be 1 or more, or 0 in a first pass, but got: -1.");
  }

  @Provide
  Arbitrary<String> prompts() {
    return PromptTextsOfAllKinds.arbitrary();
  }
}
