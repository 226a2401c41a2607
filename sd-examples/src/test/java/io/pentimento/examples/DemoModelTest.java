package io.pentimento.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoModelTest {
  private static final Path SOURCE = Path.of("src/main/resources/io/pentimento/examples/portraits");

  @TempDir Path cache;

  @Test
  void index_listsTheFilesOfTheModel() throws Exception {
    assertThat(DemoModel.index().toString())
        .as("portraits.index beside the model's folder must hold this text")
        .isEqualTo(FileIndex.of(SOURCE).toString());
  }

  @Test
  void adapters_areUnpackedBesideTheModel() throws Exception {
    Path source = SOURCE.resolveSibling("adapters");

    Path folder = DemoModel.adapters(cache);

    assertThat(FileIndex.of(folder)).isEqualTo(FileIndex.of(source));
    assertThat(DemoModel.index("adapters").toString())
        .as("adapters.index beside the adapters' folder must hold this text")
        .isEqualTo(FileIndex.of(source).toString());
    assertThat(SOURCE.resolve("README.md"))
        .content(StandardCharsets.UTF_8)
        .contains("golden-crown.safetensors", "violet.pt", "bad-portrait.pt", "sepia.pt");
  }

  @Test
  void portraits_unpacksEveryFileAndNothingElse() throws Exception {
    Path folder = DemoModel.portraits(cache);

    assertThat(folder).startsWith(cache).exists();
    assertThat(FileIndex.of(folder)).isEqualTo(FileIndex.of(SOURCE));
    assertThat(folder.resolve("README.md")).content(StandardCharsets.UTF_8).contains("portraits");
  }

  @Test
  void portraits_isFoundAgainWithoutWriting() throws Exception {
    Path folder = DemoModel.portraits(cache);
    Path weights = folder.resolve("unet/diffusion_pytorch_model.safetensors");
    FileTime longAgo = FileTime.fromMillis(1_000_000_000_000L);
    Files.setLastModifiedTime(weights, longAgo);

    assertThat(DemoModel.portraits(cache)).isEqualTo(folder);
    assertThat(Files.getLastModifiedTime(weights)).isEqualTo(longAgo);
  }

  @Test
  void portraits_repairsDamagedFiles() throws Exception {
    Path folder = DemoModel.portraits(cache);
    Path cut = folder.resolve("vae/diffusion_pytorch_model.safetensors");
    Path changed = folder.resolve("unet/config.json");
    Files.write(cut, new byte[100]);
    byte[] config = Files.readAllBytes(changed);
    config[config.length / 2] ^= 1;
    Files.write(changed, config);
    Files.delete(folder.resolve("model_index.json"));

    DemoModel.portraits(cache);

    assertThat(FileIndex.of(folder)).isEqualTo(FileIndex.of(SOURCE));
  }

  @Test
  void portraits_mayBeAskedForByManyThreadsAtOnce() throws Exception {
    int threads = 4;
    CyclicBarrier start = new CyclicBarrier(threads);
    Callable<Path> ask =
        () -> {
          start.await();
          return DemoModel.portraits(cache);
        };
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Path>> asked = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        asked.add(pool.submit(ask));
      }
      for (Future<Path> folder : asked) {
        assertThat(DemoModel.index().entries()).allMatch(entry -> matches(entry, folder));
      }
    } finally {
      pool.shutdown();
      assertThat(pool.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    }
    assertThat(FileIndex.of(DemoModel.portraits(cache))).isEqualTo(FileIndex.of(SOURCE));
  }

  @Test
  void portraits_saysWhereACacheCannotBe() throws Exception {
    Path file = Files.createFile(cache.resolve("file"));

    assertThatIOException()
        .isThrownBy(() -> DemoModel.portraits(file))
        .withMessageContaining(file.toString());
  }

  @Test
  void cache_followsTheCustomOfTheSystem() {
    Path home = Path.of("/home/ada");
    assertThat(UserCache.directory("Linux", home, Map.of()))
        .isEqualTo(home.resolve(".cache/pentimento"));
    assertThat(UserCache.directory("Linux", home, Map.of("XDG_CACHE_HOME", "/var/ada")))
        .isEqualTo(Path.of("/var/ada/pentimento"));
    assertThat(UserCache.directory("Linux", home, Map.of("XDG_CACHE_HOME", "not/absolute")))
        .isEqualTo(home.resolve(".cache/pentimento"));
    assertThat(UserCache.directory("Mac OS X", home, Map.of()))
        .isEqualTo(home.resolve("Library/Caches/pentimento"));
    assertThat(UserCache.directory("Windows 11", home, Map.of("LOCALAPPDATA", "/local")))
        .isEqualTo(Path.of("/local/pentimento"));
  }

  private static boolean matches(FileIndex.Entry entry, Future<Path> folder) {
    try {
      return entry.matches(folder.get().resolve(entry.path()));
    } catch (Exception e) {
      throw new AssertionError(entry.path(), e);
    }
  }
}
