package io.pentimento.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.pentimento.testing.GoldenCases;
import io.pentimento.testing.Goldens;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Cases of samplers and schedules that are not offered are left out; each new one brings its. */
class SamplerChoiceGoldenTest {
  private static final String FILE = "generation/infotext.json";

  private record Names(String sampler, String schedule) {
    static Names of(JsonObject golden) {
      JsonArray names = golden.getAsJsonArray("result");
      return new Names(names.get(0).getAsString(), names.get(1).getAsString());
    }

    /** The sampler and the schedule that the reference's answer and its question need. */
    boolean areOffered(JsonObject golden) {
      List<String> schedules = ScheduleNames.known();
      String asked =
          golden.get("schedule").isJsonNull() ? "" : golden.get("schedule").getAsString();
      return SamplerNames.known().contains(sampler)
          && schedules.contains(schedule)
          && (asked.isEmpty() || schedules.contains(asked));
    }
  }

  @TestFactory
  Stream<DynamicTest> ofParameters_readsNamesAsTheReference() {
    return GoldenCases.of(
        FILE + " sampler_names",
        () ->
            Goldens.objects(FILE, "sampler_names")
                .filter(golden -> Names.of(golden).areOffered(golden))
                .map(
                    golden ->
                        dynamicTest(
                            "infotext.json sampler_names %s, %s"
                                .formatted(golden.get("sampler"), golden.get("schedule")),
                            () -> assertThat(read(golden)).isEqualTo(Names.of(golden)))));
  }

  private static Names read(JsonObject golden) {
    String schedule =
        golden.get("schedule").isJsonNull() ? "Automatic" : golden.get("schedule").getAsString();
    SamplerChoice choice =
        SamplerChoice.ofParameters(golden.get("sampler").getAsString(), schedule);
    return new Names(choice.sampler().name(), choice.schedule().name());
  }
}
