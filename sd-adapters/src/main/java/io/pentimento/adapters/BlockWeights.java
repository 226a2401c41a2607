package io.pentimento.adapters;

import io.pentimento.checkpoint.ModelFormatException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How much a LoRA counts in each block, beside its weight: the numbers of the WebUI's "LoRA block
 * weight" extension. Blocks are those of the original layout: {@code IN00} to {@code IN11} on the
 * way down, {@code M00} in the middle, {@code OUT00} to {@code OUT11} on the way up; {@code BASE}
 * is the text encoder. What is in no block (time embedding, output convolution) counts in full.
 *
 * @param values 26 finite numbers: BASE, IN00 to IN11, M00, OUT00 to OUT11
 */
public record BlockWeights(List<Double> values) {
  private static final int BLOCKS = 12;
  private static final int MIDDLE = 1 + BLOCKS;
  private static final int ALL = 2 + 2 * BLOCKS;

  /** The blocks that have transformers, which is all that a plain LoRA changes, and other lists. */
  private static final Map<Integer, List<Integer>> PLACES =
      Map.of(
          ALL,
          IntStream.range(0, ALL).boxed().toList(),
          17,
          places(List.of(1, 2, 4, 5, 7, 8), List.of(3, 4, 5, 6, 7, 8, 9, 10, 11)),
          12,
          places(List.of(4, 5, 7, 8), List.of(0, 1, 2, 3, 4, 5)),
          20,
          places(IntStream.range(0, 9).boxed().toList(), IntStream.range(0, 9).boxed().toList()));

  private static final Map<String, String> PRESETS =
      Map.of(
          "NONE", "00000000000000000",
          "ALL", "11111111111111111",
          "INS", "11110000000000000",
          "IND", "10001110000000000",
          "INALL", "11111110000000000",
          "MIDD", "10001111111100000",
          "OUTD", "10000000111100000",
          "OUTS", "10000000000011111",
          "OUTALL", "10000000111111111");

  /** Checks the numbers. */
  public BlockWeights {
    values = List.copyOf(values);
    if (values.size() != ALL || !values.stream().allMatch(Double::isFinite)) {
      throw new IllegalArgumentException(
          "Block weights must be 26 finite numbers, but got: " + values + ".");
    }
  }

  /**
   * Weights in the order of the extension's lists; a block that a list lacks gets 0.
   *
   * @param numbers 26 for all blocks, 17 for those with transformers, or SDXL's 20 and 12
   * @throws IllegalArgumentException if there are as many as no list has, or one is not finite
   */
  public static BlockWeights of(double... numbers) {
    List<Integer> places = PLACES.get(numbers.length);
    if (places == null) {
      throw new IllegalArgumentException(
          "Block weights must be 17 or 26 numbers, or SDXL's 12 or 20, but there are "
              + numbers.length
              + ".");
    }
    List<Double> values = new ArrayList<>(Collections.nCopies(ALL, 0.0));
    for (int i = 0; i < numbers.length; i++) {
      values.set(places.get(i), numbers[i]);
    }
    return new BlockWeights(values);
  }

  /**
   * Reads numbers separated by commas, or one of the extension's names: {@code NONE ALL INS IND
   * INALL MIDD OUTD OUTS OUTALL ALL0.5}, which are for models with 17 blocks.
   *
   * @throws IllegalArgumentException if it is neither
   */
  public static BlockWeights parse(String text) {
    String name = text.strip().toUpperCase(Locale.ROOT);
    if (name.equals("ALL0.5")) {
      return of(Collections.nCopies(17, 0.5).stream().mapToDouble(Double::doubleValue).toArray());
    }
    String preset = PRESETS.get(name);
    if (preset != null) {
      return of(preset.chars().mapToDouble(digit -> digit - '0').toArray());
    }
    try {
      return of(
          Arrays.stream(text.split(",", -1)).mapToDouble(n -> Double.parseDouble(n)).toArray());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "Block weights must be numbers separated by commas, or one of ALL0.5 and %s, but got: %s."
              .formatted(
                  PRESETS.keySet().stream().sorted().toList(),
                  ModelFormatException.printable(text)),
          e);
    }
  }

  /** Returns the weight of text encoders. */
  public double base() {
    return values.get(0);
  }

  /** Returns the weight of a U-Net's layer by its original name. */
  double of(Optional<String> original) {
    String[] words = original.orElse("").split("\\.", 3);
    int block = words.length < 3 ? BLOCKS : Integer.parseInt(words[1]);
    return switch (words[0]) {
      case "middle_block" -> values.get(MIDDLE);
      case "input_blocks" -> block < BLOCKS ? values.get(1 + block) : 1;
      case "output_blocks" -> block < BLOCKS ? values.get(MIDDLE + 1 + block) : 1;
      default -> 1;
    };
  }

  private static List<Integer> places(List<Integer> in, List<Integer> out) {
    return Stream.of(
            Stream.of(0),
            in.stream().map(block -> 1 + block),
            Stream.of(MIDDLE),
            out.stream().map(block -> MIDDLE + 1 + block))
        .flatMap(part -> part)
        .toList();
  }
}
