package io.pentimento;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.pentimento.internal.LayerWeights;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import io.pentimento.model.TensorSource;
import io.pentimento.patch.ContextNetwork;
import io.pentimento.patch.ModelLayout;
import io.pentimento.patch.ModelPart;
import io.pentimento.patch.ModelPatch;
import io.pentimento.patch.PatchTarget;
import io.pentimento.patch.StepWeight;
import io.pentimento.testing.TestEngine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * A patch of made-up numbers, and the same changes in Java, to weights before a network is built
 * from them. Patches of one name are equal.
 */
final class MadeUpPatch implements ModelPatch {
  private final String name;
  private final List<Change> changes = new ArrayList<>();
  private final List<String> tags = new ArrayList<>();
  private final AtomicInteger applied = new AtomicInteger();

  /** Tells a target something, and does the same to weights. */
  private interface Change {
    void tell(PatchTarget target) throws IOException;

    /** Adds to the values of a tensor, computed from those it was loaded with. */
    default void make(String tensor, float[] values, float[] loaded, long[] shape) {}
  }

  MadeUpPatch(String name) {
    this.name = name;
  }

  /** Returns how often a target was told of this patch. */
  int applied() {
    return applied.get();
  }

  MadeUpPatch tag(String tag) {
    tags.add(tag);
    return this;
  }

  /** Adds a product of random factors to a weight. */
  MadeUpPatch product(ModelPart part, String tensor, int rank, StepWeight weight, long... shape) {
    int out = Math.toIntExact(shape[0]);
    int rest = 1;
    for (int i = 1; i < shape.length; i++) {
      rest *= Math.toIntExact(shape[i]);
    }
    float[] up = random(tensor, out * rank);
    float[] down = random(tensor + " down", rank * rest);
    changes.add(new Product(part, tensor, rank, weight, shape, up, down));
    return this;
  }

  /** Multiplies a tensor by itself plus a number, so that the original must be there. */
  MadeUpPatch full(ModelPart part, String tensor, double plus, double weight) {
    changes.add(
        new Change() {
          @Override
          public void tell(PatchTarget target) {
            target.add(part, tensor, w -> w.mul(w.add(plus)), StepWeight.of(weight));
          }

          @Override
          public void make(String name, float[] values, float[] loaded, long[] shape) {
            if (name.equals(tensor)) {
              for (int i = 0; i < values.length; i++) {
                values[i] += (float) (weight * loaded[i] * (loaded[i] + plus));
              }
            }
          }
        });
    return this;
  }

  /** Adds something to a bias that layers lack. */
  MadeUpPatch addBias(String tensor, double value) {
    changes.add(
        target -> target.add(ModelPart.UNET, tensor, zeros -> zeros.add(value), StepWeight.of(1)));
    return this;
  }

  MadeUpPatch word(String word, float[]... vectors) {
    return word(word, Map.of(ModelPart.TEXT_ENCODER, vectors));
  }

  MadeUpPatch word(String word, Map<ModelPart, float[][]> vectors) {
    changes.add(target -> target.addWord(word, vectors));
    return this;
  }

  MadeUpPatch hypernetwork(Map<Integer, ContextNetwork> byWidth, StepWeight strength) {
    changes.add(target -> target.addHypernetwork(byWidth, strength));
    return this;
  }

  /** Fails after what was added before. */
  MadeUpPatch failure(RuntimeException failure) {
    changes.add(
        target -> {
          throw failure;
        });
    return this;
  }

  private record Product(
      ModelPart part,
      String tensor,
      int rank,
      StepWeight weight,
      long[] shape,
      float[] up,
      float[] down)
      implements Change {
    private static final double SCALE = 0.5;

    @Override
    public void tell(PatchTarget target) {
      long[] downShape = shape.clone();
      downShape[0] = rank;
      NDArray first = target.manager().create(up, new Shape(shape[0], rank));
      NDArray second = target.manager().create(down, new Shape(downShape));
      target.addProduct(part, tensor, first, second, SCALE, weight);
      // What is handed in need not live longer than the call.
      first.close();
      second.close();
    }

    @Override
    public void make(String name, float[] values, float[] loaded, long[] ofTensor) {
      if (!name.equals(tensor)) {
        return;
      }
      int rest = down.length / rank;
      int wide = values.length / (int) ofTensor[0];
      for (int o = 0; o < ofTensor[0]; o++) {
        for (int i = 0; i < rest; i++) {
          double sum = 0;
          for (int r = 0; r < rank; r++) {
            sum += (double) up[o * rank + r] * down[r * rest + i];
          }
          values[o * wide + i] += (float) (SCALE * weight.at(0) * sum);
        }
      }
    }
  }

  static float[] random(String seed, int count) {
    SplittableRandom random = new SplittableRandom(seed.hashCode());
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (random.nextDouble() * 1.2 - 0.6);
    }
    return values;
  }

  /** Changes weights as they are read. */
  TensorSource changing(TensorSource source) {
    return new TensorSource() {
      @Override
      public boolean has(String tensor) {
        return source.has(tensor);
      }

      @Override
      public NDArray tensor(String tensor, long... shape) {
        NDArray own = source.tensor(tensor, shape);
        if (own.getDataType() != DataType.FLOAT32) {
          return own;
        }
        try (Scope scope = TestEngine.open("changed weights")) {
          float[] values = Scope.floats(own, scope);
          float[] loaded = values.clone();
          changes.forEach(change -> change.make(tensor, values, loaded, shape));
          ByteBuffer bytes =
              ByteBuffer.allocateDirect(4 * values.length).order(ByteOrder.nativeOrder());
          bytes.asFloatBuffer().put(values);
          NDArray changed = scope.store(bytes, DataType.FLOAT32, NumberType.FLOAT32, shape);
          changed.attach(own.getManager());
          return changed;
        }
      }

      /** Packs as models do, so that a run with such weights rounds as one of a model. */
      @Override
      public NDArray convolution(String tensor, boolean many, long... shape) {
        return packed(
            tensor(tensor, shape),
            (scope, plain) -> LayerWeights.packConvolution(scope, plain, many));
      }

      @Override
      public NDArray linear(String tensor, long... shape) {
        return packed(tensor(tensor, shape), LayerWeights::packLinear);
      }

      private NDArray packed(NDArray plain, BiFunction<Scope, NDArray, NDArray> packing) {
        NDManager owner = plain.getManager();
        try (Scope scope = TestEngine.open("packed weights")) {
          NDArray packed = packing.apply(scope, plain);
          packed.attach(owner);
          return packed;
        }
      }

      @Override
      public void finish() {}
    };
  }

  /** Opens the tiny model with these changes made to its weights. */
  Pipeline changedCheckpoint(int inChannels) {
    UnaryOperator<TensorSource> change = this::changing;
    return TinyModel.open(inChannels, NumberType.FLOAT32, change);
  }

  @Override
  public boolean isEmpty() {
    return changes.isEmpty();
  }

  @Override
  public void check(ModelLayout layout) {
    if (layout.tensors(ModelPart.UNET).isEmpty()) {
      throw new IllegalArgumentException("not for " + layout.modelName());
    }
  }

  @Override
  public void apply(PatchTarget target) throws IOException {
    applied.incrementAndGet();
    for (Change change : changes) {
      change.tell(target);
    }
  }

  @Override
  public List<String> tags() {
    return List.copyOf(tags);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MadeUpPatch patch && patch.name.equals(name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }
}
