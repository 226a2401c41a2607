package io.pentimento.prompt;

/**
 * A textual inversion that prompts may name.
 *
 * @param name the word that stands for it
 * @param vectors how many token positions it takes, 1 to 75
 */
public record PromptEmbedding(String name, int vectors) {
  /** Checks the values. */
  public PromptEmbedding {
    if (name.isBlank()) {
      throw new IllegalArgumentException("An embedding must have a name, but got a blank one.");
    }
    if (vectors < 1 || vectors > 75) {
      throw new IllegalArgumentException(
          "An embedding must have 1 to 75 vectors, but %s has: %d.".formatted(name, vectors));
    }
  }
}
