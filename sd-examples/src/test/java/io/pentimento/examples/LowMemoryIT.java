package io.pentimento.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The option for small machines. */
class LowMemoryIT {
  @TempDir Path folder;

  private CommandRun run(Path out, String... more) {
    Object[] words = new Object[8 + more.length];
    Object[] first = {
      "txt2img", "1girl, beach <lora:golden-crown:0.8>", "--steps", "2", "--seed", "7", "--out", out
    };
    System.arraycopy(first, 0, words, 0, first.length);
    System.arraycopy(more, 0, words, first.length, more.length);
    return CommandRun.of(words);
  }

  @Test
  void lowMemory_givesTheSameBytesAndTellsWhatItTook() {
    Path all = folder.resolve("all.png");
    Path sequential = folder.resolve("sequential.png");

    CommandRun plain = run(all);
    CommandRun low = run(sequential, "--low-memory");

    assertThat(plain.code()).as(plain.err()).isZero();
    assertThat(low.code()).as(low.err()).isZero();
    assertThat(sequential).hasSameBinaryContentAs(all);
    assertThat(plain.out()).doesNotContain("MiB");
    assertThat(low.out()).containsPattern("weights at most [0-9]+ MiB");
  }
}
