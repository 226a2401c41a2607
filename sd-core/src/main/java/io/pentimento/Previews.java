package io.pentimento;

import io.pentimento.internal.TorchEngine;
import io.pentimento.model.LatentCodec;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The previews of a model, made ready when one is first asked for. Safe for many threads. */
final class Previews implements Supplier<Preview> {
  private final TorchEngine engine;
  private final LoadedModel model;
  private final Optional<LatentCodec> decoder;
  private @Nullable Preview preview;

  /**
   * Makes nothing yet.
   *
   * @param decoder decodes previews; they are rough without
   */
  Previews(TorchEngine engine, LoadedModel model, Optional<LatentCodec> decoder) {
    this.engine = engine;
    this.model = model;
    this.decoder = decoder;
  }

  @Override
  public synchronized Preview get() {
    Preview fitted = preview;
    // A listener may ask on a thread of its own, such as that of a user interface.
    engine.enterThread();
    if (fitted == null) {
      fitted =
          decoder.isPresent()
              ? new DecodedPreview(model.scope(), decoder.get())
              : LatentPreview.fit(model.scope(), model.vae());
      preview = fitted;
    }
    return fitted;
  }
}
