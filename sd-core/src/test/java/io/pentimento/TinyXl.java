package io.pentimento;

import ai.djl.Device;
import io.pentimento.checkpoint.ModelFamily;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.checkpoint.TensorType;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import io.pentimento.internal.TorchEngine;
import io.pentimento.model.Autoencoder;
import io.pentimento.model.ClipTokenizer;
import io.pentimento.model.TensorSource;
import io.pentimento.model.TextEncoder;
import io.pentimento.model.TextEncoderConfig;
import io.pentimento.model.TextTower;
import io.pentimento.model.UNet;
import io.pentimento.model.UNetConfig;
import io.pentimento.model.Weights;
import io.pentimento.patch.ModelPart;
import io.pentimento.sampling.Prediction;
import io.pentimento.sampling.SchedulerSettings;
import io.pentimento.testing.RandomTensors;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A pipeline over a model of the form of SDXL or its refiner, with made-up weights, that works at
 * 64 × 64 pixels. Code that uses this library can be tested with it without a checkpoint.
 */
public final class TinyXl {
  /** The width of the first text encoder's vectors. */
  public static final int FIRST_WIDTH = 16;

  /** The width of the second text encoder's vectors. */
  public static final int SECOND_WIDTH = 24;

  private static final int POOLED = 8;
  private static final int NUMBER = 4;

  private TinyXl() {}

  /** Changes a network's weights as they are read. */
  @FunctionalInterface
  interface Change {
    TensorSource of(ModelPart part, TensorSource weights);
  }

  static Pipeline open(ModelFamily family) {
    return open(family, AdapterSource.none(), (part, weights) -> weights);
  }

  /** Opens the base model, whose prompts may name adapters. */
  public static Pipeline open(AdapterSource adapters) {
    return open(ModelFamily.SDXL, adapters, (part, weights) -> weights);
  }

  /** Opens a model whose weights a test changes. */
  static Pipeline open(ModelFamily family, Change change) {
    return open(family, AdapterSource.none(), change);
  }

  private static Pipeline open(ModelFamily family, AdapterSource adapters, Change change) {
    TorchEngine engine = TorchEngine.start(OptionalInt.empty());
    engine.enterThread();
    Scope scope = engine.open("tiny xl", Device.cpu());
    NumberType type = NumberType.FLOAT32;
    try {
      List<TextTower> towers = new ArrayList<>();
      if (family == ModelFamily.SDXL) {
        towers.add(
            tower(
                change.of(ModelPart.TEXT_ENCODER, new RandomTensors(scope, type, FIRST_WIDTH)),
                ClipTokenizer.packaged(),
                FIRST_WIDTH,
                TextEncoderConfig.Activation.QUICK_GELU,
                OptionalInt.empty()));
      }
      towers.add(
          tower(
              change.of(ModelPart.TEXT_ENCODER_2, new RandomTensors(scope, type, SECOND_WIDTH)),
              ClipTokenizer.packagedForOpenClip(),
              SECOND_WIDTH,
              TextEncoderConfig.Activation.GELU,
              OptionalInt.of(POOLED)));
      TensorSource weights = change.of(ModelPart.UNET, new RandomTensors(scope, type, 3));
      UNet unet = new UNet(unet(family), new Weights(weights), type);
      Autoencoder vae =
          new Autoencoder(TinyModel.vae(), new Weights(new RandomTensors(scope, type, 4)), type);
      LoadedModel model =
          new LoadedModel(
              new ModelDescription(
                  "tiny xl",
                  family,
                  4,
                  Prediction.EPSILON,
                  false,
                  Set.of(TensorType.F32),
                  List.of()),
              RecordedFiles.none(),
              towers,
              unet,
              vae,
              SchedulerSettings.xl(),
              64,
              true,
              new TextCache(),
              new EncodedPictures(new TiledAutoencoder(vae)::moments),
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

  private static TextTower tower(
      TensorSource weights,
      ClipTokenizer tokenizer,
      int width,
      TextEncoderConfig.Activation activation,
      OptionalInt pooled)
      throws ModelFormatException {
    TextEncoderConfig config = new TextEncoderConfig(width, 32, 3, 2, 49408, 77, activation, 1e-5);
    return new TextTower(tokenizer, new TextEncoder(config, new Weights(weights), pooled), true);
  }

  static UNetConfig unet(ModelFamily family) {
    boolean base = family == ModelFamily.SDXL;
    int numbers = base ? BesidePrompts.SIZES : BesidePrompts.SIZES_AND_SCORE;
    return new UNetConfig(
        4,
        4,
        8,
        List.of(
            new UNetConfig.Level(8, false, false, 1, 1),
            new UNetConfig.Level(16, true, true, 2, 2)),
        1,
        base ? FIRST_WIDTH + SECOND_WIDTH : SECOND_WIDTH,
        2,
        2,
        4,
        1e-5,
        true,
        0,
        true,
        Optional.of(new UNetConfig.Added(NUMBER, POOLED + numbers * NUMBER)),
        0,
        false);
  }
}
