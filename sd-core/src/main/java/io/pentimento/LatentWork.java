package io.pentimento;

import io.pentimento.image.ImageSize;
import io.pentimento.internal.Edges;
import io.pentimento.internal.Scope;
import io.pentimento.sampling.SeamlessAxes;
import io.pentimento.sampling.Seeds;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/** Samples a batch of latents, pass by pass, and decodes them one after the other. */
record LatentWork(LoadedModel model, LatentRequest request, Passes passes) implements PlannedWork {
  static LatentWork plan(LoadedModel model, LatentRequest request) {
    return new LatentWork(model, request, Passes.plan(model, request));
  }

  @Override
  public ImageSize size() {
    return passes.first().size();
  }

  @Override
  public int seedStride() {
    return 1;
  }

  @Override
  public List<BufferedImage> make(Scope scope, Seeds seeds, RunMonitor monitor) {
    return make(scope, seeds, (Denoising.Monitor) monitor);
  }

  List<BufferedImage> make(Scope scope, Seeds seeds, Denoising.Monitor monitor) {
    SeamlessAxes seamless = request.sampling().network().seamless();
    return make(scope.withEdges(new Edges(seamless.x(), seamless.y())), seeds, monitor, codec());
  }

  private PictureCodec codec() {
    return new PictureCodec(model.vae(), request.sampling().conventions());
  }

  private List<BufferedImage> make(
      Scope scope, Seeds seeds, Denoising.Monitor monitor, PictureCodec codec) {
    Passes.Finished finished = passes.run(scope, seeds, monitor);
    return model.vae().held(() -> decoded(scope, finished, monitor, codec));
  }

  private List<BufferedImage> decoded(
      Scope scope, Passes.Finished finished, Denoising.Monitor monitor, PictureCodec codec) {
    List<BufferedImage> images = new ArrayList<>();
    for (int i = 0; i < request.sampling().batch(); i++) {
      monitor.enter(
          "before picture " + (i + 1) + " was decoded", "while it decoded picture " + (i + 1));
      try (Scope one = scope.open("image")) {
        BufferedImage decoded = codec.decode(one, one.slice(finished.latent(), i, i + 1L, 0));
        images.add(finished.finish().apply(decoded, i));
      }
    }
    return images;
  }
}
