package io.pentimento;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.pentimento.internal.LayerWeights;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import io.pentimento.model.NetworkLease;
import io.pentimento.model.NetworkPatch;
import io.pentimento.model.NetworkTensors;
import io.pentimento.model.PatchedUNet;
import io.pentimento.model.TextEncoder;
import io.pentimento.model.TextTower;
import io.pentimento.patch.ContextNetwork;
import io.pentimento.patch.ModelLayout;
import io.pentimento.patch.ModelPart;
import io.pentimento.patch.ModelPatch;
import io.pentimento.patch.PatchTarget;
import io.pentimento.patch.StepWeight;
import io.pentimento.prompt.AddedWord;
import io.pentimento.prompt.PromptEmbedding;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** Hears of all changes to a model and makes the changed networks. */
final class PatchedParts implements PatchTarget, AutoCloseable {
  private final LoadedModel model;
  private final Scope scope;
  private final Scope handedIn;
  private final Set<ModelPart> heard;
  private final Map<ModelPart, NetworkPatch> networks = new EnumMap<>(ModelPart.class);

  /** Keep in memory what changes are computed from. */
  private final List<NetworkLease<?>> leases = new ArrayList<>();

  /** The vectors of each word, for each text encoder. */
  private final Map<String, Map<ModelPart, float[][]>> words = new LinkedHashMap<>();

  /**
   * Starts without changes.
   *
   * @param scope holds what is new of the networks
   * @param handedIn holds what the patch hands in
   * @param heard the parts whose changes are computed; those of others are left out
   */
  private PatchedParts(LoadedModel model, Scope scope, Scope handedIn, Set<ModelPart> heard) {
    this.model = model;
    this.scope = scope;
    this.handedIn = handedIn;
    this.heard = heard;
  }

  private static TextTower tower(LoadedModel model, ModelPart part) {
    return model.towers().get(model.textParts().indexOf(part));
  }

  /**
   * Makes the networks of a model under a patch.
   *
   * @param scope holds what is new of them
   * @throws IllegalArgumentException if the patch does not suit the model
   * @throws IOException if a file cannot be read
   */
  static PatchedModel make(LoadedModel model, ModelPatch patch, Scope scope) throws IOException {
    Optional<PatchedUNet> unet = Optional.empty();
    List<PatchedModel.PatchedText> texts = new ArrayList<>();
    for (Set<ModelPart> together : residentTogether(model)) {
      try (Scope handedIn = scope.open("handed in");
          PatchedParts parts = new PatchedParts(model, scope, handedIn, together)) {
        patch.apply(parts);
        for (ModelPart part : model.textParts()) {
          if (together.contains(part)) {
            texts.add(parts.text(part));
          }
        }
        if (together.contains(ModelPart.UNET)) {
          unet = Optional.of(parts.unet());
        }
      }
    }
    return new PatchedModel(model, patch, unet.orElseThrow(), texts);
  }

  /** Where networks are in memory one after the other, the patch is asked anew for each. */
  private static List<Set<ModelPart>> residentTogether(LoadedModel model) {
    List<ModelPart> all = new ArrayList<>(model.textParts());
    all.add(ModelPart.UNET);
    return model.unet().isOutline() ? all.stream().map(Set::of).toList() : List.of(Set.copyOf(all));
  }

  @Override
  public void close() {
    leases.forEach(NetworkLease::close);
  }

  private PatchedUNet unet() {
    NetworkPatch changes = networks.get(ModelPart.UNET);
    return changes == null
        ? PatchedUNet.of(model.unet())
        : PatchedUNet.of(model.unet(), changes, scope);
  }

  /** Prompts are encoded before the steps, so a text encoder is that of the first. */
  private PatchedModel.PatchedText text(ModelPart part) {
    TextTower own = tower(model, part);
    NetworkPatch changes = networks.get(part);
    boolean changed = changes != null && !changes.isEmpty();
    TextEncoder encoder = own.encoder();
    if (changes != null) {
      encoder = changed ? encoder.patched(changes.at(0, scope)) : encoder;
      changes.close();
    }
    return new PatchedModel.PatchedText(
        own.with(withWords(encoder, part)), changed, addedWords(part));
  }

