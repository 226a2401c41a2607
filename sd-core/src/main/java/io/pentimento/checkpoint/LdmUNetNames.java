package io.pentimento.checkpoint;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The two names of every layer of a U-Net: that of the original code (LDM: {@code
 * input_blocks.4.1.proj_in}) and that of diffusers ({@code down_blocks.1.attentions.0.proj_in}).
 * What follows a layer's name, such as {@code .weight}, stays as it is.
 *
 * @param residualBlocks how many residual blocks each level has on the way down, 2 in all real
 *     models
 * @param attentiveUpBlocks the numbers of diffusers' up blocks that have transformers; the original
 *     name of an enlargement depends on it
 */
public record LdmUNetNames(int residualBlocks, Set<Integer> attentiveUpBlocks) {
  private static final Map<String, String> OUTER_TO_LDM =
      Map.ofEntries(
          Map.entry("time_embedding.linear_1", "time_embed.0"),
          Map.entry("time_embedding.linear_2", "time_embed.2"),
          Map.entry("time_embedding.cond_proj", "time_embed.cond_proj"),
          Map.entry("add_embedding.linear_1", "label_emb.0.0"),
          Map.entry("add_embedding.linear_2", "label_emb.0.2"),
          Map.entry("conv_in", "input_blocks.0.0"),
          Map.entry("mid_block.attentions.0", "middle_block.1"),
          Map.entry("conv_norm_out", "out.0"),
          Map.entry("conv_out", "out.2"));

  private static final Map<String, String> RESIDUAL_TO_LDM =
      Map.of(
          "norm1", "in_layers.0",
          "conv1", "in_layers.2",
          "time_emb_proj", "emb_layers.1",
          "norm2", "out_layers.0",
          "conv2", "out_layers.3",
          "conv_shortcut", "skip_connection");

  private static final Map<String, String> OUTER_TO_DIFFUSERS = inverse(OUTER_TO_LDM);
  private static final Map<String, String> RESIDUAL_TO_DIFFUSERS = inverse(RESIDUAL_TO_LDM);

  /** Checks the number and copies the set. */
  public LdmUNetNames {
    if (residualBlocks < 1) {
      throw new IllegalArgumentException(
          "residualBlocks must be at least 1, but got: " + residualBlocks + ".");
    }
    attentiveUpBlocks = Set.copyOf(attentiveUpBlocks);
  }

  /** Returns the original name of a layer or tensor, if the layer is one of a U-Net. */
  public Optional<String> toLdm(String name) {
    Optional<String> outer = replaceStart(name, OUTER_TO_LDM);
    if (outer.isPresent()) {
      return outer;
    }
    String[] words = name.split("\\.", 5);
    if (words.length >= 4 && name.startsWith("mid_block.resnets.")) {
      return number(words[2])
          .filter(index -> index <= 1)
          .flatMap(
              index ->
                  residual(
                      "middle_block." + 2 * index, rest(words, 3), LdmUNetNames::toLdmResidual));
    }
    if (words.length < 5) {
      return Optional.empty();
    }
    Optional<Integer> block = number(words[1]);
    Optional<Integer> index = number(words[3]);
    if (block.isEmpty() || index.isEmpty()) {
      return Optional.empty();
    }
    return switch (words[0]) {
      case "down_blocks" -> downToLdm(block.get(), words[2], index.get(), words[4]);
      case "up_blocks" -> upToLdm(block.get(), words[2], index.get(), words[4]);
      default -> Optional.empty();
    };
  }

  /** Returns diffusers' name of a layer or tensor, if the layer is one of a U-Net. */
  public Optional<String> toDiffusers(String name) {
    Optional<String> outer = replaceStart(name, OUTER_TO_DIFFUSERS);
    if (outer.isPresent()) {
      return outer;
    }
    String[] words = name.split("\\.", 4);
    Optional<Integer> block = words.length < 3 ? Optional.empty() : number(words[1]);
    if (block.isEmpty()) {
      return Optional.empty();
    }
    if (words[0].equals("middle_block")) {
      return block
          .filter(index -> index == 0 || index == 2)
          .flatMap(
              index ->
                  residual(
                      "mid_block.resnets." + index / 2,
                      rest(words, 2),
                      LdmUNetNames::toDiffusersResidual));
    }
    if (words.length < 4) {
      return Optional.empty();
    }
    return switch (words[0]) {
      case "input_blocks" -> inputToDiffusers(block.get(), words[2], words[3]);
      case "output_blocks" -> outputToDiffusers(block.get(), words[2], words[3]);
      default -> Optional.empty();
    };
  }

