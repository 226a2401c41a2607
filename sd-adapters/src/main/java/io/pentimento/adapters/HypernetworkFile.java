package io.pentimento.adapters;

import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.checkpoint.TorchFile;
import io.pentimento.patch.ContextNetwork;
import io.pentimento.patch.ModelLayout;
import io.pentimento.patch.ModelPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A hypernetwork of the WebUI: small networks that change what the keys and values of attention are
 * made of, one pair for each width of context.
 *
 * <p>Read are {@code .pt} files of all ages: any layer structure, activation (on the last layer,
 * too), layer normalisation and placing of dropout, which does nothing outside training. An
 * immutable value; two are equal if they were read from the same state of the same file.
 */
public final class HypernetworkFile {
  /** U-Nets have contexts of four or five widths. */
  private static final int MOST_WIDTHS = 32;

  private static final int LARGEST_WIDTH = 1 << 16;
  private static final String CROSS_ATTENTION = ".attn2.to_k.weight";
  private static final String SELF_ATTENTION = ".attn1.to_k.weight";

  private static final OpenFiles<HypernetworkFile> OPEN = new OpenFiles<>();

  private final FileStamp stamp;
  private final SortedMap<Integer, ContextNetwork> byWidth;

  private HypernetworkFile(FileStamp stamp, SortedMap<Integer, ContextNetwork> byWidth) {
    this.stamp = stamp;
    this.byWidth = Collections.unmodifiableSortedMap(byWidth);
  }

  /**
   * Reads a file, or returns it as someone else has read it.
   *
   * @throws ModelFormatException if it is damaged, is no hypernetwork, or names an activation that
   *     works on more than single values
   * @throws IOException if reading fails
   */
  public static HypernetworkFile read(Path path) throws IOException {
    return OPEN.get(path, HypernetworkFile::parse);
  }

  private static HypernetworkFile parse(FileStamp stamp) throws IOException {
    try (Checkpoint checkpoint = Checkpoint.open(stamp.path())) {
      if (!(checkpoint instanceof TorchFile file) || !isHypernetwork(file)) {
        throw new ModelFormatException(
            stamp.path(),
            "a hypernetwork is a torch.save file with pairs of networks under the widths of"
                + " contexts, such as 320 and 768, but this has none. Is it another kind of"
                + " adapter?");
      }
      return new HypernetworkFile(stamp, networks(file, (Map<?, ?>) file.content()));
    }
  }

  /** Tells whether a file has modules under numbers. */
  static boolean isHypernetwork(TorchFile file) {
    return file.content() instanceof Map<?, ?> content
        && content.keySet().stream().anyMatch(Long.class::isInstance);
  }

  private static SortedMap<Integer, ContextNetwork> networks(TorchFile file, Map<?, ?> content)
      throws IOException {
    HypernetworkSettings settings = HypernetworkSettings.read(file.path(), content);
    // Each value takes at least a byte of the file, unless tensors share them.
    HypernetworkModule.Budget budget = new HypernetworkModule.Budget(Files.size(file.path()));
    SortedMap<Integer, ContextNetwork> networks = new TreeMap<>();
    for (Map.Entry<?, ?> entry : content.entrySet()) {
      if (entry.getKey() instanceof Long width) {
        if (width < 1 || width > LARGEST_WIDTH || networks.size() == MOST_WIDTHS) {
          throw new ModelFormatException(
              file.path(),
              "must have modules for at most %d widths in [1, %d], but has one for %d."
                  .formatted(MOST_WIDTHS, LARGEST_WIDTH, width));
        }
        int context = width.intValue();
        networks.put(context, network(file, settings, context, entry.getValue(), budget));
      }
    }
    return networks;
  }

  private static ContextNetwork network(
      TorchFile file,
      HypernetworkSettings settings,
      int context,
      Object value,
      HypernetworkModule.Budget budget)
      throws IOException {
    if (!(value instanceof List<?> pair)
        || pair.size() != 2
        || !(pair.get(0) instanceof Map<?, ?> keys)
        || !(pair.get(1) instanceof Map<?, ?> values)) {
      throw new ModelFormatException(
          file.path(),
          Integer.toString(context),
          "must be a pair of state dicts, one for keys and one for values.",
          null);
    }
    return new ContextNetwork(
        new HypernetworkModule(file, settings, context, "the module for keys", budget).read(keys),
        new HypernetworkModule(file, settings, context, "the module for values", budget)
            .read(values));
  }

  /** Returns the file. */
  public Path path() {
    return stamp.path();
  }

  /** Returns what prompts call it, as in the WebUI: the file's name without ending. */
  public String name() {
    return stamp.stem();
  }

  /** Returns the widths of context that are changed, such as 320, 640, 768 and 1280. */
  public SortedSet<Integer> widths() {
    return Collections.unmodifiableSortedSet(new TreeSet<>(byWidth.keySet()));
  }

  /**
   * Returns the networks for each width. Their arrays are this object's own: do not change them.
   */
  public Map<Integer, ContextNetwork> networks() {
    return byWidth;
  }

  /**
   * Checks that this was made for a kind of model: some attention has each of the widths, or the
   * prompt's width is among them. (Some files have modules for all kinds of model.)
   *
   * @throws AdapterMismatchException if not, naming the file and the widths
   */
  public void checkFits(ModelLayout layout) {
    SortedSet<Integer> prompt = widths(layout, CROSS_ATTENTION);
    SortedSet<Integer> all = widths(layout, SELF_ATTENTION);
    all.addAll(prompt);
    Set<Integer> own = byWidth.keySet();
    if (!all.containsAll(own) && prompt.stream().noneMatch(own::contains)) {
      throw new AdapterMismatchException(
          path(),
          ("this hypernetwork is for contexts of widths %s, but those of %s are %s, that of the"
                  + " prompt %s. Use one that was made for this kind of model.")
              .formatted(own, layout.modelName(), all, prompt));
    }
  }

  private static SortedSet<Integer> widths(ModelLayout layout, String ending) {
    SortedSet<Integer> widths = new TreeSet<>();
    layout
        .tensors(ModelPart.UNET)
        .forEach(
            (name, shape) -> {
              if (name.endsWith(ending)) {
                widths.add(Math.toIntExact(shape[1]));
              }
            });
    return widths;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HypernetworkFile file && stamp.equals(file.stamp);
  }

  @Override
  public int hashCode() {
    return stamp.hashCode();
  }

  @Override
  public String toString() {
    return "%s (widths %s, %s)".formatted(name(), byWidth.keySet(), path());
  }
}
