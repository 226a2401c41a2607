package io.pentimento.prompt;

import io.pentimento.model.Tokenizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds the names of embeddings among token ids, the longest first. */
final class EmbeddingNames {
  private final List<Name> names = new ArrayList<>();

  /** A name as the tokenizer writes it. */
  static final class Name {
    private final int[] ids;
    private final PromptEmbedding embedding;

    Name(int[] ids, PromptEmbedding embedding) {
      this.ids = ids;
      this.embedding = embedding;
    }

    /** Returns how many ids the name takes. */
    int length() {
      return ids.length;
    }

    PromptEmbedding embedding() {
      return embedding;
    }

    private boolean isAt(int[] tokens, int at) {
      if (at + ids.length > tokens.length) {
        return false;
      }
      for (int i = 0; i < ids.length; i++) {
        if (tokens[at + i] != ids[i]) {
          return false;
        }
      }
      return true;
    }
  }

  EmbeddingNames(Tokenizer tokenizer, List<PromptEmbedding> embeddings) {
    for (PromptEmbedding embedding : embeddings) {
      int[] ids = tokenizer.tokenize(embedding.name());
      if (ids.length > 0) {
        names.add(new Name(ids, embedding));
      }
    }
    names.sort(Comparator.comparingInt(Name::length).reversed());
  }

  /** Returns the longest name that starts at a token. */
  Optional<Name> find(int[] tokens, int at) {
    return names.stream().filter(name -> name.isAt(tokens, at)).findFirst();
  }
}
