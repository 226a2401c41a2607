package io.pentimento;

import io.pentimento.checkpoint.ModelFamily;
import io.pentimento.checkpoint.TensorType;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import io.pentimento.model.ClipTokenizer;
import io.pentimento.model.LatentCodec;
import io.pentimento.model.TextEncoder;
import io.pentimento.model.TextTower;
import io.pentimento.model.TinyAutoencoderFiles;
import io.pentimento.model.UNet;
import io.pentimento.model.Weights;
import io.pentimento.sampling.SchedulerSettings;
import io.pentimento.testing.GoldenModels;
import io.pentimento.testing.Goldens;
import io.pentimento.testing.RandomTensors;
import io.pentimento.testing.TestEngine;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * Models of which only the U-Net is a recorded one: for runs that bring their prompts as numbers,
 * and end before they are decoded.
 */
final class UndecodedModel {
  private UndecodedModel() {}

  /**
   * Loads a model, or skips the test where the golden set lacks it. Its closing frees all.
   *
   * @param name a folder of the golden set's models, {@code sd1-tiny}
   */
  static LoadedModel load(String name, ModelFamily family, SchedulerSettings scheduler)
      throws IOException {
    NumberType type = NumberType.FLOAT32;
    Scope scope = TestEngine.open(name);
    try {
      UNet unet = GoldenModels.unet(scope, "models/" + name);
      LatentCodec vae = TinyAutoencoderFiles.read(Goldens.path("models/taesd-tiny"), scope, type);
      return new LoadedModel(
          new ModelDescription(
              name,
              family,
              unet.config().inChannels(),
              scheduler.prediction(),
              false,
              Set.of(TensorType.F32),
              List.of()),
          RecordedFiles.none(),
          List.of(
              new TextTower(
                  ClipTokenizer.packaged(),
                  new TextEncoder(TinyModel.text(), new Weights(new RandomTensors(scope, type, 1))),
                  false)),
          unet,
          vae,
          scheduler,
          unet.config().sampleSize() * vae.factor(),
          false,
          new TextCache(),
          new EncodedPictures(new TiledAutoencoder(vae)::moments),
          AdapterSource.none(),
          new PatchedModels(PatchedModels.USUAL_BYTES),
          new WeightMemory(),
          scope);
    } catch (Throwable e) {
      scope.close();
      throw e;
    }
  }
}
