package io.pentimento.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import io.pentimento.testing.TestEngine;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScopeTest {
  private Scope scope;

  @BeforeEach
  void open() {
    scope = TestEngine.open("scope");
  }

  @AfterEach
  void close() {
    scope.close();
  }

  private static ByteBuffer floats(float... values) {
    ByteBuffer buffer =
        ByteBuffer.allocateDirect(values.length * Float.BYTES).order(ByteOrder.nativeOrder());
    buffer.asFloatBuffer().put(values);
    return buffer;
  }

  @Test
  void array_mustFillItsShape() {
    assertThatThrownBy(() -> scope.array(new float[3], 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The values must fill the shape [4], but there are 3.");
    assertThatThrownBy(() -> scope.array(new float[3], 2))
        .hasMessage("The values must fill the shape [2], but there are 3.");
    assertThatThrownBy(() -> scope.array(new float[6], -2, -3))
        .hasMessage("The values must fill the shape [-2, -3], but there are 6.");
    assertThatThrownBy(() -> scope.array(new long[1], 1L << 32, 1L << 32))
        .hasMessage("The values must fill the shape [4294967296, 4294967296], but there are 1.");
    // 2^30 floats are 2^32 bytes, which are 0 bytes in DJL's own check.
    assertThatThrownBy(() -> scope.array(new float[0], 1 << 30))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void array_ofNothing() {
    NDArray empty = scope.array(new float[0], 0);
    assertThat(empty.getShape().getShape()).containsExactly(0);
    assertThat(Scope.floats(empty, scope)).isEmpty();
    assertThat(scope.isFinite(empty)).isTrue();
  }

  @Test
  void store_mustFillItsShapeWithWholeElements() {
    assertThatThrownBy(
            () -> scope.store(floats(1, 2), DataType.FLOAT32, NumberType.FLOAT32, 1 << 30))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The values must fill the shape [1073741824], but there are 2.");
    ByteBuffer torn = floats(1, 2).limit(7);
    assertThatThrownBy(() -> scope.store(torn, DataType.FLOAT32, NumberType.FLOAT32, 2))
        .hasMessage("elements must be whole, of 4 bytes each, but are 7 bytes.");
  }

  @ParameterizedTest
  @EnumSource(
      value = NumberType.class,
      names = {"FLOAT32", "BFLOAT16"})
  void store_copies(NumberType type) {
    ByteBuffer buffer = floats(9, 1, 2, 3, 4).position(4);
    NDArray stored = scope.store(buffer, DataType.FLOAT32, type, 1, 2, 2, 1);
    buffer.asFloatBuffer().put(new float[] {0, 0, 0, 0});
    assertThat(Scope.floats(stored, scope)).containsExactly(1, 2, 3, 4);
    assertThat(scope.manager().getManagedArrays()).containsExactly(stored);
  }

  @Test
  void close_freesAllButWhatWasAdopted() {
    NDArray kept;
    NDArray lost;
    try (Scope inner = scope.open("inner")) {
      kept = inner.array(new float[] {1}, 1);
      lost = inner.add(kept, kept);
      assertThat(inner.holds(kept)).isTrue();
      scope.adopt(kept);
      assertThat(inner.holds(kept)).isFalse();
      assertThat(scope.holds(kept)).isTrue();
    }
    assertThat(lost.isReleased()).isTrue();
    assertThat(kept.toFloatArray()).containsExactly(1);
  }

  @Test
  void close_outerScopeClosesInnerOnes() {
    Scope outer = scope.open("outer");
    NDArray deep = outer.open("inner").array(new float[] {1}, 1);
    outer.close();
    outer.close();
    assertThat(deep.isReleased()).isTrue();
    assertThatThrownBy(() -> scope.add(deep, deep)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void cap_refusesArraysHereButNotInside() {
    Scope model = scope.open("model");
    NDArray weight = model.array(new float[] {2}, 1);
    model.cap();
    assertThatThrownBy(() -> model.add(weight, weight)).isInstanceOf(IllegalStateException.class);
    try (Scope run = model.open("run")) {
      assertThat(run.add(weight, weight).toFloatArray()).containsExactly(4);
    }
    assertThat(model.manager().getManagedArrays()).containsExactly(weight);
    model.close();
  }

  @Test
  void results_landInTheScopeThatIsAsked() {
    NDArray x = scope.array(new float[] {1, 2, 3, 4}, 1, 4);
    try (Scope inner = scope.open("inner")) {
      NDArray weight = scope.array(new float[] {1, 0, 0, 1, 1, 1, 0, 0}, 2, 4);
      NDArray y = inner.linear(x, weight, Optional.empty());
      assertThat(inner.holds(y)).isTrue();
      assertThat(y.toFloatArray()).containsExactly(5, 3);
      assertThat(inner.manager().getManagedArrays()).containsExactly(y);
    }
  }

  @Test
  void isFinite_findsNanAndInfinityInEveryType() {
    NDArray good = scope.array(new float[] {1, -3e38f}, 2);
    NDArray nan = scope.array(new float[] {1, Float.NaN}, 2);
    NDArray infinite = scope.array(new float[] {Float.NEGATIVE_INFINITY, 0}, 2);
    assertThat(scope.isFinite(good)).isTrue();
    assertThat(scope.isFinite(nan)).isFalse();
    assertThat(scope.isFinite(infinite)).isFalse();
    assertThat(scope.isFinite(scope.cast(nan, NumberType.BFLOAT16))).isFalse();
    assertThat(scope.isFinite(scope.cast(good, NumberType.BFLOAT16))).isTrue();
  }

  @Test
  void wrongShapes_areAnExceptionAndLeaveNothing() {
    NDArray x = scope.array(new float[] {1, 2, 3}, 1, 3);
    NDArray weight = scope.array(new float[] {1, 2}, 1, 2);
    try (Scope inner = scope.open("inner")) {
      assertThatThrownBy(() -> inner.linear(x, weight, Optional.empty()))
          .isInstanceOf(EngineException.class);
      assertThatThrownBy(() -> inner.groupNorm(x, 0, weight, weight, 1e-5))
          .isInstanceOf(EngineException.class);
      assertThatThrownBy(() -> inner.attention(x, x, x, 0, false))
          .isInstanceOf(EngineException.class);
      assertThatThrownBy(() -> inner.slice(x, 0, 1, 7)).isInstanceOf(EngineException.class);
      assertThatThrownBy(() -> inner.embedding(weight, inner.array(new long[] {1L << 40}, 1)))
          .isInstanceOf(EngineException.class);
      assertThat(inner.manager().getManagedArrays()).hasSize(1);
    }
    assertThat(scope.add(x, x).toFloatArray()).containsExactly(2, 4, 6);
  }

  @Test
  void hugeArrays_areAnException() {
    NDArray x = scope.array(new float[] {1}, 1);
    assertThatThrownBy(() -> scope.repeatRows(x, 1L << 46))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("allocate memory");
  }
}
