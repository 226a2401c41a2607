package io.pentimento.adapters;

import io.pentimento.patch.ModelLayout;
import io.pentimento.patch.ModelPart;
import io.pentimento.patch.PatchTarget;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An embedding that prompts may name.
 *
 * @param file the file
 * @param words the words that stand for it, at least one, none of them blank
 */
public record TextualInversion(TextualInversionFile file, List<String> words) implements Adapter {
  /** Copies and checks the words. */
  public TextualInversion {
    words = List.copyOf(words);
    if (words.isEmpty() || words.stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException(
          "An embedding must have a word that is not blank, but " + file.path() + " got: " + words);
    }
  }

  /** An embedding under its own words. */
  public static TextualInversion of(TextualInversionFile file) {
    return new TextualInversion(file, file.words());
  }

  /**
   * Reads an embedding and gives it its own words.
   *
   * @throws IOException if the file cannot be read or is damaged
   */
  public static TextualInversion read(Path path) throws IOException {
    return of(TextualInversionFile.read(path));
  }

  /** Returns the same vectors under another word. */
  public TextualInversion withWord(String word) {
    return new TextualInversion(file, List.of(word));
  }

  @Override
  public void check(ModelLayout layout) {
    file.vectorsFor(layout);
  }

  @Override
  public void apply(PatchTarget target) {
    Map<ModelPart, float[][]> vectors = file.vectorsFor(target.layout());
    words.forEach(word -> target.addWord(word, vectors));
  }

  /** Returns nothing: the word in the prompt is all there is. */
  @Override
  public Optional<String> tag() {
    return Optional.empty();
  }
}
