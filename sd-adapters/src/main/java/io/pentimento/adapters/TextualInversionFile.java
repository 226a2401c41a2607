package io.pentimento.adapters;

import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.patch.ModelLayout;
import io.pentimento.patch.ModelPart;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A textual inversion, or embedding: a word of its own that stands for a few learned token vectors.
 * Each vector takes one of a prompt's token positions.
 *
 * <p>Read are {@code .pt} and {@code .bin} files of the WebUI, of the first trainer and of
 * diffusers, safetensors files, pairs for SDXL, and PNG pictures that carry an embedding in a text
 * chunk or in their pixels. The content decides, not the name of the file.
 *
 * <p>An immutable value; two are equal if they give the same vectors to the same words.
 */
public final class TextualInversionFile {
  private static final OpenFiles<TextualInversionFile> OPEN = new OpenFiles<>();

  private final Path path;
  private final String word;
  private final Optional<String> token;
  private final EmbeddingVectors vectors;

  private TextualInversionFile(
      Path path, String word, Optional<String> token, EmbeddingVectors vectors) {
    this.path = path;
    this.word = word;
    this.token = token;
    this.vectors = vectors;
  }

  /**
   * Reads a file, or returns it as someone else has read it.
   *
   * @throws ModelFormatException if it is damaged, holds no embedding, or one of no or over 75
   *     vectors
   * @throws IOException if reading fails
   */
  public static TextualInversionFile read(Path path) throws IOException {
    return OPEN.get(path, stamp -> parse(stamp.path()));
  }

  private static TextualInversionFile parse(Path path) throws IOException {
    if (EmbeddingPicture.isPicture(path)) {
      return readPicture(path)
          .orElseThrow(
              () ->
                  new ModelFormatException(
                      path,
                      "this picture carries no embedding. Fetch the original: sites that resize"
                          + " pictures destroy what they carry."));
    }
    try (Checkpoint checkpoint = Checkpoint.open(path)) {
      EmbeddingTensors.Found found = EmbeddingTensors.read(checkpoint);
      // A pickle's name is what it was called in training; users know it by its file.
      Optional<String> token = found.token().filter(text -> text.startsWith("<"));
      return new TextualInversionFile(path, FileNames.stem(path), token, found.vectors());
    }
  }

  /** Reads a picture, which may be just one. */
  static Optional<TextualInversionFile> readPicture(Path path) throws IOException {
    return EmbeddingPicture.read(path)
        .map(
            found ->
                new TextualInversionFile(
                    path,
                    found.token().orElseGet(() -> FileNames.stem(path)),
                    Optional.empty(),
                    found.vectors()));
  }

  /** Returns the file. */
  public Path path() {
    return path;
  }

  /**
   * Returns the word that stands for the vectors in prompts, as in the WebUI: the file's name
   * without ending, or the name that is stored in a picture.
   */
  public String word() {
    return word;
  }

  /**
   * Returns all words that stand for the vectors: {@link #word()}, and the token in angle brackets
   * under which diffusers stored them, if it did.
   */
  public List<String> words() {
    return token
        .filter(other -> !other.equals(word))
        .map(other -> List.of(word, other))
        .orElseGet(() -> List.of(word));
  }

  /** Returns how many token positions the word takes, 1 to 75. */
  public int vectors() {
    return vectors.count();
  }

  /** Returns the width of the vectors: one, or for SDXL those for its first and second encoder. */
  public List<Integer> widths() {
    return vectors.widths();
  }

  /** Tells whether the vectors are as wide as those of a model's text encoders. */
  public boolean fits(ModelLayout layout) {
    return vectors.fits(layout);
  }

  /**
   * Returns the vectors for each text encoder of a model, {@code [vectors][width]}. They are this
   * object's own: do not change them.
   *
   * @throws AdapterMismatchException if they do not fit, naming the file and the widths
   */
  public Map<ModelPart, float[][]> vectorsFor(ModelLayout layout) {
    return vectors.of(layout, path);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TextualInversionFile file
        && words().equals(file.words())
        && vectors.equals(file.vectors);
  }

  @Override
  public int hashCode() {
    return Objects.hash(words(), vectors);
  }

  @Override
  public String toString() {
    return "%s (%d vectors, %s)".formatted(word, vectors(), path);
  }
}
