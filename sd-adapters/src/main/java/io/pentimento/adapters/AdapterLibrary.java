package io.pentimento.adapters;

import io.pentimento.AdapterSource;
import io.pentimento.patch.ModelPatch;
import io.pentimento.patch.StepWeight;
import io.pentimento.prompt.HypernetTag;
import io.pentimento.prompt.LoraTag;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Folders of adapters, found by the names that prompts say.
 *
 * <p>Names are those of files without their ending, with the folders below the library's or
 * without: {@code <lora:styles/ink:0.8>} and {@code <lora:ink:0.8>} are the same file while there
 * is one of that name. LoRAs also answer to the name they had in training ({@code ss_output_name}),
 * embeddings to their word.
 *
 * <p>Files may come, go and change at any time: each call looks whether a folder has changed since
 * the last. What was read of a file is kept until the file changes, as long as memory lasts. Safe
 * for use by several threads.
 *
 * <p>As the source of a pipeline it finds what prompts name: {@code
 * Pipeline.builder().adapters(library)}.
 */
public final class AdapterLibrary implements AdapterSource {
  private static final Logger LOG = LoggerFactory.getLogger(AdapterLibrary.class);

  /** Names that trainers give when they were given none; the WebUI ignores them, too. */
  private static final Set<String> NO_ALIASES = Set.of("none", "addams");

  private static final int MOST_NAMES = 10;

  private final List<AdapterFolder> folders;
  private final FileCache<Optional<AdapterKind>> kinds = new FileCache<>(AdapterContent::kind);
  private final Map<AdapterKind, FileCache<AdapterNotes>> notes = new EnumMap<>(AdapterKind.class);
  private final FileCache<Sidecar> sidecars = new FileCache<>(Sidecar::read);
  private final FileCache<AdapterHash> hashes = new FileCache<>(AdapterHash::of);
  private final FileCache<Optional<TextualInversionFile>> embeddings =
      new FileCache<>(AdapterLibrary::readable);
  private final FileCache<LoraFile> loras = new FileCache<>(LoraFile::read);
  private final FileCache<HypernetworkFile> hypernetworks = new FileCache<>(HypernetworkFile::read);
  private volatile @Nullable LibraryIndex index;

  private AdapterLibrary(List<AdapterFolder> folders) {
    this.folders = List.copyOf(folders);
    for (AdapterKind kind : AdapterKind.values()) {
      notes.put(kind, new FileCache<>(file -> AdapterNotes.read(kind, file)));
    }
  }

  /** Starts a library without folders. */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects the folders of a library; of files with the same name the earlier folder's counts. */
  public static final class Builder {
    private final List<AdapterFolder> folders = new ArrayList<>();

    private Builder() {}

    private Builder add(Path folder, Set<AdapterKind> kinds) {
      folders.add(new AdapterFolder(folder.toAbsolutePath().normalize(), kinds));
      return this;
    }

    /** Adds a folder of LoRAs and their kin. It need not exist yet. */
    public Builder loras(Path folder) {
      return add(folder, Set.of(AdapterKind.LORA));
    }

    /** Adds a folder of embeddings. It need not exist yet. */
    public Builder embeddings(Path folder) {
      return add(folder, Set.of(AdapterKind.TEXTUAL_INVERSION));
    }

    /** Adds a folder of hypernetworks. It need not exist yet. */
    public Builder hypernetworks(Path folder) {
      return add(folder, Set.of(AdapterKind.HYPERNETWORK));
    }

    /** Adds a folder in which all kinds lie, told apart by content. It need not exist yet. */
    public Builder mixed(Path folder) {
      return add(folder, EnumSet.allOf(AdapterKind.class));
    }

    /** Adds the folders of a WebUI's installation. */
    public Builder webui(Path installation) {
      Path models = installation.resolve("models");
      return loras(models.resolve("Lora"))
          .loras(models.resolve("LyCORIS"))
          .embeddings(installation.resolve("embeddings"))
          .hypernetworks(models.resolve("hypernetworks"));
    }

    /** Makes the library. Nothing is read yet. */
    public AdapterLibrary build() {
      return new AdapterLibrary(folders);
    }
  }

