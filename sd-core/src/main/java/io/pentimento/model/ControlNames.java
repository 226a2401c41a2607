package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.checkpoint.NameTable;
import io.pentimento.checkpoint.UNetNames;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The names of a ControlNet's tensors: diffusers', each with the one in the file, which may be that
 * of the original code ({@code input_hint_block}, {@code zero_convs}) with or without {@code
 * control_model} before it.
 */
final class ControlNames {
  private static final String PREFIX = "control_model.";

  /** What a file has that holds the difference between a ControlNet and its base model. */
  private static final String DIFFERENCE = "difference";

  private static final String HINT = "controlnet_cond_embedding.";
  private static final Pattern HALVING = Pattern.compile("input_blocks\\.[0-9]+\\.0\\.op\\.weight");
  private static final int MOST_BLOCKS = Bounds.LEVELS * Bounds.LAYERS;

  private final Map<String, String> inFile = new LinkedHashMap<>();
  private boolean difference;

  private ControlNames() {}

  /**
   * Finds the names of a file.
   *
   * @throws ModelFormatException if it holds no ControlNet, or one of a kind that is not offered
   */
  static ControlNames of(Checkpoint checkpoint) throws ModelFormatException {
    OtherControl.refuse(checkpoint);
    Set<String> names = checkpoint.names();
    boolean prefixed = names.stream().anyMatch(name -> name.startsWith(PREFIX));
    Map<String, String> plain = new LinkedHashMap<>();
    names.forEach(
        name ->
            plain.put(
                prefixed && name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name,
                name));
    ControlNames found = new ControlNames();
    found.difference = plain.remove(DIFFERENCE) != null;
    if (plain.containsKey("controlnet_mid_block.weight")) {
      found.inFile.putAll(plain);
    } else if (plain.containsKey("middle_block_out.0.weight")) {
      found.addOriginal(plain);
    } else {
      throw new ModelFormatException(
          checkpoint.path(),
          "this is no ControlNet: it has neither controlnet_mid_block.weight nor"
              + " control_model.middle_block_out.0.weight.");
    }
    return found;
  }

  private void addOriginal(Map<String, String> plain) {
    NameTable encoder =
        UNetNames.of(levels(plain.keySet()), residualBlocks(plain.keySet()), Set.of());
    int lastHint = 2 * (count(plain.keySet(), "input_hint_block.", 2) - 1);
    plain.forEach((name, file) -> inFile.put(diffusers(name, encoder, lastHint), file));
  }

  private static String diffusers(String name, NameTable encoder, int lastHint) {
    String[] words = name.split("\\.", 3);
    if (name.startsWith("middle_block_out.0.")) {
      return "controlnet_mid_block." + words[2];
    }
    if (words.length == 3 && words[0].equals("input_hint_block")) {
      OptionalInt place = number(words[1]);
      return place.isPresent() ? HINT + hint(place.getAsInt(), lastHint) + words[2] : name;
    }
    if (words.length == 3 && words[0].equals("zero_convs") && words[2].startsWith("0.")) {
      return "controlnet_down_blocks." + words[1] + words[2].substring(1);
    }
    return encoder.diffusers(name).orElse(name);
  }

  /** Every second place of the original's sequence is an activation. */
  private static String hint(int place, int last) {
    if (place == 0) {
      return "conv_in.";
    }
    return place == last ? "conv_out." : "blocks." + (place / 2 - 1) + ".";
  }

  private static OptionalInt number(String word) {
    return word.matches("[0-9]{1,4}")
        ? OptionalInt.of(Integer.parseInt(word))
        : OptionalInt.empty();
  }

  /** Every level but the last ends by halving the resolution. */
  private static int levels(Set<String> names) {
    long halvings = names.stream().filter(HALVING.asMatchPredicate()).count();
    return (int) Math.min(halvings + 1, Bounds.LEVELS);
  }

  /** The first block that halves the resolution tells how many residual blocks a level has. */
  private static int residualBlocks(Set<String> names) {
    for (int i = 2; i < MOST_BLOCKS; i++) {
      if (names.contains("input_blocks." + i + ".0.op.weight")) {
        return i - 1;
      }
    }
    return Math.max(1, count(names, "input_blocks.", 1) - 1);
  }

  /** Counts the numbers 0, step, 2 × step and so on that follow a beginning. */
  private static int count(Set<String> names, String start, int step) {
    Set<String> numbers = new HashSet<>();
    names.stream()
        .filter(name -> name.startsWith(start))
        .forEach(name -> numbers.add(name.substring(start.length()).split("\\.", 2)[0]));
    int count = 0;
    while (numbers.contains(Integer.toString(count * step))) {
      count++;
    }
    return count;
  }

  /** Tells whether the file holds the difference between a ControlNet and its base model. */
  boolean isDifference() {
    return difference;
  }

  /** Returns the file's name of a tensor, if it has it. */
  Optional<String> inFile(String name) {
    return Optional.ofNullable(inFile.get(name));
  }

  /** Returns diffusers' names of all tensors. */
  Set<String> all() {
    return inFile.keySet();
  }

  /** Returns the tensors of a source by diffusers' names. */
  TensorSource of(TensorSource source) {
    return new TensorSource() {
      @Override
      public boolean has(String name) {
        return all().stream().anyMatch(key -> key.equals(name) || key.startsWith(name + "."));
      }

      @Override
      public NDArray tensor(String name, long... shape) {
        return source.tensor(inFile.getOrDefault(name, name), shape);
      }

      @Override
      public NDArray convolution(String name, boolean many, long... shape) {
        return source.convolution(inFile.getOrDefault(name, name), many, shape);
      }

      @Override
      public NDArray linear(String name, long... shape) {
        return source.linear(inFile.getOrDefault(name, name), shape);
      }

      @Override
      public void finish() throws ModelFormatException {
        source.finish();
      }
    };
  }
}
