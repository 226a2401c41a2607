package io.pentimento;

import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ModelFamily;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.checkpoint.TensorInfo;
import io.pentimento.checkpoint.TensorType;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import io.pentimento.model.Autoencoder;
import io.pentimento.model.AutoencoderConfig;
import io.pentimento.model.CheckpointTensors;
import io.pentimento.model.ClipTokenizer;
import io.pentimento.model.LatentCodec;
import io.pentimento.model.StagingBuffers;
import io.pentimento.model.TensorSource;
import io.pentimento.model.TextEncoder;
import io.pentimento.model.TextEncoderConfig;
import io.pentimento.model.TextTower;
import io.pentimento.model.TinyAutoencoder;
import io.pentimento.model.TinyAutoencoderFiles;
import io.pentimento.model.Tokenizer;
import io.pentimento.model.UNet;
import io.pentimento.model.Weights;
import io.pentimento.sampling.Prediction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleConsumer;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the networks of a model into a scope, one tensor at a time. */
final class ModelLoader {
  private static final Logger LOG = LoggerFactory.getLogger(ModelLoader.class);

  /** Stable Diffusion 2 was trained on v at 768 pixels; files do not tell of sizes. */
  private static final int SD2_V_SIDE = 768;

  private final ModelSettings settings;
  private final ModelSource source;
  private final Scope scope;
  private final NumberType type;
  private final DoubleConsumer progress;
  private final List<Tokenizer> tokenizers = new ArrayList<>();
  private final Set<TensorType> stored = EnumSet.noneOf(TensorType.class);
  private final StagingBuffers buffers = new StagingBuffers();
  private final WeightMemory memory = new WeightMemory();
  private long elements;
  private long loaded;

  private ModelLoader(
      ModelSettings settings,
      ModelSource source,
      Scope scope,
      NumberType type,
      DoubleConsumer progress) {
    this.settings = settings;
    this.source = source;
    this.scope = scope;
    this.type = type;
    this.progress = progress;
  }

  static LoadedModel load(
      ModelSettings settings, Scope scope, NumberType type, DoubleConsumer progress)
      throws IOException {
    try (ModelSource source = settings.open()) {
      return new ModelLoader(settings, source, scope, type, progress).load();
    }
  }

  private LoadedModel load() throws IOException {
    Optional<TinyAutoencoder> tiny = tinyAutoencoder();
    ModelConfigs configs = ModelConfigs.read(source, tiny);
    TrainedAs trained = settings.trainedAs(source);
    try {
      LoadedModel model = networks(configs, trained, tiny);
      scope.cap();
      memory.add(scope.bytes());
      progress.accept(1);
      LOG.info("{}", model.description());
      return model;
    } catch (UncheckedIOException e) {
      // A network reads its tensors in streams, which know no checked exceptions.
      tokenizers.forEach(Tokenizer::close);
      throw e.getCause();
    } catch (IOException | RuntimeException | Error e) {
      tokenizers.forEach(Tokenizer::close);
      throw e;
    }
  }

  private LoadedModel networks(
      ModelConfigs configs, TrainedAs trained, Optional<TinyAutoencoder> tiny) throws IOException {
    for (String part : configs.parts()) {
      try (Checkpoint weights = source.weights(part)) {
        count(weights);
      }
    }
    List<TextTower> towers = new ArrayList<>();
    for (ModelConfigs.Text text : configs.texts()) {
      towers.add(tower(text));
    }
    UNet unet = unet(configs);
    TrainedAs known =
        trained.certain() ? trained : trained.predicting(PredictionTrial.of(unet, scope));
    LatentCodec vae = tiny.isPresent() ? tiny.get() : autoencoder(configs);
    ModelDescription description =
        new ModelDescription(
            settings.name(),
            configs.family(),
            configs.unet().inChannels(),
            known.settings().prediction(),
            known.settings().levels().hasZeroTerminalSignal(),
            stored,
            source.ignored());
    return new LoadedModel(
        description,
        settings.recorded(),
        towers,
        unet,
        vae,
        known.settings(),
        nativeSide(configs, description),
        source.zerosForEmptyPrompt(),
        new TextCache(),
        new EncodedPictures(new TiledAutoencoder(vae)::moments),
        AdapterSource.none(),
        new PatchedModels(PatchedModels.USUAL_BYTES),
        memory,
        scope);
  }

  private int nativeSide(ModelConfigs configs, ModelDescription description) {
    boolean largeSd2 =
        source.guesses("unet")
            && configs.family() == ModelFamily.SD2
            && description.prediction() == Prediction.VELOCITY;
    return largeSd2 ? SD2_V_SIDE : configs.unet().sampleSize() * configs.vae().factor();
  }

