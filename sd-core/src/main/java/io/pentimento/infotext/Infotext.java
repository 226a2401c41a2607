package io.pentimento.infotext;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How a picture was made, as its file tells it: the prompt, the negative prompt, and one line of
 * named fields.
 *
 * <p>{@link #text()} writes what {@link #parse} reads back, within the limits of the format:
 *
 * <ul>
 *   <li>The lines of prompts lose white space at both ends, and prompts the empty lines in front.
 *       No line may start with {@code Negative prompt:}.
 *   <li>A text must have at least three fields. Fewer are taken for a line of the prompt, and a
 *       last line of a prompt that looks like three is taken for the fields where there are none.
 *   <li>A field is lost if its value is empty or its own name. A value that holds no comma, colon
 *       or line break must not start with a quotation mark, nor start or end in white space.
 * </ul>
 *
 * @param prompt what the picture should show, with styles applied and with {@code <lora:...>} tags
 * @param negativePrompt what it should not show; empty for nothing
 * @param fields the settings by name, in their order; sizes as {@code 512x512}
 */
public record Infotext(String prompt, String negativePrompt, Map<String, String> fields) {
  /**
   * Copies the fields.
   *
   * @throws IllegalArgumentException if a field's name is none that the text can carry
   */
  public Infotext {
    Objects.requireNonNull(prompt, "prompt");
    Objects.requireNonNull(negativePrompt, "negativePrompt");
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    fields.forEach(
        (name, value) -> {
          FieldLine.requireName(name);
          Objects.requireNonNull(value, name);
        });
  }

  /** Starts a text with a prompt. */
  public static Builder builder(String prompt) {
    return new Builder(prompt);
  }

  /**
   * Reads a text. Every text is one: what has no line of fields is a prompt.
   *
   * @param text the parameters of a picture
   * @return the fields as they are written, in the text's order; the last of several with one name
   *     counts
   */
  public static Infotext parse(String text) {
    return InfotextParser.parse(text);
  }

  /** Returns the value of a field, or empty if there is none. */
  public Optional<String> field(String name) {
    return Optional.ofNullable(fields.get(name));
  }

  /** Returns the text that the WebUI writes into a picture. */
  public String text() {
    String line =
        fields.entrySet().stream()
            .map(field -> written(field.getKey(), field.getValue()))
            .collect(Collectors.joining(", "));
    String negative = negativePrompt.isEmpty() ? "" : "\nNegative prompt: " + negativePrompt;
    return PythonText.strip(prompt + negative + "\n" + line);
  }

  private static String written(String name, String value) {
    return value.equals(name) ? name : name + ": " + QuotedValue.quote(value);
  }

  /**
   * Returns the same settings as the WebUI would write them today. {@code First pass size}, in
   * which older versions told the size before the hires fix, becomes {@code Size} and {@code Hires
   * resize}; a {@code Hypernet} field becomes a tag in the prompt; and what an older {@code
   * Version} did otherwise is told by fields such as {@code Old prompt editing timelines}. Returns
   * this text if nothing in it is old.
   */
  public Infotext modernized() {
    return OldSpellings.modernize(this);
  }

  /**
   * Returns everything that the WebUI's own reader makes of the text: the fields, a size {@code
   * Size} as {@code Size-1} and {@code Size-2}, the prompts as {@code Prompt} and {@code Negative
   * prompt}, old spellings as {@link #modernized} tells, and the settings that are left out where
   * they have the WebUI's default, such as {@code Clip skip} or {@code RNG}. Numbers and truth
   * values are written as Python prints them.
   */
  public Map<String, String> expanded() {
    return ExpandedFields.of(this);
  }

  /**
   * Builds an {@link Infotext}. The fields that the WebUI lists come in its order, {@code Version}
   * and {@code User} last, and all others before these in the order in which they were first set.
   */
  public static final class Builder {
    private final String prompt;
    private String negativePrompt = "";
    private final Map<String, String> fields = new LinkedHashMap<>();

    private Builder(String prompt) {
      this.prompt = Objects.requireNonNull(prompt, "prompt");
    }

    /** Sets what the picture should not show; empty unless set. */
    public Builder negativePrompt(String negativePrompt) {
      this.negativePrompt = Objects.requireNonNull(negativePrompt, "negativePrompt");
      return this;
    }

    /**
     * Sets a field; one that is set already keeps its place.
     *
     * @param name one letter, digit or _, and then one or more of these, blanks, - and /
     * @param value any text; one that the reader would cut is written in quotation marks
     * @throws IllegalArgumentException if the name is no such text
     */
    public Builder field(String name, String value) {
      fields.put(FieldLine.requireName(name), Objects.requireNonNull(value, "value"));
      return this;
    }

    /** Sets a field to a whole number. */
    public Builder field(String name, long value) {
      return field(name, Long.toString(value));
    }

    /**
     * Sets a field to a number, written with the fewest digits that read back as it: {@code 7.0},
     * {@code 0.7}.
     */
    public Builder field(String name, double value) {
      return field(name, PythonText.number(value));
    }

    /** Sets a field to {@code True} or {@code False}. */
    public Builder field(String name, boolean value) {
      return field(name, PythonText.truth(value));
    }

    /** Builds the text. */
    public Infotext build() {
      return new Infotext(prompt, negativePrompt, FieldOrder.ordered(fields));
    }
  }
}
