package io.pentimento.patch;

import java.util.List;

/** Changes nothing. */
enum NoPatch implements ModelPatch {
  NONE;

  @Override
  public boolean isEmpty() {
    return true;
  }

  @Override
  public void check(ModelLayout layout) {}

  @Override
  public void apply(PatchTarget target) {}

  @Override
  public List<String> tags() {
    return List.of();
  }
}
