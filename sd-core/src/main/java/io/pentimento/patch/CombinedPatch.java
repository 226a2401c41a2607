package io.pentimento.patch;

import java.io.IOException;
import java.util.List;

/** Several patches, one after the other. */
record CombinedPatch(List<ModelPatch> patches) implements ModelPatch {
  @Override
  public boolean isEmpty() {
    return patches.stream().allMatch(ModelPatch::isEmpty);
  }

  @Override
  public List<ModelPatch> parts() {
    return patches.stream().flatMap(patch -> patch.parts().stream()).toList();
  }

  @Override
  public void check(ModelLayout layout) throws IOException {
    for (ModelPatch patch : patches) {
      patch.check(layout);
    }
  }

  @Override
  public void apply(PatchTarget target) throws IOException {
    for (ModelPatch patch : patches) {
      patch.apply(target);
    }
  }

  @Override
  public List<String> tags() {
    return patches.stream().flatMap(patch -> patch.tags().stream()).toList();
  }
}