  /**
   * Returns all adapters in the order of their names.
   *
   * @throws IOException if a folder cannot be read
   */
  public List<LibraryAdapter> adapters() throws IOException {
    return index().adapters();
  }

  /**
   * Returns the adapters of one kind in the order of their names.
   *
   * @throws IOException if a folder cannot be read
   */
  public List<LibraryAdapter> adapters(AdapterKind kind) throws IOException {
    return index().adapters(kind);
  }

  /**
   * Finds an adapter by the name that a prompt says, first as written, then in any case, then among
   * the names that LoRAs had in training. An embedding is found by its file's name; see {@link
   * #embeddingsIn} for its words.
   *
   * @throws IllegalArgumentException if several files could be meant
   * @throws IOException if a folder cannot be read
   */
  public Optional<LibraryAdapter> find(AdapterKind kind, String name) throws IOException {
    LibraryIndex current = index();
    Optional<LibraryAdapter> found = current.find(kind, name);
    if (found.isPresent() || kind != AdapterKind.LORA) {
      return found;
    }
    List<LibraryAdapter> aliased =
        current.adapters(kind).stream()
            .filter(adapter -> alias(adapter).filter(name::equals).isPresent())
            .toList();
    return aliased.isEmpty()
        ? Optional.empty()
        : Optional.of(LibraryIndex.only(kind, name, aliased));
  }

  /**
   * Returns the adapter of a name.
   *
   * @throws IllegalArgumentException if there is none of that name, telling which there are, or if
   *     several could be meant
   * @throws IOException if a folder cannot be read
   */
  public LibraryAdapter get(AdapterKind kind, String name) throws IOException {
    Optional<LibraryAdapter> found = find(kind, name);
    if (found.isEmpty()) {
      List<LibraryAdapter> all = adapters(kind);
      throw new IllegalArgumentException(
          "There must be %s named \"%s\", but in %s there %s. Names are those of files, without ending."
              .formatted(article(kind), name, places(kind), listed(all)));
    }
    return found.get();
  }

  private static String article(AdapterKind kind) {
    return (kind == AdapterKind.TEXTUAL_INVERSION ? "an " : "a ") + kind.label();
  }

  private String places(AdapterKind kind) {
    String places =
        folders.stream()
            .filter(folder -> folder.kinds().contains(kind))
            .map(folder -> folder.path().toString())
            .collect(Collectors.joining(", "));
    return places.isEmpty() ? "no folder" : places;
  }

  private static String listed(List<LibraryAdapter> all) {
    if (all.isEmpty()) {
      return "is none";
    }
    String names =
        all.stream().limit(MOST_NAMES).map(LibraryAdapter::name).collect(Collectors.joining(", "));
    int more = all.size() - MOST_NAMES;
    return (all.size() == 1 ? "is: " : "are: ")
        + (more > 0 ? names + " and %d more".formatted(more) : names);
  }

  /**
   * Returns the embeddings whose words occur in a text, in any case, as the WebUI finds them. More
   * than the tokenizer will find: {@code cat} occurs in {@code concatenate}. A file that cannot be
   * read is logged and left out, since no one asked for it by name.
   *
   * @throws IOException if a folder cannot be read
   */
  public List<TextualInversionFile> embeddingsIn(String text) throws IOException {
    String lower = text.toLowerCase(Locale.ROOT);
    List<TextualInversionFile> found = new ArrayList<>();
    for (LibraryAdapter adapter : adapters(AdapterKind.TEXTUAL_INVERSION)) {
      embeddings
          .get(adapter.path())
          .filter(
              file ->
                  file.words().stream()
                      .anyMatch(word -> lower.contains(word.toLowerCase(Locale.ROOT))))
          .ifPresent(found::add);
    }
    return found;
  }