  private Optional<String> downToLdm(int block, String kind, int index, String rest) {
    int number = 1 + block * (residualBlocks + 1) + index;
    return switch (kind) {
      case "resnets" ->
          residual("input_blocks." + number + ".0", rest, LdmUNetNames::toLdmResidual);
      case "attentions" -> Optional.of("input_blocks." + number + ".1." + rest);
      case "downsamplers" ->
          sampler("input_blocks." + (block + 1) * (residualBlocks + 1) + ".0.op", "conv", rest);
      default -> Optional.empty();
    };
  }

  private Optional<String> upToLdm(int block, String kind, int index, String rest) {
    int number = block * (residualBlocks + 1) + index;
    return switch (kind) {
      case "resnets" ->
          residual("output_blocks." + number + ".0", rest, LdmUNetNames::toLdmResidual);
      case "attentions" -> Optional.of("output_blocks." + number + ".1." + rest);
      case "upsamplers" -> {
        int last = block * (residualBlocks + 1) + residualBlocks;
        int place = attentiveUpBlocks.contains(block) ? 2 : 1;
        yield sampler("output_blocks." + last + "." + place + ".conv", "conv", rest);
      }
      default -> Optional.empty();
    };
  }

  private Optional<String> inputToDiffusers(int number, String place, String rest) {
    if (number < 1) {
      return Optional.empty();
    }
    String block = "down_blocks." + (number - 1) / (residualBlocks + 1);
    int index = (number - 1) % (residualBlocks + 1);
    if (index == residualBlocks) {
      return place.equals("0")
          ? sampler(block + ".downsamplers.0.conv", "op", rest)
          : Optional.empty();
    }
    return switch (place) {
      case "0" -> residual(block + ".resnets." + index, rest, LdmUNetNames::toDiffusersResidual);
      case "1" -> Optional.of(block + ".attentions." + index + "." + rest);
      default -> Optional.empty();
    };
  }

  private Optional<String> outputToDiffusers(int number, String place, String rest) {
    String block = "up_blocks." + number / (residualBlocks + 1);
    int index = number % (residualBlocks + 1);
    if (place.equals("0")) {
      return residual(block + ".resnets." + index, rest, LdmUNetNames::toDiffusersResidual);
    }
    Optional<String> sampler = sampler(block + ".upsamplers.0.conv", "conv", rest);
    if (sampler.isPresent() || !place.equals("1")) {
      return sampler;
    }
    return Optional.of(block + ".attentions." + index + "." + rest);
  }

  private static Optional<String> toLdmResidual(String rest) {
    return replaceStart(rest, RESIDUAL_TO_LDM);
  }

  private static Optional<String> toDiffusersResidual(String rest) {
    return replaceStart(rest, RESIDUAL_TO_DIFFUSERS);
  }

  private static Optional<String> residual(
      String block, String rest, Function<String, Optional<String>> layer) {
    return layer.apply(rest).map(renamed -> block + "." + renamed);
  }

  /** Renames the only layer of a downsampler or upsampler. */
  private static Optional<String> sampler(String renamed, String layer, String rest) {
    if (rest.equals(layer)) {
      return Optional.of(renamed);
    }
    return rest.startsWith(layer + ".")
        ? Optional.of(renamed + rest.substring(layer.length()))
        : Optional.empty();
  }

  private static Optional<String> replaceStart(String name, Map<String, String> renamed) {
    for (Map.Entry<String, String> entry : renamed.entrySet()) {
      String start = entry.getKey();
      if (name.equals(start) || name.startsWith(start + ".")) {
        return Optional.of(entry.getValue() + name.substring(start.length()));
      }
    }
    return Optional.empty();
  }

  private static String rest(String[] words, int from) {
    return String.join(".", Arrays.asList(words).subList(from, words.length));
  }

  private static Optional<Integer> number(String word) {
    boolean plain = !word.isEmpty() && word.length() <= 4;
    return plain && word.chars().allMatch(c -> c >= '0' && c <= '9')
        ? Optional.of(Integer.parseInt(word))
        : Optional.empty();
  }

  private static Map<String, String> inverse(Map<String, String> map) {
    return map.entrySet().stream()
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getValue, Map.Entry::getKey));
  }
}
