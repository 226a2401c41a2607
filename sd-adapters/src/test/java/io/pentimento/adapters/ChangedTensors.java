package io.pentimento.adapters;

import ai.djl.ndarray.NDArray;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.internal.Scope;
import io.pentimento.model.TensorSource;
import io.pentimento.patch.ModelPart;

/** The tensors of a network with the changes of adapters in them. */
record ChangedTensors(TensorSource source, ChangedModel model, ModelPart part, Scope scope)
    implements TensorSource {
  @Override
  public boolean has(String name) {
    return source.has(name);
  }

  @Override
  public NDArray tensor(String name, long... shape) {
    NDArray stored = source.tensor(name, shape);
    float[] original = Scope.floats(stored, scope);
    String plain = FolderModel.plain(name);
    long[] own = model.layout().tensors(part).get(plain);
    float[] change = model.sum(part, plain, original, own);
    for (int i = 0; i < original.length; i++) {
      original[i] += change[i];
    }
    return scope.array(original, shape);
  }

  @Override
  public void finish() throws ModelFormatException {
    source.finish();
  }
}
