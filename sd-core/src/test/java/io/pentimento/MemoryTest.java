package io.pentimento;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.pytorch.engine.PtNDManager;
import io.pentimento.internal.TorchEngine;
import io.pentimento.sampling.RegionMask;
import io.pentimento.sampling.RegionalPrompt;
import io.pentimento.sampling.Sampler;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Finished, cancelled and failed runs leave no native memory behind. */
class MemoryTest {
  private static final int FINISHED = 200;
  private static final int CANCELLED = 50;
  private static final int FAILED = 50;

  /**
   * What the process may grow by over all runs; a leaked latent a step would be several times as
   * much.
   */
  private static final long GROWTH_KIB = 48 * 1024;

  @Test
  void runs_leaveNothingBehind() throws IOException {
    try (Pipeline pipeline = TinyModel.open()) {
      for (int i = 0; i < 30; i++) {
        round(pipeline, i);
      }
      Census before = census(pipeline);
      for (int i = 0; i < FINISHED; i++) {
        pipeline.generate(request(i));
        if (i % (FINISHED / CANCELLED) == 0) {
          cancelled(pipeline, i);
        }
        if (i % (FINISHED / FAILED) == 0) {
          failed(pipeline, i);
        }
      }
      Census after = census(pipeline);
      assertThat(after.arrays).as("native arrays").isEqualTo(before.arrays);
      assertThat(after.held).as("arrays and scopes in the model's scope").isEqualTo(before.held);
      assertThat(after.residentKib - before.residentKib).as("growth in KiB").isLessThan(GROWTH_KIB);
    }
  }

  @Test
  void close_givesEverythingBack() {
    TinyModel.open().close();
    PtNDManager engine = engineManager();
    int before = engine.getManagedArrays().size();
    try (Pipeline pipeline = TinyModel.open()) {
      pipeline.generate(request(1));
    }
    assertThat(engine.getManagedArrays()).hasSize(before);
  }

  private static void round(Pipeline pipeline, int seed) {
    pipeline.generate(request(seed));
    cancelled(pipeline, seed);
    failed(pipeline, seed);
  }

  /**
   * Every fifth request alternates between texts, follows a noise path, and has a second pass and
   * extras.
   */
  private static TextToImage request(int seed) {
    TextToImage.Builder plain = TextToImage.builder("a lighthouse").steps(3).seed(seed);
    if (seed % 5 > 0) {
      return plain.build();
    }
    return plain
        .prompt("a [lighthouse|windmill|mill|tower] AND (storm:1.2) :0.5")
        .sampler(Sampler.dpmppSde())
        .selfAttention(0.75)
        .tokenMerging(0.5)
        .regionalPrompts(RegionalPrompt.of(RegionMask.rectangle(0, 0, 0.5, 1), "[a|b] fox"))
        .hiresFix(HiresFix.scale(1.25).steps(2).build())
        .build();
  }

  private static void cancelled(Pipeline pipeline, int seed) {
    AtomicReference<Run> self = new AtomicReference<>();
    java.util.concurrent.CountDownLatch ready = new java.util.concurrent.CountDownLatch(1);
    Run run =
        pipeline.start(
            request(seed),
            event -> {
              try {
                ready.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              self.get().cancel();
            });
    self.set(run);
    ready.countDown();
    assertThatThrownBy(run::await).isInstanceOf(GenerationCancelledException.class);
  }

  private static void failed(Pipeline pipeline, int seed) {
    Run run =
        pipeline.start(
            request(seed),
            event -> {
              throw new IllegalArgumentException("the listener failed");
            });
    assertThatThrownBy(run::await).hasMessage("the listener failed");
  }

  private record Census(int arrays, String held, long residentKib) {}

  private static Census census(Pipeline pipeline) throws IOException {
    System.gc();
    return new Census(engineManager().getManagedArrays().size(), held(pipeline), resident());
  }

  private static PtNDManager engineManager() {
    try (var probe = TorchEngine.start(OptionalInt.empty()).open("probe", ai.djl.Device.cpu())) {
      return (PtNDManager) probe.manager().getParentManager();
    }
  }

  /** DJL tells how many arrays and scopes a manager holds only in its text. */
  private static String held(Pipeline pipeline) {
    String text = pipeline.scope().manager().toString();
    return text.substring(text.indexOf("Resource size"));
  }

  /**
   * Returns what the process holds beside Java's own heaps, which grow with any garbage. The build
   * has Java touch its heap as it grows ({@code -XX:+AlwaysPreTouch}), so that all of it is held.
   */
  private static long resident() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return 0;
    }
    MemoryMXBean java = ManagementFactory.getMemoryMXBean();
    long committed =
        java.getHeapMemoryUsage().getCommitted() + java.getNonHeapMemoryUsage().getCommitted();
    return processKib(status) - committed / 1024;
  }

  private static long processKib(Path status) throws IOException {
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElse(0);
  }
}
