package io.pentimento.examples;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * An adapter's file, and how much it counts.
 *
 * @param file the file
 * @param weights what followed its name, in order; empty for nothing
 */
record WeightedFile(Path file, List<Double> weights) {
  /**
   * A number at the end. What is no number belongs to the file, as the colon in {@code C:\} does.
   */
  private static final Pattern WEIGHT =
      Pattern.compile("(.+):([+-]?(?:\\d+\\.?\\d*|\\.\\d+))", Pattern.DOTALL);

  WeightedFile {
    weights = List.copyOf(weights);
  }

  /** Returns a weight by its place, from 0, or another value where none is set. */
  double weight(int place, double otherwise) {
    return place < weights.size() ? weights.get(place) : otherwise;
  }

  /**
   * Reads {@code FILE}, {@code FILE:0.8} and so on.
   *
   * @param most how many weights there may be
   */
  private static WeightedFile parse(String text, int most) {
    List<Double> weights = new ArrayList<>();
    String rest = text;
    Matcher weight = WEIGHT.matcher(rest);
    while (weights.size() < most && weight.matches()) {
      weights.add(0, Double.parseDouble(weight.group(2)));
      rest = weight.group(1);
      weight = WEIGHT.matcher(rest);
    }
    try {
      return new WeightedFile(Path.of(rest), weights);
    } catch (InvalidPathException e) {
      throw new TypeConversionException("there can be no file named " + rest + ".");
    }
  }

  /** Reads {@code FILE[:WEIGHT[:TE_WEIGHT]]}. */
  static final class OfLora implements ITypeConverter<WeightedFile> {
    @Override
    public WeightedFile convert(String text) {
      return parse(text, 2);
    }
  }

  /** Reads {@code FILE[:STRENGTH]}. */
  static final class OfHypernetwork implements ITypeConverter<WeightedFile> {
    @Override
    public WeightedFile convert(String text) {
      return parse(text, 1);
    }
  }
}
