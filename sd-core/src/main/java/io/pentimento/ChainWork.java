package io.pentimento;

import io.pentimento.image.ImageSize;
import io.pentimento.internal.Scope;
import io.pentimento.sampling.LatentSpace;
import io.pentimento.sampling.Sampling;
import io.pentimento.sampling.Seeds;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs the requests of a chain, and the chain again for each picture of a batch. */
record ChainWork(LoadedModel model, PictureChain chain) implements PlannedWork {
  static ChainWork plan(LoadedModel model, ChainedRequest request) {
    LatentSpace space = model.space();
    Passes.checkPrompts(model, request);
    ControlChecks.check(model, request.sampling());
    PlannedRefiner.check(model, request.sampling());
    PictureChain chain = request.chain(space);
    space.check(chain.size());
    return new ChainWork(model, chain);
  }

  @Override
  public ImageSize size() {
    return chain.size();
  }

  @Override
  public int seedStride() {
    return chain.seedStride();
  }

  @Override
  public GenerationRequest carriedOut(GenerationRequest asked) {
    return chain.carriedOut().map(GenerationRequest.class::cast).orElse(asked);
  }

  @Override
  public List<BufferedImage> make(Scope scope, Seeds seeds, RunMonitor monitor) {
    int batch = seeds.each().size();
    Links links = new Links(model, scope, monitor, chain.links() * batch);
    List<BufferedImage> pictures = new ArrayList<>();
    for (int i = 0; i < batch; i++) {
      pictures.add(chain.make(seeds.only(i), links));
    }
    return pictures;
  }

  /** Runs one request after the other, and counts their steps among those of all. */
  private static final class Links implements PictureChain.Link {
    private final LoadedModel model;
    private final Scope scope;
    private final RunMonitor monitor;
    private final int planned;
    private int made;
    private int steps;

    Links(LoadedModel model, Scope scope, RunMonitor monitor, int planned) {
      this.model = model;
      this.scope = scope;
      this.monitor = monitor;
      this.planned = planned;
    }

    @Override
    public BufferedImage make(LatentRequest request) {
      Sampling sampling = request.sampling();
      if (sampling.batch() != 1) {
        throw new IllegalArgumentException(
            "A request of a chain must be for one picture, but its batch is: "
                + sampling.batch()
                + ". Call batch(1) on its builder.");
      }
      LatentWork work = LatentWork.plan(model, request);
      // Later ones are taken to be as long as this one.
      int toCome = Math.max(0, planned - made - 1);
      PartMonitor own = new PartMonitor(monitor, steps, count -> count * toCome);
      try (Scope link = scope.open("link")) {
        BufferedImage picture = work.make(link, sampling.seeds().drawn(1), own).get(0);
        steps = own.begun();
        Optional<BufferedImage> before =
            request instanceof ImageRequest one ? Optional.of(one.image()) : Optional.empty();
        monitor.pictureMade(made, Math.max(planned, made + 1), before, picture);
        made++;
        return picture;
      }
    }
  }
}
