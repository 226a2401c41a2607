package io.pentimento.adapters;

import io.pentimento.patch.ModelLayout;
import io.pentimento.patch.ModelPart;
import java.util.Map;
import java.util.Set;

/** A model of a few layers, for tests. */
record SmallModel(String modelName, Map<ModelPart, Map<String, long[]>> networks)
    implements ModelLayout {
  @Override
  public Set<ModelPart> parts() {
    return networks.keySet();
  }

  @Override
  public Map<String, long[]> tensors(ModelPart part) {
    return networks.getOrDefault(part, Map.of());
  }

  @Override
  public UNetBlocks blocks() {
    return new UNetBlocks(4, 2);
  }
}
