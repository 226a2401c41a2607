package io.pentimento.infotext;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes a text apart. */
final class InfotextParser {
  private static final int FEWEST_FIELDS = 3;
  private static final String NEGATIVE = "Negative prompt:";

  private InfotextParser() {}

  static Infotext parse(String text) {
    String stripped = PythonText.strip(text);
    int lastLine = stripped.lastIndexOf('\n') + 1;
    List<FieldLine.Field> found = FieldLine.fields(stripped.substring(lastLine));
    boolean told = found.size() >= FEWEST_FIELDS;
    StringBuilder prompt = new StringBuilder();
    StringBuilder negative = new StringBuilder();
    StringBuilder open = prompt;
    String above = told ? stripped.substring(0, Math.max(0, lastLine - 1)) : stripped;
    for (String line : above.split("\n", -1)) {
      String words = PythonText.strip(line);
      if (words.startsWith(NEGATIVE)) {
        open = negative;
        words = PythonText.strip(words.substring(NEGATIVE.length()));
      }
      open.append(open.isEmpty() ? "" : "\n").append(words);
    }
    return new Infotext(prompt.toString(), negative.toString(), told ? values(found) : Map.of());
  }

  private static Map<String, String> values(List<FieldLine.Field> fields) {
    Map<String, String> values = new LinkedHashMap<>();
    for (FieldLine.Field field : fields) {
      if (!field.held().isEmpty()) {
        values.put(field.name(), QuotedValue.unquote(field.held()));
      }
    }
    return values;
  }
}
