package io.pentimento;

import ai.djl.Device;
import io.pentimento.checkpoint.ModelFamily;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.checkpoint.TensorType;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import io.pentimento.internal.TorchEngine;
import io.pentimento.model.Autoencoder;
import io.pentimento.model.AutoencoderConfig;
import io.pentimento.model.ClipTokenizer;
import io.pentimento.model.TensorSource;
import io.pentimento.model.TextEncoder;
import io.pentimento.model.TextEncoderConfig;
import io.pentimento.model.TextTower;
import io.pentimento.model.UNet;
import io.pentimento.model.UNetConfig;
import io.pentimento.model.Weights;
import io.pentimento.sampling.Prediction;
import io.pentimento.sampling.SchedulerSettings;
import io.pentimento.testing.RandomTensors;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A pipeline over a model of Stable Diffusion's form, a thousandth its size, with made-up weights:
 * it draws nothing to look at, but every setting does to its pictures what it does to those of a
 * large one. Code that uses this library can be tested with it without a checkpoint.
 */
public final class TinyModel {
  private static final int CONTEXT = 16;

  private TinyModel() {}

  /** Opens a model with 4 input channels that works at 64 × 64 pixels. */
  public static Pipeline open() {
    return open(4);
  }

  /** Opens a model with as many input channels as asked: 9 for one made for inpainting. */
  public static Pipeline open(int inChannels) {
    return open(inChannels, NumberType.FLOAT32);
  }

  /** Opens a model that computes in a number type; the weights are the same, rounded to it. */
  static Pipeline open(int inChannels, NumberType type) {
    return open(inChannels, type, source -> source);
  }

  /**
   * Opens a model that tells how often its autoencoder's encoder runs.
   *
   * @param onEncode is called before each run of it, on the run's thread
   */
  public static Pipeline open(int inChannels, Runnable onEncode) {
    return open(inChannels, NumberType.FLOAT32, source -> source, onEncode, AdapterSource.none());
  }

  /** Opens a model whose prompts may name adapters. */
  public static Pipeline open(AdapterSource adapters) {
    return open(4, NumberType.FLOAT32, source -> source, () -> {}, adapters);
  }

  /** Opens a model whose weights a test changes. */
  static Pipeline open(int inChannels, NumberType type, UnaryOperator<TensorSource> change) {
    return open(inChannels, type, change, () -> {}, AdapterSource.none());
  }

  private static Pipeline open(
      int inChannels,
      NumberType type,
      UnaryOperator<TensorSource> change,
      Runnable onEncode,
      AdapterSource adapters) {
    TorchEngine engine = TorchEngine.start(OptionalInt.empty());
    engine.enterThread();
    Scope scope = engine.open("tiny model", Device.cpu());
    TensorSource text = change.apply(new RandomTensors(scope, NumberType.FLOAT32, 1));
    TensorSource unet = change.apply(new RandomTensors(scope, type, 2));
    TensorSource vae = change.apply(new RandomTensors(scope, type, 3));
    try {
      Autoencoder autoencoder = new Autoencoder(vae(), new Weights(vae), type);
      LoadedModel model =
          new LoadedModel(
              description(inChannels),
              RecordedFiles.none(),
              List.of(
                  new TextTower(
                      ClipTokenizer.packaged(), new TextEncoder(text(), new Weights(text)), false)),
              new UNet(unet(inChannels), new Weights(unet), type),
              autoencoder,
              SchedulerSettings.sd1(),
              64,
              false,
              new TextCache(),
              new EncodedPictures(
                  (within, pixels) -> {
                    onEncode.run();
                    return new TiledAutoencoder(autoencoder).moments(within, pixels);
                  }),
              adapters,
              new PatchedModels(PatchedModels.USUAL_BYTES),
              new WeightMemory(),
              scope);
      scope.cap();
      return new Pipeline(engine, model);
    } catch (ModelFormatException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ModelDescription description(int inChannels) {
    return new ModelDescription(
        "tiny",
        ModelFamily.SD1,
        inChannels,
        Prediction.EPSILON,
        false,
        Set.of(TensorType.F32),
        List.of());
  }

  static TextEncoderConfig text() {
    return new TextEncoderConfig(
        CONTEXT, 32, 2, 2, 49408, 77, TextEncoderConfig.Activation.QUICK_GELU, 1e-5);
  }

  static AutoencoderConfig vae() {
    return new AutoencoderConfig(List.of(8, 8, 8, 16), 1, 4, 4, 0.18215, 0, true, true, true);
  }

  static UNetConfig unet(int inChannels) {
    return new UNetConfig(
        inChannels,
        4,
        8,
        List.of(
            new UNetConfig.Level(8, true, true, 2, 1),
            new UNetConfig.Level(16, false, false, 2, 1)),
        1,
        CONTEXT,
        2,
        1,
        4,
        1e-5,
        false,
        0,
        true);
  }
}
