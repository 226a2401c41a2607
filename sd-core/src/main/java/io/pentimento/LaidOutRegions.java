package io.pentimento;

import io.pentimento.image.AreaAverage;
import io.pentimento.image.Pixels;
import io.pentimento.image.ResizeMode;
import io.pentimento.model.RegionShares;
import io.pentimento.sampling.NextPass;
import io.pentimento.sampling.RegionMask;
import io.pentimento.sampling.RegionalPrompt;
import io.pentimento.sampling.RegionalPrompts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The regions of one pass, as far as its plan works at them.
 *
 * @param regions those that it works at
 * @param masks theirs, grey, of the plan's size
 * @param baseShare how much of every place the prompt has for itself
 */
record LaidOutRegions(List<RegionalPrompt> regions, List<Pixels> masks, double baseShare)
    implements RegionShares {
  /** Lays a pass's regions out; empty if it has none where its plan works. */
  static Optional<LaidOutRegions> of(NextPass pass) {
    RegionalPrompts asked = pass.sampling().network().regions();
    List<RegionalPrompt> regions = new ArrayList<>();
    List<Pixels> masks = new ArrayList<>();
    for (RegionalPrompt region : asked.regions()) {
      Pixels mask =
          pass.plan().laidOut(region.mask().pixels().rgb(), ResizeMode.JUST_RESIZE).grey();
      if (!RegionMask.OfPicture.isBlack(mask)) {
        regions.add(region);
        masks.add(mask);
      }
    }
    return regions.isEmpty()
        ? Optional.empty()
        : Optional.of(new LaidOutRegions(regions, masks, asked.baseShare()));
  }

  @Override
  public List<float[]> at(int height, int width) {
    List<byte[]> levels =
        masks.stream().map(mask -> AreaAverage.resize(mask, width, height).samples()).toList();
    List<float[]> shares = new ArrayList<>();
    for (int i = 0; i <= levels.size(); i++) {
      shares.add(new float[height * width]);
    }
    for (int cell = 0; cell < height * width; cell++) {
      fill(shares, levels, cell);
    }
    return shares;
  }

  private void fill(List<float[]> shares, List<byte[]> levels, int cell) {
    double sum = 0;
    for (int i = 0; i < levels.size(); i++) {
      sum += weighted(levels, i, cell);
    }
    double each = (1 - baseShare) / Math.max(1, sum);
    shares.get(0)[cell] = (float) (1 - each * sum);
    for (int i = 0; i < levels.size(); i++) {
      shares.get(i + 1)[cell] = (float) (each * weighted(levels, i, cell));
    }
  }

  private double weighted(List<byte[]> levels, int region, int cell) {
    return regions.get(region).weight() * (levels.get(region)[cell] & 0xff) / 255;
  }
}
