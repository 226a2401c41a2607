package io.pentimento.prompt;

import io.pentimento.image.AspectRatio;
import io.pentimento.prompt.MidjourneyParameters.Ignored;
import io.pentimento.prompt.PromptParts.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One Midjourney prompt on its way through. */
final class MidjourneyParser {
  private static final Logger LOG = LoggerFactory.getLogger(MidjourneyParser.class);

  /** A weight behind {@code ::}; a number that a word goes on from, as in "3d", is none. */
  private static final Pattern WEIGHT =
      Pattern.compile("[+-]?+(\\d++(\\.\\d*+)?+|\\.\\d++)(?![\\p{L}\\p{N}_])");

  /** Two dashes and a name, or an em dash and a name that is known, behind a blank. */
  private static final Pattern PARAMETER =
      Pattern.compile(
          "(?<!\\S)(?:--(?<name>\\p{Alpha}\\S*+)|\u2014(?<known>(?:no|ar|aspect|seed|chaos|c|iw|stop"
              + "|tile|repeat|r|stylize|s|quality|q|weird|w|v|niji)(?!\\S)))",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CHARACTER_CLASS);

  private static final long MAX_SEED = 0xFFFF_FFFFL;
  private static final double MAX_IMAGE_WEIGHT = 3;

  private final String source;
  private final List<String> excluded = new ArrayList<>();
  private final List<Ignored> ignored = new ArrayList<>();
  private Optional<AspectRatio> aspectRatio = Optional.empty();
  private OptionalLong seed = OptionalLong.empty();
  private int chaos;
  private double imageWeight = 1;
  private int stopPercent = 100;
  private boolean tile;
  private int repeat = 1;

  MidjourneyParser(String source) {
    this.source = source;
  }

  MidjourneyPrompt parse() {
    Matcher parameter = PARAMETER.matcher(source);
    boolean found = parameter.find();
    String text = found ? source.substring(0, parameter.start()) : source;
    while (found) {
      String name =
          parameter.group("name") != null ? parameter.group("name") : parameter.group("known");
      int start = parameter.end();
      found = parameter.find();
      String value = source.substring(start, found ? parameter.start() : source.length());
      read(name.toLowerCase(Locale.ROOT), Blanks.strip(value));
    }
    if (!ignored.isEmpty()) {
      LOG.info(
          "These parameters of a Midjourney prompt have no effect: {}.",
          ignored.stream().map(OneLine::of).collect(Collectors.joining(", ")));
    }
    return new MidjourneyPrompt(
        parts(text),
        String.join(", ", excluded),
        new MidjourneyParameters(
            aspectRatio, seed, chaos, imageWeight, stopPercent, tile, repeat, ignored));
  }

  private static List<Part> parts(String text) {
    List<Part> parts = new ArrayList<>();
    Matcher weight = WEIGHT.matcher(text);
    int start = 0;
    int colons = text.indexOf("::");
    while (colons >= 0) {
      int next = colons + 2;
      OptionalDouble number =
          weight.region(next, text.length()).lookingAt()
              ? Decimal.parse(weight.group())
              : OptionalDouble.empty();
      add(parts, text.substring(start, colons), number.orElse(1));
      start = number.isPresent() ? weight.end() : next;
      colons = text.indexOf("::", start);
    }
    add(parts, text.substring(start), 1);
    return parts.isEmpty() ? List.of(new Part("", 1)) : parts;
  }

  private static void add(List<Part> parts, String text, double weight) {
    String stripped = Blanks.strip(text);
    if (!stripped.isEmpty()) {
      parts.add(new Part(stripped, weight));
    }
  }

  private void read(String name, String value) {
    switch (name) {
      case "no" -> exclude(value);
      case "ar", "aspect" -> aspectRatio = Optional.of(aspectRatio(name, value));
      case "seed" -> seed = OptionalLong.of(whole(name, value, 0, MAX_SEED));
      case "chaos", "c" -> chaos = (int) whole(name, value, 0, 100);
      case "iw" -> imageWeight = imageWeight(name, value);
      case "stop" -> stopPercent = (int) whole(name, value, 10, 100);
      case "tile" -> tile = flag(name, value);
      case "repeat", "r" -> repeat = (int) whole(name, value, 1, Integer.MAX_VALUE);
      default -> ignored.add(new Ignored(name, value, reason(name)));
    }
  }

  private static String reason(String name) {
    return switch (name) {
      case "stylize", "s", "weird", "w" -> "it steers how Midjourney's own models were trained";
      case "quality", "q" -> "the number of steps says how much work goes into a picture";
      case "v", "niji" -> "the checkpoint that is loaded is the model";
      default -> "no such parameter is known here";
    };
  }

  private void exclude(String value) {
    if (!value.isEmpty()) {
      excluded.add(value);
    }
  }

  private static AspectRatio aspectRatio(String name, String value) {
    Matcher sides = Pattern.compile("([0-9]{1,9}):([0-9]{1,9})").matcher(value);
    int width = sides.matches() ? Integer.parseInt(sides.group(1)) : 0;
    int height = sides.matches() ? Integer.parseInt(sides.group(2)) : 0;
    if (width < 1 || height < 1) {
      throw refused(name, "two whole numbers of at least 1 as in 3:2", value);
    }
    return new AspectRatio(width, height);
  }

  private static long whole(String name, String value, long min, long max) {
    long number = value.matches("[0-9]{1,18}") ? Long.parseLong(value) : -1;
    if (number < min || number > max) {
      throw refused(name, "a whole number in [%d, %d]".formatted(min, max), value);
    }
    return number;
  }

  private static double imageWeight(String name, String value) {
    double weight = Decimal.parse(value).orElse(-1);
    if (!(weight >= 0 && weight <= MAX_IMAGE_WEIGHT)) {
      throw refused(name, "a number in [0, 3]", value);
    }
    return weight;
  }

  private static boolean flag(String name, String value) {
    if (!value.isEmpty()) {
      throw refused(name, "without a value", value);
    }
    return true;
  }

  private static IllegalArgumentException refused(String name, String range, String value) {
    return new IllegalArgumentException(
        "--%s must be %s, but got: \"%s\". All text of a prompt stands before its parameters."
            .formatted(name, range, value));
  }
}
