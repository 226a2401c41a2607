package io.pentimento.grid;

import io.pentimento.GenerationRequest;
import io.pentimento.RequestBuilder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Axes that change the words of a prompt. */
final class PromptEdits {
  private PromptEdits() {}

  static Axis<RequestBuilder<?>> replace(String search, List<String> replacements) {
    if (search.isEmpty()) {
      throw new IllegalArgumentException(
          "Prompt S/R must have words to look for as its first value, but got none.");
    }
    List<String> words = Stream.concat(Stream.of(search), replacements.stream()).toList();
    return Axis.unnamed(
        "Prompt S/R", words, word -> word, (builder, word) -> replace(builder, search, word));
  }

  private static void replace(RequestBuilder<?> builder, String search, String word) {
    GenerationRequest request = builder.build();
    String prompt = request.prompt();
    String negative = request.negativePrompt();
    if (!prompt.contains(search) && !negative.contains(search)) {
      throw new IllegalArgumentException(
          ("\"%s\" must stand in the prompt or the negative prompt, but does not, in capitals and"
                  + " small letters as here. Its first value is what is looked for.")
              .formatted(search));
    }
    builder.prompt(prompt.replace(search, word)).negativePrompt(negative.replace(search, word));
  }

  static Axis<RequestBuilder<?>> order(List<String> words) {
    if (words.stream().anyMatch(String::isEmpty) || words.isEmpty()) {
      throw new IllegalArgumentException(
          "Prompt order must have words of the prompt, but got: " + words + ".");
    }
    if (words.size() > 6) {
      throw new IllegalArgumentException(
          "Prompt order must have at most 6 words, which have 720 orders, but got: %d."
              .formatted(words.size()));
    }
    return Axis.unnamed(
        "Prompt order",
        permutations(words),
        WordList::write,
        (builder, order) -> builder.prompt(reordered(builder.build().prompt(), words, order)));
  }

  /** Lists all orders, those that begin with the first word first. */
  private static List<List<String>> permutations(List<String> words) {
    if (words.size() == 1) {
      return List.of(words);
    }
    List<List<String>> all = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      int taken = i;
      List<String> others =
          IntStream.range(0, words.size()).filter(k -> k != taken).mapToObj(words::get).toList();
      for (List<String> rest : permutations(others)) {
        all.add(Stream.concat(Stream.of(words.get(taken)), rest.stream()).toList());
      }
    }
    return all;
  }

  /** Puts the words, each where another one stood. */
  private static String reordered(String prompt, List<String> words, List<String> order) {
    List<String> asTheyStand =
        words.stream().sorted(Comparator.comparingInt(prompt::indexOf)).toList();
    StringBuilder result = new StringBuilder();
    int from = 0;
    for (int i = 0; i < asTheyStand.size(); i++) {
      String word = asTheyStand.get(i);
      int place = prompt.indexOf(word, from);
      if (place < 0) {
        throw new IllegalArgumentException(
            "\"%s\" must stand in the prompt, apart from the other words, but does not."
                .formatted(word));
      }
      result.append(prompt, from, place).append(order.get(i));
      from = place + word.length();
    }
    return result.append(prompt.substring(from)).toString();
  }
}
