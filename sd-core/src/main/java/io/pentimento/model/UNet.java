package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import java.util.ArrayDeque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The network that predicts the noise in a latent (Ronneberger et al. 2015, with the residual
 * blocks and transformers of Rombach et al. 2022; diffusers' UNet2DConditionModel). Immutable: any
 * number of threads may use one.
 */
public final class UNet {
  private static final double OUT_NORM_EPS = 1e-5;

  private final UNetConfig config;
  private final NumberType type;
  private final TimeEmbedding timeEmbedding;
  private final Optional<AddedEmbedding> addedEmbedding;
  private final Conv convIn;
  private final List<UNetStage> down;
  private final UNetMiddle middle;
  private final List<UNetStage> up;
  private final Norm normOut;
  private final Conv convOut;
  private final NetworkTensors tensors;

  /** Where the network is had from with its weights, if this one has none. */
  private final Optional<? extends NetworkSupply<UNet>> supply;

  /**
   * Reads the network.
   *
   * @param type the type the weights were read in, in which the network computes
   * @throws ModelFormatException if tensors are missing, of the wrong shape, or left over
   */
  public UNet(UNetConfig config, Weights weights, NumberType type) throws ModelFormatException {
    this(config, weights, type, Optional.empty());
  }

  /**
   * Reads the network, or its outline.
   *
   * @param type the type the weights were read in, in which the network computes
   * @param supply gives the network with its weights, where these have shapes alone
   * @throws ModelFormatException if tensors are missing, of the wrong shape, or left over
   */
  public UNet(
      UNetConfig config,
      Weights weights,
      NumberType type,
      Optional<? extends NetworkSupply<UNet>> supply)
      throws ModelFormatException {
    this.supply = supply;
    this.config = config;
    this.type = type;
    int first = config.levels().get(0).channels();
    this.timeEmbedding = TimeEmbedding.read(weights, config);
    this.addedEmbedding =
        config
            .added()
            .map(added -> AddedEmbedding.read(weights, added, config.timeEmbeddingWidth()));
    this.convIn = weights.conv("conv_in", config.inChannels(), first, 3, 1);
    this.down =
        IntStream.range(0, config.levels().size())
            .mapToObj(i -> UNetStage.readDown(weights.at("down_blocks." + i), config, i))
            .toList();
    this.middle = UNetMiddle.read(weights.at("mid_block"), config);
    this.up =
        IntStream.range(0, config.levels().size())
            .mapToObj(i -> UNetStage.readUp(weights.at("up_blocks." + i), config, i))
            .toList();
    this.normOut = weights.norm("conv_norm_out", first, OUT_NORM_EPS);
    this.convOut = weights.conv("conv_out", first, config.outChannels(), 3, 1);
    this.tensors = weights.tensors();
    weights.finish();
  }

  /**
   * Builds a network like this one of changed tensors, with which it shares all others. The changes
   * must live as long as it is used.
   */
  public UNet patched(PatchedTensors changed) {
    try {
      return new UNet(
          config,
          new Weights(changed.over(tensors)),
          type,
          supply.map(all -> all.map(unet -> unet.patched(changed.over(unet.tensors)))));
    } catch (ModelFormatException e) {
      throw new IllegalStateException("Tensors that fitted this network do so no longer.", e);
    }
  }

  /**
   * Returns this network with its weights, which are in memory until the lease is closed. Those of
   * an outline are read now; without them it can tell of itself but not compute.
   *
   * @throws java.io.UncheckedIOException if reading fails
   */
  public NetworkLease<UNet> use() {
    return supply.map(NetworkSupply::use).orElseGet(() -> NetworkLease.of(this));
  }

  /** Tells whether the weights are in memory only while they are used. */
  public boolean isOutline() {
    return supply.isPresent();
  }

  /** Returns the tensors it is built from. */
  public NetworkTensors tensors() {
    return tensors;
  }

  /** Returns the number type in which the network computes. */
  public NumberType type() {
    return type;
  }

  /** Returns the widths of all contexts that attention looks at. */
  public Set<Integer> contextWidths() {
    return transformers()
        .flatMap(transformer -> transformer.layers().stream())
        .flatMap(layer -> Stream.of(layer.self(), layer.cross()))
        .map(attention -> Math.toIntExact(attention.toK().weight().getShape().get(1)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Returns the architecture. */
  public UNetConfig config() {
    return config;
  }

  /**
   * Keys and values of a prompt for every cross-attention, computed once for all steps of a
   * request.
   */
  public static final class PromptKeys {
    private final IdentityHashMap<TransformerLayer, Attention.KeyValue> byLayer =
        new IdentityHashMap<>();
    private Optional<NDArray> added = Optional.empty();
    private long rows;
    private Optional<RegionKeys> regions = Optional.empty();
    private List<PictureKeys> pictures = List.of();

    private PromptKeys() {}

    /** Projects a context, float32, for all cross-attentions of some transformers. */
    static PromptKeys of(
        Scope scope, NDArray context, NumberType type, Stream<SpatialTransformer> transformers) {
      PromptKeys keys = new PromptKeys();
      keys.rows = context.getShape().get(0);
      try (Scope conversion = scope.open("prompt")) {
        NDArray typed = conversion.cast(context, type);
        transformers
            .flatMap(transformer -> transformer.layers().stream())
            .forEach(layer -> keys.byLayer.put(layer, layer.cross().project(scope, typed)));
      }
      return keys;
    }

    /** Adds what an SDXL network takes beside the prompt, as its embedding makes it. */
    PromptKeys with(Optional<NDArray> embedded) {
      added = embedded;
      return this;
    }

    /** Returns an embedded timestep with what is taken beside the prompt. */
    NDArray steer(Scope scope, NDArray time) {
      return added.isPresent() ? scope.add(added.get(), time) : time;
    }

    /**
     * Repeats rows until there are as many as of the prompt; as many already, they are returned as
     * they are.
     */
    public NDArray spread(Scope scope, NDArray x) {
      long own = x.getShape().get(0);
      NDArray all = x;
      for (long count = own; count < rows; count += own) {
        all = scope.concat(all, x, 0);
      }
      return all;
    }

    /** Lets tokens {@code [batch, height × width, channels]} look at the prompt. */
    NDArray attend(Scope scope, TransformerLayer layer, NDArray x, long height, long width) {
      Attention cross = layer.cross();
      return regions
          .map(own -> cross.apply(scope, x, of(layer), own, layer, height, width))
          .orElseGet(() -> cross.apply(scope, x, of(layer)));
    }

    Attention.KeyValue of(TransformerLayer layer) {
      Attention.KeyValue found = byLayer.get(layer);
      if (found == null) {
        throw new IllegalStateException("The prompt's keys were computed for another network.");
      }
      List<Attention.Beside> beside =
          pictures.stream().flatMap(picture -> picture.of(layer).stream()).toList();
      return beside.isEmpty()
          ? found
          : new Attention.KeyValue(found.keys(), found.values(), beside);
    }

    /**
     * Returns these keys with those of pictures beside them, from {@link PictureAdapter#project}
     * for the same network and batch.
     */
    public PromptKeys beside(List<PictureKeys> pictures) {
      PromptKeys keys = new PromptKeys();
      keys.byLayer.putAll(byLayer);
      keys.added = added;
      keys.rows = rows;
      keys.regions = regions;
      keys.pictures = List.copyOf(pictures);
      return keys;
    }
  }

  /**
   * Makes what an SDXL network takes beside the prompt.
   *
   * @param scope holds the result
   * @param pooled the pooled text embedding, {@code [1, width]}, float32
   * @param numbers sizes and the like, as many as there is room for
   * @return {@code [1, added width]}, float32, to be passed to {@link #project}
   * @throws IllegalArgumentException if there must be more or fewer numbers
   * @throws IllegalStateException if the network takes nothing beside the prompt
   */
  public NDArray addedVector(Scope scope, NDArray pooled, double... numbers) {
    UNetConfig.Added added =
        config
            .added()
            .orElseThrow(
                () -> new IllegalStateException("This U-Net takes nothing beside the prompt."));
    int expected = added.numbers(Math.toIntExact(pooled.getShape().get(1)));
    if (numbers.length != expected) {
      throw new IllegalArgumentException(
          "The U-Net takes %d numbers beside the pooled text, but got: %d."
              .formatted(expected, numbers.length));
    }
    float[] features = timeEmbedding.sinusoids(added.numberWidth(), numbers);
    return scope.concat(pooled, scope.array(features, 1, features.length), 1);
  }

  /**
   * Projects the prompt for every cross-attention.
   *
   * @param scope holds the keys and values: that of the request
   * @param context the text encoder's output, {@code [batch, tokens, crossAttentionDim]}, float32
   */
  public PromptKeys project(Scope scope, NDArray context) {
    return project(scope, context, Optional.empty());
  }

  /**
   * Projects the prompt for every cross-attention, and what is taken beside it.
   *
   * @param scope holds the keys and values: that of the request
   * @param context the text encoder's output, {@code [batch, tokens, crossAttentionDim]}, float32
   * @param added for an SDXL network a row of {@link #addedVector} for each of the batch
   * @throws IllegalArgumentException if the network takes such a vector and there is none, or there
   *     is one and it takes none
   */
  public PromptKeys project(Scope scope, NDArray context, Optional<NDArray> added) {
    if (added.isPresent() != addedEmbedding.isPresent()) {
      throw new IllegalArgumentException(
          addedEmbedding.isPresent()
              ? "This U-Net takes a pooled text and sizes beside the prompt, but got none."
              : "This U-Net takes nothing beside the prompt, but got a vector.");
    }
    return PromptKeys.of(scope, context, type, transformers())
        .with(addedEmbedding.map(embedding -> embedding.apply(scope, type, added.orElseThrow())));
  }

  /**
   * Lets texts of regions count beside a prompt: the first rows of the batch look at all of them,
   * and in each place of the picture what they find is mixed.
   *
   * @param scope holds their keys and values: that of the prompt's
   * @param contexts each region's text, {@code [rows, tokens, crossAttentionDim]}, float32
   * @param shares how much each counts where
   */
  public void addRegions(
      Scope scope, PromptKeys keys, List<NDArray> contexts, RegionShares shares) {
    List<PromptKeys> regions =
        contexts.stream().map(one -> PromptKeys.of(scope, one, type, transformers())).toList();
    long rows = contexts.get(0).getShape().get(0);
    keys.regions = Optional.of(new RegionKeys(scope, type, regions, shares, rows));
  }

  /** Returns the names of all cross-attentions, in the order in which IP-Adapters count them. */
  public List<String> crossAttentions() {
    return adaptedLayers().stream().map(layer -> layer.cross().toK().name()).toList();
  }

  /** Returns the transformer layers in the order in which IP-Adapters count them: middle last. */
  List<TransformerLayer> adaptedLayers() {
    return Stream.of(
            down.stream().flatMap(stage -> stage.transformers().stream()),
            up.stream().flatMap(stage -> stage.transformers().stream()),
            Stream.of(middle.transformer()))
        .flatMap(transformers -> transformers)
        .flatMap(transformer -> transformer.layers().stream())
        .toList();
  }

  private Stream<SpatialTransformer> transformers() {
    return Stream.of(
            down.stream().flatMap(stage -> stage.transformers().stream()),
            Stream.of(middle.transformer()),
            up.stream().flatMap(stage -> stage.transformers().stream()))
        .flatMap(stream -> stream);
  }

  /**
   * Embeds timesteps.
   *
   * @param scope holds the result
   * @param timesteps one for all rows of a batch, or one for each; 0 to 999, fractions allowed
   * @return {@code [timesteps, 4 × first width]}, to be passed to {@link #predict}
   */
  public NDArray embedTime(Scope scope, double... timesteps) {
    return timeEmbedding.apply(scope, type, OptionalDouble.empty(), timesteps);
  }

  /** Tells whether the network was distilled to take the guidance's scale as an input. */
  public boolean takesGuidance() {
    return config.guidanceWidth() > 0;
  }

  /**
   * Embeds a timestep and the guidance's scale, for a network that takes it.
   *
   * @param scope holds the result
   * @param guidanceScale 1 is no guidance
   * @param timestep 0 to 999, fractions allowed
   * @return {@code [1, 4 × first width]}, to be passed to {@link #predict}
   * @throws IllegalStateException if the network takes no guidance
   */
  public NDArray embedGuidedTime(Scope scope, double guidanceScale, double timestep) {
    if (!takesGuidance()) {
      throw new IllegalStateException("This U-Net takes no guidance scale beside the timestep.");
    }
    return timeEmbedding.apply(scope, type, OptionalDouble.of(guidanceScale), timestep);
  }

  /**
   * Predicts the noise, or v, as the model was trained to.
   *
   * @param parent holds the result
   * @param sample the scaled latent and any extra channels, {@code [images, inChannels, h, w]},
   *     float32: as many rows as the prompt has, or a part of them that stands for all, over and
   *     over. What comes before the first look at the prompt is then computed once
   * @param time from {@link #embedTime}
   * @param prompt from {@link #project}, for the same batch
   * @param observer sees the output of each block
   * @return {@code [batch, outChannels, h, w]}, float32
   */
  public NDArray predict(
      Scope parent, NDArray sample, NDArray time, PromptKeys prompt, Observer observer) {
    return predict(parent, sample, time, prompt, UNetOptions.NONE, observer);
  }

  /**
   * Predicts as {@link #predict(Scope, NDArray, NDArray, PromptKeys, Observer)} does, with options.
   */
  public NDArray predict(
      Scope parent,
      NDArray sample,
      NDArray time,
      PromptKeys prompt,
      UNetOptions options,
      Observer observer) {
    checkShape(sample);
    try (Scope scope = parent.open("unet")) {
      UNetStage.Steering steering =
          new UNetStage.Steering(scope.silu(prompt.steer(scope, time)), prompt);
      UNetStage.Steering topmost =
          new UNetStage.Steering(steering.time(), prompt, options.topmostAttention());
      ArrayDeque<NDArray> skips = new ArrayDeque<>();
      boolean alike = prompt.added.isEmpty() && time.getShape().get(0) == 1;
      NDArray seen = alike ? sample : prompt.spread(scope, sample);
      NDArray hidden = convIn.applyWide(scope, seen, type);
      observer.see("conv_in", hidden);
      skips.push(prompt.spread(scope, hidden));
      Optional<DeepFeatures> deep = options.deep().filter(kept -> options.control().isEmpty());
      Optional<NDArray> remembered = deep.flatMap(DeepFeatures::next);
      if (remembered.isPresent()) {
        hidden = remembered.get();
      } else {
        hidden = deepPart(scope, hidden, steering, topmost, options, observer, skips);
        NDArray features = hidden;
        deep.ifPresent(kept -> kept.keep(features));
      }
      int last = up.size() - 1;
      hidden = up.get(last).upLast(scope, hidden, topmost, scales(options, last), skips);
      observer.see("up_blocks." + last, hidden);
      NDArray out = normOut.groupSiluConvWide(scope, hidden, config.normGroups(), convOut);
      return parent.adopt(scope.plain(out));
    }
  }

  /** Runs all but the input layer, the last block and the output layer. */
  private NDArray deepPart(
      Scope scope,
      NDArray x,
      UNetStage.Steering steering,
      UNetStage.Steering topmost,
      UNetOptions options,
      Observer observer,
      ArrayDeque<NDArray> skips) {
    NDArray hidden = x;
    for (int i = 0; i < down.size(); i++) {
      hidden = down.get(i).down(scope, hidden, i == 0 ? topmost : steering, skips);
      observer.see("down_blocks." + i, hidden);
    }
    hidden = middle.apply(scope, hidden, steering, options.middleAttention());
    observer.see("mid_block", hidden);
    if (options.control().isPresent()) {
      ControlResiduals control = options.control().get();
      hidden = scope.add(hidden, control.middle());
      control.addTo(scope, skips);
    }
    for (int i = 0; i < up.size(); i++) {
      try (NDArray previous = hidden) {
        Optional<FeatureScales> scales = scales(options, i);
        if (i < up.size() - 1) {
          hidden = up.get(i).up(scope, previous, steering, scales, skips);
          observer.see("up_blocks." + i, hidden);
        } else {
          hidden = up.get(i).upToLast(scope, previous, topmost, scales, skips);
        }
      }
    }
    return hidden;
  }

  private static Optional<FeatureScales> scales(UNetOptions options, int stage) {
    return options.freeU().flatMap(freeU -> FeatureScales.of(freeU, stage));
  }

  private void checkShape(NDArray sample) {
    long[] shape = sample.getShape().getShape();
    if (shape.length != 4 || shape[1] != config.inChannels()) {
      throw new IllegalArgumentException(
          "The U-Net takes [batch, %d, height, width], but got: %s."
              .formatted(config.inChannels(), sample.getShape()));
    }
  }
}