  /** A text encoder runs once a request: float32 costs nothing there. */
  private TextTower tower(ModelConfigs.Text text) throws IOException {
    Tokenizer tokenizer = tokenizer(text);
    tokenizers.add(tokenizer);
    if (tokenizer.maxLength() > text.config().positions()) {
      throw new ModelFormatException(
          source.path(),
          "the tokenizer makes %d tokens a text, but the %s takes at most %d."
              .formatted(tokenizer.maxLength(), text.part(), text.config().positions()));
    }
    Reading<TextEncoder> reading =
        (tensors, supply) ->
            new TextEncoder(text.config(), new Weights(tensors), text.pooledWidth(), supply);
    return new TextTower(
        tokenizer, network(text.part(), NumberType.FLOAT32, reading), text.plain());
  }

  /** A folder without a tokenizer has that of its text encoder's kind. */
  private ClipTokenizer tokenizer(ModelConfigs.Text text) throws IOException {
    Optional<Path> own = source.tokenizer(text.part().replace("text_encoder", "tokenizer"));
    if (own.isPresent()) {
      return ClipTokenizer.read(own.get());
    }
    return text.config().activation() == TextEncoderConfig.Activation.GELU
        ? ClipTokenizer.packagedForOpenClip()
        : ClipTokenizer.packaged();
  }

  private UNet unet(ModelConfigs configs) throws IOException {
    return network(
        "unet",
        type,
        (tensors, supply) -> new UNet(configs.unet(), new Weights(tensors), type, supply));
  }

  /** Half-precision autoencoders overflow, that of SDXL always. */
  private LatentCodec autoencoder(ModelConfigs configs) throws IOException {
    NumberType safe = type.withRange();
    AutoencoderConfig config = configs.vae().config().orElseThrow();
    return this.<LatentCodec>network(
        "vae",
        safe,
        (tensors, supply) -> {
          LatentCodec vae = new Autoencoder(config, new Weights(tensors), safe);
          return supply.isPresent() ? new ReloadedAutoencoder(vae, supply.get()) : vae;
        });
  }

  /** A tiny autoencoder is read first, since its numbers stand in its weights alone. */
  private Optional<TinyAutoencoder> tinyAutoencoder() throws IOException {
    Optional<Path> path = source.tinyAutoencoder();
    if (path.isEmpty()) {
      return Optional.empty();
    }
    TinyAutoencoder tiny = TinyAutoencoderFiles.read(path.get(), scope, type.withRange());
    if (!tiny.decodes()) {
      throw new ModelFormatException(
          path.get(), "there is an encoder alone. Put taesd_decoder beside taesd_encoder.");
    }
    return Optional.of(tiny);
  }

  /** Builds a network. */
  @FunctionalInterface
  private interface Reading<T> {
    /**
     * Builds.
     *
     * @param supply gives the network with its weights, where the tensors are outlines
     */
    T of(TensorSource tensors, Optional<ReloadedNetwork<T>> supply) throws IOException;
  }

  /** Reads a network, or its outline where the weights are read when they are used. */
  private <T> T network(String part, NumberType type, Reading<T> reading) throws IOException {
    LongConsumer count =
        done -> {
          loaded += done;
          progress.accept(Math.min(1, loaded / (double) elements));
        };
    try (Checkpoint weights = source.weights(part)) {
      CheckpointTensors tensors = new CheckpointTensors(weights, scope, type, count, buffers);
      if (settings.residency() == Residency.ALL) {
        return reading.of(tensors, Optional.empty());
      }
      ReloadedNetwork<T> reloaded =
          new ReloadedNetwork<>(part, scope, memory, into -> reread(part, into, type, reading));
      return reading.of(tensors.outline(), Optional.of(reloaded));
    }
  }

  /** Opens the files anew, so that between uses none is held. */
  private <T> T reread(String part, Scope into, NumberType type, Reading<T> reading)
      throws IOException {
    // One thread at a time, since networks share the buffers.
    synchronized (buffers) {
      try (ModelSource again = settings.open();
          Checkpoint weights = again.weights(part)) {
        return reading.of(
            new CheckpointTensors(weights, into, type, done -> {}, buffers), Optional.empty());
      }
    }
  }

  private void count(Checkpoint checkpoint) throws IOException {
    for (String name : checkpoint.names()) {
      TensorInfo info = checkpoint.info(name);
      elements += info.elements();
      TensorType kept = checkpoint.storedType(name);
      if (kept.isFloating()) {
        stored.add(kept);
      }
    }
  }
}
