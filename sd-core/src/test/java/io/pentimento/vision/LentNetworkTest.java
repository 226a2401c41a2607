package io.pentimento.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import io.pentimento.ComputeDevice;
import io.pentimento.GenerationFailedException;
import io.pentimento.Precision;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** A network's weights: lent to threads, freed when it is closed. */
class LentNetworkTest {
  private static LentNetwork<NDArray> network() throws IOException {
    return LentNetwork.load(
        "The test's network",
        Precision.FLOAT32,
        ComputeDevice.CPU,
        (scope, type) -> scope.array(new float[] {1, 2, 3, 4}, 4));
  }

  @Test
  void use_leavesTheWeightsAlone() throws IOException {
    try (LentNetwork<NDArray> network = network()) {
      long loaded = network.bytes();
      float sum =
          network.use(
              (weights, scope) -> {
                float[] doubled = scope.add(weights, weights).toFloatArray();
                assertThat(network.bytes()).isGreaterThan(loaded);
                return doubled[0] + doubled[3];
              });
      assertThat(sum).isEqualTo(10);
      assertThat(network.bytes()).isEqualTo(loaded).isEqualTo(16);
    }
  }

  @Test
  void use_failing_leavesNothingAndTellsWhere() throws IOException {
    try (LentNetwork<NDArray> network = network()) {
      assertThatThrownBy(
              () ->
                  network.use(
                      (weights, scope) -> {
                        scope.array(new float[8], 8);
                        throw new EngineException("no memory");
                      }))
          .isInstanceOf(GenerationFailedException.class)
          .hasMessage("The engine failed in The test's network: no memory");
      assertThat(network.bytes()).isEqualTo(16);
    }
  }

  @Test
  void close_waitsForWorkAndRefusesMore() throws Exception {
    LentNetwork<NDArray> network = network();
    CountDownLatch working = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    CompletableFuture<float[]> work =
        CompletableFuture.supplyAsync(
            () ->
                network.use(
                    (weights, scope) -> {
                      working.countDown();
                      await(goOn);
                      return scope.add(weights, weights).toFloatArray();
                    }));
    working.await();
    CompletableFuture<Void> closing = CompletableFuture.runAsync(network::close);
    goOn.countDown();
    closing.join();
    assertThat(work.join()).containsExactly(2, 4, 6, 8);
    assertThatThrownBy(() -> network.use((weights, scope) -> 0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The test's network is closed. Load it again to go on.");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void load_inHalfPrecisionOnACpu_isRefused() {
    assertThatThrownBy(
            () ->
                LentNetwork.load(
                    "The test's network",
                    Precision.FLOAT16,
                    ComputeDevice.CPU,
                    (scope, type) -> scope))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("FLOAT16 needs a GPU");
  }
}
