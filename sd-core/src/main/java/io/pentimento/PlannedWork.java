package io.pentimento;

import io.pentimento.image.ImageSize;
import io.pentimento.internal.Scope;
import io.pentimento.sampling.Seeds;
import java.awt.image.BufferedImage;
import java.util.List;

/** A request planned for a model. */
sealed interface PlannedWork permits LatentWork, ChainWork {
  /** Plans a request, which refuses settings that do not suit the model. */
  static PlannedWork plan(LoadedModel model, GenerationRequest request) {
    if (request instanceof LatentRequest latent) {
      return LatentWork.plan(model, latent);
    }
    return ChainWork.plan(model, (ChainedRequest) request);
  }

  /** Returns the size in pixels that the network works at first. */
  ImageSize size();

  /** Returns a request as it was carried out, with what was found out on the way. */
  default GenerationRequest carriedOut(GenerationRequest asked) {
    return asked;
  }

  /** Returns by how much the seed of each picture of a batch is above the one before. */
  int seedStride();

  /**
   * Makes the pictures.
   *
   * @param seeds drawn seeds, one for each
   */
  List<BufferedImage> make(Scope scope, Seeds seeds, RunMonitor monitor);
}
