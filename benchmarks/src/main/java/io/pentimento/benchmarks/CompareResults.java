package io.pentimento.benchmarks;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Prints by what factor a change altered each benchmark, from JMH's JSON results of the builds
 * without and with it. {@code benchmarks/compare} makes them.
 *
 * <pre>
 * java -cp "benchmarks/target/classes:$(cat benchmarks/target/classpath)" \
 *     io.pentimento.benchmarks.CompareResults FOLDER
 * </pre>
 */
public final class CompareResults {
  /** A benchmark's scores, in the order of the rounds. */
  private static final class Scores {
    private final String unit;
    private final List<Double> old = new ArrayList<>();
    private final List<Double> changed = new ArrayList<>();

    Scores(String unit) {
      this.unit = unit;
    }
  }

  private CompareResults() {}

  /** Compares {@code old-1.json}, {@code new-1.json}, {@code old-2.json} and so on in a folder. */
  public static void main(String[] arguments) throws IOException {
    System.out.print(table(Path.of(arguments[0])));
  }

  /** Returns a line for each benchmark and its parameters. */
  static String table(Path folder) throws IOException {
    Map<String, Scores> all = new TreeMap<>();
    for (int round = 1; Files.exists(file(folder, "old", round)); round++) {
      read(file(folder, "old", round))
          .forEach((name, one) -> scores(all, name, one).old.add(one.score));
      read(file(folder, "new", round))
          .forEach((name, one) -> scores(all, name, one).changed.add(one.score));
    }
    if (all.isEmpty()) {
      throw new IllegalArgumentException("There must be an old-1.json in " + folder + ".");
    }
    StringBuilder table = new StringBuilder();
    all.forEach((name, scores) -> table.append(line(name, scores)));
    return table.toString();
  }

  private static String line(String name, Scores scores) {
    if (scores.old.isEmpty() || scores.changed.isEmpty()) {
      return "%s: only in the %s build%n".formatted(name, scores.old.isEmpty() ? "new" : "old");
    }
    PairedRatio ratio = PairedRatio.of(scores.old, scores.changed);
    return String.format(
        Locale.ROOT,
        "%s: new/old %.3f (95 %% from %.3f to %.3f, %d pairs, %s)%s%n",
        name,
        ratio.ratio(),
        ratio.low(),
        ratio.high(),
        ratio.pairs(),
        scores.unit,
        ratio.isDifference() ? "" : ": no difference seen");
  }

  private static Scores scores(Map<String, Scores> all, String name, Result one) {
    return all.computeIfAbsent(name, unknown -> new Scores(one.unit));
  }

  private static Path file(Path folder, String build, int round) {
    return folder.resolve(build + "-" + round + ".json");
  }

  /** One fork's score. */
  private record Result(double score, String unit) {}

  private static Map<String, Result> read(Path file) throws IOException {
    Map<String, Result> results = new TreeMap<>();
    try (Reader reader = Files.newBufferedReader(file)) {
      for (JsonElement element : JsonParser.parseReader(reader).getAsJsonArray()) {
        JsonObject one = element.getAsJsonObject();
        JsonObject metric = one.getAsJsonObject("primaryMetric");
        results.put(
            name(one),
            new Result(metric.get("score").getAsDouble(), metric.get("scoreUnit").getAsString()));
      }
    }
    return results;
  }

  private static String name(JsonObject one) {
    String path = one.get("benchmark").getAsString();
    String method = path.substring(path.lastIndexOf('.', path.lastIndexOf('.') - 1) + 1);
    if (!one.has("params")) {
      return method;
    }
    Map<String, String> parameters = new TreeMap<>();
    one.getAsJsonObject("params")
        .entrySet()
        .forEach(entry -> parameters.put(entry.getKey(), entry.getValue().getAsString()));
    return method + " " + parameters;
  }
}
