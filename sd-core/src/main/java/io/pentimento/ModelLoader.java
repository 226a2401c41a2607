package io.pentimento;

import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ComponentConfig;
import io.pentimento.checkpoint.DiffusersFolder;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import io.pentimento.model.CheckpointTensors;
import io.pentimento.model.ClipTokenizer;
import io.pentimento.model.LatentCodec;
import io.pentimento.model.TextEncoder;
import io.pentimento.model.TextEncoderConfig;
import io.pentimento.model.UNet;
import io.pentimento.model.UNetConfig;
import io.pentimento.model.Weights;
import io.pentimento.sampling.SchedulerSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import java.util.function.LongConsumer;

/** Reads the networks of a diffusers folder into a scope, one tensor at a time. */
final class ModelLoader {
  private final DiffusersFolder folder;
  private final Scope scope;
  private final NumberType type;
  private final DoubleConsumer progress;

  /** In place of the model's own autoencoder. */
  private final Optional<Path> otherVae;

  private long elements;
  private long loaded;

  private ModelLoader(
      DiffusersFolder folder,
      Optional<Path> otherVae,
      Scope scope,
      NumberType type,
      DoubleConsumer progress) {
    this.otherVae = otherVae;
    this.folder = folder;
    this.scope = scope;
    this.type = type;
    this.progress = progress;
  }

  static LoadedModel load(
      Path path,
      Optional<String> variant,
      Optional<Path> otherVae,
      Scope scope,
      NumberType type,
      DoubleConsumer progress)
      throws IOException {
    return new ModelLoader(DiffusersFolder.open(path, variant), otherVae, scope, type, progress)
        .load(path);
  }

  private LoadedModel load(Path path) throws IOException {
    folder.require(List.of("text_encoder", "unet", "vae"));
    TextEncoderConfig text = TextEncoderConfig.read(folder.component("text_encoder").config());
    UNetConfig unet = UNetConfig.read(folder.component("unet").config());
    ModelVae vae = ModelVae.find(folder, otherVae, scope, type);
    checkThatPartsFit(path, text, unet, vae.latentChannels());
    SchedulerSettings scheduler = scheduler();
    ClipTokenizer tokenizer = tokenizer(text);
    try {
      checkLength(path, tokenizer, text);
      Path name = path.toAbsolutePath().normalize().getFileName();
      LoadedModel model =
          networks(name == null ? "model" : name.toString(), tokenizer, text, unet, vae, scheduler);
      scope.cap();
      progress.accept(1);
      return model;
    } catch (UncheckedIOException e) {
      // A network reads its tensors in streams, which know no checked exceptions.
      tokenizer.close();
      throw e.getCause();
    } catch (IOException | RuntimeException | Error e) {
      tokenizer.close();
      throw e;
    }
  }

  private LoadedModel networks(
      String name,
      ClipTokenizer tokenizer,
      TextEncoderConfig textConfig,
      UNetConfig unetConfig,
      ModelVae vaeKind,
      SchedulerSettings scheduler)
      throws IOException {
    try (Checkpoint text = folder.component("text_encoder").weights();
        Checkpoint unet = folder.component("unet").weights();
        ModelVae.Source vaeSource = vaeKind.open()) {
      elements = elements(text) + elements(unet);
      if (vaeSource.weights().isPresent()) {
        elements += elements(vaeSource.weights().get());
      }
      // The text encoder runs once a request: float32 costs nothing there.
      TextEncoder textEncoder = new TextEncoder(textConfig, weights(text, NumberType.FLOAT32));
      UNet network = new UNet(unetConfig, weights(unet, type), type);
      LatentCodec autoencoder = vaeKind.read(vaeSource, vae -> weights(vae, type.withRange()));
      return new LoadedModel(
          name,
          tokenizer,
          textEncoder,
          network,
          autoencoder,
          scheduler,
          new TextCache(),
          new EncodedPictures(new TiledAutoencoder(autoencoder)::moments),
          AdapterSource.none(),
          new PatchedModels(PatchedModels.USUAL_BYTES),
          scope);
    }
  }

  /** Each part may be sound and yet be of another model. */
  private static void checkThatPartsFit(
      Path path, TextEncoderConfig text, UNetConfig unet, int latentChannels)
      throws ModelFormatException {
    List<String> misfits = new ArrayList<>();
    if (unet.crossAttentionDim() != text.width()) {
      misfits.add(
          "cross_attention_dim of the unet (%d) must be hidden_size of the text_encoder (%d)"
              .formatted(unet.crossAttentionDim(), text.width()));
    }
    if (unet.outChannels() != latentChannels) {
      misfits.add(
          "out_channels of the unet (%d) must be latent_channels of the vae (%d)"
              .formatted(unet.outChannels(), latentChannels));
    }
    if (unet.inChannels() < latentChannels) {
      misfits.add(
          "in_channels of the unet (%d) must be at least latent_channels of the vae (%d)"
              .formatted(unet.inChannels(), latentChannels));
    }
    if (!misfits.isEmpty()) {
      throw new ModelFormatException(
          path, "the parts are not of one model: " + String.join("; ", misfits) + ".");
    }
  }

  private static void checkLength(Path path, ClipTokenizer tokenizer, TextEncoderConfig text)
      throws ModelFormatException {
    if (tokenizer.maxLength() > text.positions()) {
      throw new ModelFormatException(
          path,
          "the tokenizer makes %d tokens a text, but the text_encoder takes at most %d."
              .formatted(tokenizer.maxLength(), text.positions()));
    }
  }

  /** A folder without a tokenizer has that of its text encoder's kind. */
  private ClipTokenizer tokenizer(TextEncoderConfig config) throws IOException {
    Optional<Path> own = folder.tokenizer("tokenizer");
    if (own.isPresent()) {
      return ClipTokenizer.read(own.get());
    }
    return config.activation() == TextEncoderConfig.Activation.GELU
        ? ClipTokenizer.packagedForOpenClip()
        : ClipTokenizer.packaged();
  }

  private SchedulerSettings scheduler() throws IOException {
    ComponentConfig config = folder.schedulerConfig();
    try {
      return SchedulerSettings.parse(Files.readString(config.path()));
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(config.path(), null, String.valueOf(e.getMessage()), e);
    }
  }

  private Weights weights(Checkpoint checkpoint, NumberType type) {
    LongConsumer count =
        done -> {
          loaded += done;
          progress.accept(Math.min(1, loaded / (double) elements));
        };
    return new Weights(new CheckpointTensors(checkpoint, scope, type, count));
  }

  private static long elements(Checkpoint checkpoint) throws IOException {
    long sum = 0;
    for (String name : checkpoint.names()) {
      sum += checkpoint.info(name).elements();
    }
    return sum;
  }
}
