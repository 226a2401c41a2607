package io.pentimento.adapters;

import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ComponentConfig;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.checkpoint.TensorInfo;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A file of the LoRA family, mapped into memory: its tensors by layer. One file is open once, for
 * all that use it; it is freed with the last of them. Equal to another of the same path, size and
 * time of writing.
 */
public final class LoraFile {
  private static final Map<Identity, WeakReference<LoraFile>> OPEN = new HashMap<>();

  private final Identity identity;
  private final Checkpoint checkpoint;
  private final Map<String, LoraModule> modules = new LinkedHashMap<>();
  private final BundledWords words;
  private final List<String> unknown = new ArrayList<>();
  private final Set<String> warned = ConcurrentHashMap.newKeySet();

  private record Identity(FileStamp file, Optional<FileStamp> config) {
    static Identity of(Path path) throws IOException {
      FileStamp file = FileStamp.of(path);
      Path config = file.path().resolveSibling("adapter_config.json");
      return new Identity(
          file, Files.isRegularFile(config) ? Optional.of(FileStamp.of(config)) : Optional.empty());
    }
  }

  private LoraFile(Identity identity, Checkpoint checkpoint) throws IOException {
    this.identity = identity;
    this.checkpoint = checkpoint;
    this.words = new BundledWords(checkpoint);
    PeftScaling scaling = scaling();
    for (String name : checkpoint.names()) {
      sort(name, checkpoint.info(name), scaling);
    }
  }

  /**
   * Opens a file, or returns it as it is open already.
   *
   * @throws ModelFormatException if it is neither safetensors nor a {@code torch.save} file, or is
   *     damaged
   * @throws IOException if reading fails
   */
  public static LoraFile read(Path path) throws IOException {
    Identity identity = Identity.of(path);
    synchronized (OPEN) {
      WeakReference<LoraFile> known = OPEN.get(identity);
      LoraFile open = known == null ? null : known.get();
      if (open != null) {
        return open;
      }
      LoraFile file = new LoraFile(identity, Checkpoint.open(identity.file.path()));
      OPEN.values().removeIf(reference -> reference.get() == null);
      OPEN.put(identity, new WeakReference<>(file));
      return file;
    }
  }

  /** Returns the file. */
  public Path path() {
    return identity.file.path();
  }

  /** Returns what prompts call it: the file's name without its extension. */
  public String name() {
    return identity.file.stem();
  }

  /** Returns the notes in the file's header, such as {@code ss_base_model_version}. */
  public Map<String, String> metadata() {
    return checkpoint.metadata();
  }

  /** Returns the words of the embeddings that the file brings along. */
  public Set<String> words() {
    return words.names();
  }

  BundledWords bundled() {
    return words;
  }

  Collection<LoraModule> modules() {
    return Collections.unmodifiableCollection(modules.values());
  }

  /** Returns the names of tensors that mean nothing to this family. */
  List<String> unknown() {
    return Collections.unmodifiableList(unknown);
  }

  /** Tells whether this is the first time that a warning is due for a model. */
  boolean warnsFirst(String model) {
    return warned.add(model);
  }

  /**
   * Checks that the file is as it was when it was opened.
   *
   * @throws ModelFormatException if it has changed
   * @throws IOException if it is gone
   */
  void checkUnchanged() throws IOException {
    identity.file.checkUnchanged();
  }

  private void sort(String name, TensorInfo info, PeftScaling scaling) throws IOException {
    if (words.add(name)) {
      return;
    }
    Optional<LoraLeaf.Place> place = LoraLeaf.of(name);
    if (place.isEmpty()) {
      unknown.add(name);
      return;
    }
    modules
        .computeIfAbsent(
            place.get().module(), module -> new LoraModule(checkpoint, module, scaling))
        .add(place.get().leaf(), info);
  }

  private PeftScaling scaling() throws IOException {
    String metadata = checkpoint.metadata().get("lora_adapter_metadata");
    if (metadata != null) {
      return PeftScaling.ofMetadata(path(), metadata);
    }
    return identity.config.isPresent()
        ? PeftScaling.ofConfig(ComponentConfig.read(identity.config.get().path()))
        : PeftScaling.NONE;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LoraFile file && identity.equals(file.identity);
  }

  @Override
  public int hashCode() {
    return identity.hashCode();
  }

  @Override
  public String toString() {
    return path().toString();
  }
}