  private TextEncoder withWords(TextEncoder encoder, ModelPart part) {
    if (words.isEmpty()) {
      return encoder;
    }
    int width = encoder.config().width();
    float[][] rows =
        words.values().stream()
            .flatMap(vectors -> Arrays.stream(vectorsOf(vectors, part)))
            .toArray(float[][]::new);
    float[] flat = new float[rows.length * width];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, flat, i * width, width);
    }
    return encoder.withTokens(scope.array(flat, rows.length, width));
  }

  private List<AddedWord> addedWords(ModelPart part) {
    List<AddedWord> added = new ArrayList<>();
    int next = tower(model, part).encoder().config().vocabulary();
    for (Map.Entry<String, Map<ModelPart, float[][]>> word : words.entrySet()) {
      int vectors = vectorsOf(word.getValue(), part).length;
      added.add(new AddedWord(new PromptEmbedding(word.getKey(), vectors), next));
      next += vectors;
    }
    return added;
  }

  private static float[][] vectorsOf(Map<ModelPart, float[][]> vectors, ModelPart part) {
    return vectors.getOrDefault(part, new float[0][]);
  }

  /** Returns what there is to change in a model. */
  static ModelLayout layout(LoadedModel model) {
    Map<ModelPart, Map<String, long[]>> shapes = new EnumMap<>(ModelPart.class);
    shapes.put(ModelPart.UNET, shapes(model.unet().tensors()));
    for (ModelPart part : model.textParts()) {
      shapes.put(part, shapes(tower(model, part).encoder().tensors()));
    }
    return new Layout(
        model.name(),
        shapes,
        new ModelLayout.UNetBlocks(
            model.unet().config().levels().size(), model.unet().config().layersPerBlock()));
  }

  private static Map<String, long[]> shapes(NetworkTensors tensors) {
    Map<String, long[]> shapes = new TreeMap<>();
    tensors.byName().forEach((name, array) -> shapes.put(name, LayerWeights.shape(array)));
    return Collections.unmodifiableMap(shapes);
  }

  private record Layout(
      String modelName, Map<ModelPart, Map<String, long[]>> byPart, ModelLayout.UNetBlocks blocks)
      implements ModelLayout {
    @Override
    public Set<ModelPart> parts() {
      return new TreeSet<>(byPart.keySet());
    }

    @Override
    public Map<String, long[]> tensors(ModelPart part) {
      return byPart.getOrDefault(part, Map.of());
    }
  }

  @Override
  public ModelLayout layout() {
    return layout(model);
  }

  @Override
  public NDManager manager() {
    return handedIn.manager();
  }

  /** Returns the changes of a part, if they are computed now. */
  private Optional<NetworkPatch> network(ModelPart part) {
    if (part != ModelPart.UNET && !model.textParts().contains(part)) {
      throw new IllegalArgumentException(
          "The model %s has no %s to change. The adapter is for another kind of model."
              .formatted(model.name(), part.folder()));
    }
    return heard.contains(part)
        ? Optional.of(networks.computeIfAbsent(part, this::unchanged))
        : Optional.empty();
  }

  private NetworkPatch unchanged(ModelPart part) {
    boolean isUNet = part == ModelPart.UNET;
    NumberType type = isUNet ? model.unet().type() : NumberType.FLOAT32;
    NetworkTensors tensors =
        isUNet
            ? leased(model.unet().use()).tensors()
            : leased(tower(model, part).encoder().use()).tensors();
    return new NetworkPatch(part.folder(), tensors, type, scope);
  }

  private <T> T leased(NetworkLease<T> lease) {
    leases.add(lease);
    return lease.network();
  }

  @Override
  public void addProduct(
      ModelPart part, String tensor, NDArray up, NDArray down, double scale, StepWeight weight) {
    network(part).ifPresent(changes -> changes.addProduct(tensor, up, down, scale, weight));
  }

  @Override
  public void add(ModelPart part, String tensor, UnaryOperator<NDArray> change, StepWeight weight) {
    network(part).ifPresent(changes -> changes.add(tensor, change, weight));
  }

  /** Of two words that are the same the first counts: the request's own go before the prompt's. */
  @Override
  public void addWord(String word, Map<ModelPart, float[][]> vectors) {
    List<ModelPart> parts = model.textParts();
    boolean fits =
        vectors.keySet().equals(Set.copyOf(parts))
            && parts.stream().allMatch(part -> fits(vectors, part, parts.get(0)));
    if (!fits) {
      throw new IllegalArgumentException(
          "The embedding %s must have %s, but has: %s."
              .formatted(word, wanted(parts), widths(vectors)));
    }
    words.putIfAbsent(word, Map.copyOf(vectors));
  }

  /** Texts are cut alike for all text encoders, so each must have as many vectors as the first. */
  private boolean fits(Map<ModelPart, float[][]> vectors, ModelPart part, ModelPart first) {
    float[][] rows = vectorsOf(vectors, part);
    int width = tower(model, part).encoder().config().width();
    return rows.length > 0
        && rows.length == vectorsOf(vectors, first).length
        && Arrays.stream(rows).allMatch(row -> row.length == width);
  }

  private String wanted(List<ModelPart> parts) {
    List<String> each = new ArrayList<>();
    for (ModelPart part : parts) {
      int width = tower(model, part).encoder().config().width();
      each.add("of %d numbers for %s".formatted(width, part.folder()));
    }
    return each.size() == 1
        ? "vectors " + each.get(0) + " alone"
        : "as many vectors " + String.join(" as ", each);
  }

  private static String widths(Map<ModelPart, float[][]> vectors) {
    Map<String, String> widths = new TreeMap<>();
    vectors.forEach(
        (part, rows) ->
            widths.put(
                part.folder(), rows.length == 0 ? "none" : rows.length + " of " + rows[0].length));
    return widths.toString();
  }

  @Override
  public void addHypernetwork(Map<Integer, ContextNetwork> byWidth, StepWeight strength) {
    Set<Integer> widths = model.unet().contextWidths();
    Map<Integer, ContextNetwork> fitting = new TreeMap<>(byWidth);
    fitting.keySet().retainAll(widths);
    if (fitting.isEmpty()) {
      throw new IllegalArgumentException(
          "The hypernetwork must have layers for one of the widths %s of the model %s, but is for: %s."
              .formatted(widths, model.name(), new TreeSet<>(byWidth.keySet())));
    }
    network(ModelPart.UNET).ifPresent(changes -> changes.addHypernetwork(fitting, strength));
  }
}
