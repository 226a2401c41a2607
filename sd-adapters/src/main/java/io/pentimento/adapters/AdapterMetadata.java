package io.pentimento.adapters;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What is known of an adapter without using it.
 *
 * @param triggerWords what to write into a prompt for it to show: an embedding's words; else what
 *     the user or Civitai noted beside the file, else the file's own {@code
 *     modelspec.trigger_phrase}, else the tags that were most frequent in training, at most ten
 * @param baseModel the kind of model it was made for, from what is noted, else from the shapes of
 *     its tensors; empty if neither tells
 * @param baseModelName that model's name as noted, such as {@code sdxl_base_v1-0}
 * @param preview a picture beside the file that shows what it does, {@code ink.png} or {@code
 *     ink.preview.png}, or the picture that carries it
 * @param header the notes of a safetensors file, such as {@code ss_network_dim}
 */
public record AdapterMetadata(
    List<String> triggerWords,
    Optional<BaseModel> baseModel,
    Optional<String> baseModelName,
    Optional<Path> preview,
    Map<String, String> header) {
  private static final int MOST_TAGS = 10;
  private static final List<String> PICTURES = List.of("png", "jpg", "jpeg", "webp", "gif");
  private static final List<String> SDXL = List.of("xl", "pony", "illustrious", "noobai");
  private static final Pattern SD1 = Pattern.compile("(sd|stable[ _-]?diffusion)[ _-]?v?1.*");
  private static final Pattern SD2 = Pattern.compile("(sd|stable[ _-]?diffusion)[ _-]?v?2.*");

  /** Copies list and map. */
  public AdapterMetadata {
    triggerWords = List.copyOf(triggerWords);
    header = Map.copyOf(header);
  }

  static AdapterMetadata of(Path file, AdapterNotes notes, Sidecar beside) {
    Optional<String> name =
        beside
            .baseModel()
            .or(() -> note(notes, "ss_base_model_version"))
            .or(() -> note(notes, "modelspec.architecture"))
            .or(() -> note(notes, "ss_v2").filter("True"::equals).map(v2 -> "SD2"));
    return new AdapterMetadata(
        triggerWords(notes, beside),
        name.map(AdapterMetadata::family).or(notes::shaped),
        name,
        preview(file),
        notes.header());
  }

  private static List<String> triggerWords(AdapterNotes notes, Sidecar beside) {
    if (!notes.words().isEmpty()) {
      return notes.words();
    }
    if (!beside.triggerWords().isEmpty()) {
      return beside.triggerWords();
    }
    return note(notes, "modelspec.trigger_phrase")
        .map(Sidecar::split)
        .or(() -> TagFrequency.of(notes.header(), MOST_TAGS))
        .orElse(List.of());
  }

  private static Optional<String> note(AdapterNotes notes, String key) {
    return Optional.ofNullable(notes.header().get(key)).filter(text -> !text.isBlank());
  }

  private static BaseModel family(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (SDXL.stream().anyMatch(lower::contains)) {
      return BaseModel.SDXL;
    }
    if (SD1.matcher(lower).matches()) {
      return BaseModel.SD1;
    }
    return SD2.matcher(lower).matches() ? BaseModel.SD2 : BaseModel.OTHER;
  }

  private static Optional<Path> preview(Path file) {
    String stem = FileNames.stem(file);
    return PICTURES.stream()
        .flatMap(ending -> Stream.of(stem + "." + ending, stem + ".preview." + ending))
        .map(file::resolveSibling)
        .filter(Files::isRegularFile)
        .findFirst();
  }
}