  private static Optional<TextualInversionFile> readable(Path file) {
    try {
      return Optional.of(TextualInversionFile.read(file));
    } catch (IOException e) {
      LOG.warn("{} is left out: {}", file, e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * Finds the adapters of tags, and the embeddings whose words occur in texts. Those of the latter
   * that do not fit a model are no error, as their words may be meant as words.
   *
   * @throws IllegalArgumentException if several files could be meant by a tag
   * @throws IOException if a folder, or a file that a tag names, cannot be read
   */
  @Override
  public Found find(Names names) throws IOException {
    AdapterStack.Builder stack = AdapterStack.builder();
    List<String> unknown = new ArrayList<>();
    for (LoraTag tag : names.loras()) {
      Optional<LibraryAdapter> found = find(AdapterKind.LORA, tag.name());
      if (found.isPresent()) {
        stack.add(
            new Lora(
                lora(found.get()),
                StepWeight.of(tag.unetWeight()),
                StepWeight.of(tag.textEncoderWeight()),
                Optional.empty(),
                tag.rank()));
      } else {
        unknown.add("<lora:" + tag.name() + ">");
      }
    }
    for (HypernetTag tag : names.hypernetworks()) {
      Optional<LibraryAdapter> found = find(AdapterKind.HYPERNETWORK, tag.name());
      if (found.isPresent()) {
        stack.add(new Hypernetwork(hypernetwork(found.get()), StepWeight.of(tag.multiplier())));
      } else {
        unknown.add("<hypernet:" + tag.name() + ">");
      }
    }
    embeddingsIn(String.join("\n", names.texts()))
        .forEach(file -> stack.add(new WordInPrompt(TextualInversion.of(file))));
    AdapterStack made = stack.build();
    return new Found(made.isEmpty() ? ModelPatch.none() : made, unknown);
  }

  /**
   * Reads a LoRA, once until its file changes.
   *
   * @throws IOException if it cannot be read
   */
  public LoraFile lora(LibraryAdapter adapter) throws IOException {
    return loras.get(adapter.path());
  }

  /**
   * Reads an embedding, once until its file changes.
   *
   * @throws IOException if it cannot be read
   */
  public TextualInversionFile textualInversion(LibraryAdapter adapter) throws IOException {
    Optional<TextualInversionFile> known = embeddings.get(adapter.path());
    // Reading again tells why it cannot be read.
    return known.isPresent() ? known.get() : TextualInversionFile.read(adapter.path());
  }

  /**
   * Reads a hypernetwork, once until its file changes.
   *
   * @throws IOException if it cannot be read
   */
  public HypernetworkFile hypernetwork(LibraryAdapter adapter) throws IOException {
    return hypernetworks.get(adapter.path());
  }

  /**
   * Returns what is known of an adapter.
   *
   * @throws IOException if its file cannot be read
   */
  public AdapterMetadata metadata(LibraryAdapter adapter) throws IOException {
    return AdapterMetadata.of(
        adapter.path(), notes(adapter), Sidecar.beside(adapter.path(), sidecars));
  }

  /**
   * Returns an adapter's hashes, for which its whole file is read the first time.
   *
   * @throws IOException if its file cannot be read
   */
  public AdapterHash hash(LibraryAdapter adapter) throws IOException {
    return hashes.get(adapter.path());
  }

  private AdapterNotes notes(LibraryAdapter adapter) throws IOException {
    return Objects.requireNonNull(notes.get(adapter.kind())).get(adapter.path());
  }

  private Optional<String> alias(LibraryAdapter adapter) {
    try {
      return Optional.ofNullable(notes(adapter).header().get("ss_output_name"))
          .filter(alias -> !alias.isBlank())
          .filter(alias -> !NO_ALIASES.contains(alias.toLowerCase(Locale.ROOT)));
    } catch (IOException e) {
      // A damaged file has no other name; whoever asks for it by this one is told.
      return Optional.empty();
    }
  }

  private LibraryIndex index() throws IOException {
    LibraryIndex known = index;
    return known != null && known.isCurrent() ? known : refreshed();
  }

  private synchronized LibraryIndex refreshed() throws IOException {
    LibraryIndex known = index;
    if (known != null && known.isCurrent()) {
      return known;
    }
    LibraryIndex read = LibraryIndex.read(folders, kinds);
    forgetMissing(read);
    index = read;
    return read;
  }

  private void forgetMissing(LibraryIndex current) {
    Set<Path> files =
        current.adapters().stream().map(LibraryAdapter::path).collect(Collectors.toSet());
    notes.values().forEach(cache -> cache.keepOnly(files));
    hashes.keepOnly(files);
    embeddings.keepOnly(files);
    loras.keepOnly(files);
    hypernetworks.keepOnly(files);
  }
}
