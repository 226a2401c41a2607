package io.pentimento.internal;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.pytorch.jni.JniUtils;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

class TorchEngineTest {
  private static final Executor OWN_THREAD = task -> new Thread(task).start();

  @Test
  void start_switchesTheNetworkOff() {
    TorchEngine.start(OptionalInt.empty());
    assertThat(System.getProperty("ai.djl.offline")).isEqualTo("true");
    assertThat(System.getProperty("OPT_OUT_TRACKING")).isEqualTo("true");
  }

  @Test
  void start_isOneEngineForAll() {
    TorchEngine engine = TorchEngine.start(OptionalInt.empty());
    String threads = System.getProperty("ai.djl.pytorch.num_threads");
    assertThat(TorchEngine.start(OptionalInt.of(7))).isSameAs(engine);
    if (threads != null) {
      assertThat(engine.threads()).isEqualTo(Integer.parseInt(threads));
      assertThat(System.getProperty("ai.djl.pytorch.num_threads")).isEqualTo(threads);
    }
  }

  @Test
  void enterThread_isForTheCallingThreadOnly() {
    TorchEngine engine = TorchEngine.start(OptionalInt.empty());
    boolean entered =
        CompletableFuture.supplyAsync(
                () -> {
                  engine.enterThread();
                  return JniUtils.isGradMode();
                },
                OWN_THREAD)
            .join();
    boolean other = CompletableFuture.supplyAsync(JniUtils::isGradMode, OWN_THREAD).join();
    assertThat(entered).isFalse();
    assertThat(other).isTrue();
  }
}
