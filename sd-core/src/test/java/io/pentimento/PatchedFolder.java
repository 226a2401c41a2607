package io.pentimento;

import ai.djl.Device;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import io.pentimento.internal.TorchEngine;
import io.pentimento.model.TextEncoder;
import io.pentimento.model.UNet;
import io.pentimento.patch.ModelLayout;
import io.pentimento.patch.ModelPart;
import io.pentimento.patch.ModelPatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalInt;

/** The networks of a model's folder under a patch, as a run gets them. */
public final class PatchedFolder implements AutoCloseable {
  private final LoadedModel model;
  private final PatchedModels.Lease lease;

  private PatchedFolder(LoadedModel model, PatchedModels.Lease lease) {
    this.model = model;
    this.lease = lease;
  }

  /**
   * Loads a model in float32 and changes it.
   *
   * @throws IllegalArgumentException if the patch does not suit the model
   */
  public static PatchedFolder open(Path folder, ModelPatch patch) throws IOException {
    TorchEngine engine = TorchEngine.start(OptionalInt.empty());
    engine.enterThread();
    Scope scope = engine.open("patched folder", Device.cpu());
    try {
      LoadedModel model =
          ModelLoader.load(ModelSettings.of(folder), scope, NumberType.FLOAT32, done -> {});
      patch.check(PatchedParts.layout(model));
      return new PatchedFolder(model, model.patched().use(model, patch));
    } catch (Throwable e) {
      scope.close();
      throw e;
    }
  }

  /** Returns what adapters see of the model. */
  public ModelLayout layout() {
    return PatchedParts.layout(model);
  }

  /** Returns a text encoder. */
  public TextEncoder textEncoder(ModelPart part) {
    return lease.model().texts().get(model.textParts().indexOf(part)).tower().encoder();
  }

  /** Returns the U-Net of the first step. */
  public UNet unet() {
    return lease.model().unet().at(0, model.scope()).network();
  }

  @Override
  public void close() {
    lease.close();
    model.close();
  }
}
