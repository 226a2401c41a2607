package io.pentimento.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.pentimento.testing.GoldenCases;
import io.pentimento.testing.Goldens;
import io.pentimento.testing.JsonNumbers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class PromptScheduleGoldenTest {
  private static final String FILE = "generation/prompt_schedules.json";

  @TestFactory
  Stream<DynamicTest> schedules() {
    return GoldenCases.of(FILE + " cases", this::scheduleCases);
  }

  private Stream<DynamicTest> scheduleCases() {
    List<DynamicTest> tests = new ArrayList<>();
    Goldens.objects(FILE, "cases")
        .forEach(
            golden -> {
              tests.add(scheduleCase(golden, "schedule", false));
              if (golden.has("schedule_old_timelines")) {
                tests.add(scheduleCase(golden, "schedule_old_timelines", true));
              }
            });
    return tests.stream();
  }

  private static DynamicTest scheduleCase(JsonObject golden, String field, boolean old) {
    int steps = golden.get("steps").getAsInt();
    boolean first = golden.get("hires_steps").isJsonNull();
    Timeline timeline =
        first
            ? Timeline.firstPass(steps)
            : Timeline.secondPass(golden.get("hires_steps").getAsInt(), steps);
    String prompt = golden.get("prompt").getAsString();
    List<PromptSchedule.Entry> expected =
        JsonNumbers.elements(golden.get(field))
            .map(element -> entry(element.getAsJsonArray()))
            .toList();
    return dynamicTest(
        "prompt_schedules.json %s %s %s".formatted(golden.get("prompt"), timeline, field),
        () ->
            assertThat(PromptSchedule.of(prompt, timeline.withOldTimelines(old)).entries())
                .isEqualTo(expected));
  }

  private static PromptSchedule.Entry entry(JsonArray golden) {
    return new PromptSchedule.Entry(golden.get(0).getAsInt(), golden.get(1).getAsString());
  }
}
