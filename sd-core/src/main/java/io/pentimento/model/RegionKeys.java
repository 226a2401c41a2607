package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The keys and values of regions' texts, for the first rows of a batch. In each place of a picture
 * what the prompt and the regions' texts give is mixed by their shares.
 */
final class RegionKeys {
  private final Scope scope;
  private final NumberType type;
  private final List<UNet.PromptKeys> regions;
  private final RegionShares shares;
  private final long rows;
  private final Map<List<Long>, List<NDArray>> byResolution = new HashMap<>();

  /**
   * Takes projected texts over.
   *
   * @param scope holds the shares
   * @param regions each text's, for {@code rows} rows
   * @param rows how many of a batch, the first, have regions
   */
  RegionKeys(
      Scope scope, NumberType type, List<UNet.PromptKeys> regions, RegionShares shares, long rows) {
    this.scope = scope;
    this.type = type;
    this.regions = List.copyOf(regions);
    this.shares = shares;
    this.rows = rows;
  }

  /**
   * Mixes what the prompt gives with what the regions' texts give.
   *
   * @param queries of all rows, {@code [batch, height × width, channels]}
   * @param found what the prompt gives them, of the same shape
   */
  NDArray mixed(
      Scope parent,
      TransformerLayer layer,
      NDArray queries,
      NDArray found,
      long height,
      long width) {
    try (Scope run = parent.open("regions")) {
      long batch = queries.getShape().get(0);
      List<NDArray> parts = shares(height, width);
      NDArray asking = rows == batch ? queries : run.slice(queries, 0, rows, 0);
      NDArray own = rows == batch ? found : run.slice(found, 0, rows, 0);
      NDArray sum = run.multiply(own, parts.get(0));
      for (int i = 0; i < regions.size(); i++) {
        Attention.KeyValue region = regions.get(i).of(layer);
        NDArray seen =
            run.attention(asking, region.keys(), region.values(), layer.cross().heads(), false);
        sum = run.add(sum, run.multiply(seen, parts.get(i + 1)));
      }
      return parent.adopt(
          rows == batch ? sum : run.concat(sum, run.slice(found, rows, batch, 0), 0));
    }
  }

  private List<NDArray> shares(long height, long width) {
    return byResolution.computeIfAbsent(List.of(height, width), sides -> made(height, width));
  }

  private List<NDArray> made(long height, long width) {
    List<NDArray> arrays = new ArrayList<>();
    try (Scope wide = scope.open("shares")) {
      for (float[] plane : shares.at(Math.toIntExact(height), Math.toIntExact(width))) {
        arrays.add(scope.store(wide.array(plane, 1, height * width, 1), type));
      }
    }
    return arrays;
  }
}
