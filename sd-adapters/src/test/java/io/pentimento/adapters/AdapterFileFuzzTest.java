package io.pentimento.adapters;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.pentimento.adapters.PickledFile.Tensor;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.checkpoint.SafetensorsWriter;
import io.pentimento.checkpoint.TensorInfo;
import io.pentimento.checkpoint.TensorType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Whatever an adapter file holds, reading it gives an adapter, or an exception that names the file,
 * in bounded memory.
 */
class AdapterFileFuzzTest {
  /** The samples have a few thousand bytes; a picture may claim 16 million pixels of 4 bytes. */
  private static final long MOST_BYTES_ALLOCATED = 256L << 20;

  private static final Tensor WORD = Tensor.ofShape(2, 3);

  private static Path folder;
  private static byte[] pickled;
  private static byte[] safetensors;
  private static byte[] text;
  private static byte[] pixels;
  private static byte[] hypernetwork;

  /** One damage: what is done, where (as a share of the file), with which number. */
  record Damage(Kind kind, double place, int number) {}

  enum Kind {
    FLIP_BIT {
      @Override
      byte[] apply(byte[] file, int at, int number) {
        byte[] damaged = file.clone();
        if (at < file.length) {
          damaged[at] ^= (byte) (1 << (number & 7));
        }
        return damaged;
      }
    },
    SET_INT {
      @Override
      byte[] apply(byte[] file, int at, int number) {
        byte[] damaged = file.clone();
        if (at <= file.length - 4) {
          ByteBuffer.wrap(damaged).putInt(at, number);
        }
        return damaged;
      }
    },
    TRUNCATE {
      @Override
      byte[] apply(byte[] file, int at, int number) {
        return Arrays.copyOf(file, at);
      }
    },
    INSERT {
      @Override
      byte[] apply(byte[] file, int at, int number) {
        return ByteBuffer.allocate(file.length + 1)
            .put(file, 0, at)
            .put((byte) number)
            .put(file, at, file.length - at)
            .array();
      }
    },
    REMOVE {
      @Override
      byte[] apply(byte[] file, int at, int number) {
        int end = Math.min(file.length, at + 1 + (number & 15));
        return ByteBuffer.allocate(file.length - (end - at))
            .put(file, 0, at)
            .put(file, end, file.length - end)
            .array();
      }
    };

    abstract byte[] apply(byte[] file, int at, int number);
  }

  @BeforeContainer
  static void writeSamples() throws IOException {
    folder = Files.createTempDirectory("adapter-fuzz");
    Path path = folder.resolve("sample.safetensors");
    new SafetensorsWriter()
        .add(new TensorInfo("clip_g", TensorType.F16, List.of(1L, 2L)), 1, 2)
        .add(new TensorInfo("clip_l", TensorType.F32, List.of(1L, 1L)), 1)
        .write(path);
    safetensors = Files.readAllBytes(path);
    Map<String, Object> embedding = new LinkedHashMap<>();
    embedding.put("string_to_param", Map.of("*", WORD));
    embedding.put("name", "night");
    pickled = Files.readAllBytes(PickledFile.write(path, embedding));
    Map<String, Object> dict = new LinkedHashMap<>();
    dict.put("linear.0.weight", Tensor.ofShape(4, 2));
    dict.put("linear.0.bias", Tensor.ofShape(4));
    dict.put("linear.2.weight", Tensor.ofShape(2, 4));
    dict.put("linear.2.bias", Tensor.ofShape(2));
    Map<Object, Object> modules = new LinkedHashMap<>();
    modules.put("layer_structure", List.of(1, 2.0, 1));
    modules.put("activation_func", "relu");
    modules.put("activate_output", false);
    modules.put(2, List.of(dict, dict));
    hypernetwork = Files.readAllBytes(PickledFile.write(path, modules));
    String json = CarrierPicture.json("night", new float[] {1, 2}, new float[] {3, 4});
    text = Files.readAllBytes(CarrierPicture.withText(path, json));
    pixels = Files.readAllBytes(CarrierPicture.withPixels(path, json));
  }

  @AfterContainer
  static void deleteSamples() throws IOException {
    for (String name : List.of("sample.safetensors", "fuzzed.pt", "fuzzed.safetensors")) {
      Files.deleteIfExists(folder.resolve(name));
    }
    Files.deleteIfExists(folder);
  }

  @Provide
  Arbitrary<List<Damage>> damages() {
    Arbitrary<Integer> numbers =
        Arbitraries.oneOf(
            Arbitraries.integers(),
            Arbitraries.integers().between(-2, 300),
            Arbitraries.of(Integer.MAX_VALUE, Integer.MIN_VALUE, 1 << 24, 99_999));
    Arbitrary<Double> places =
        Arbitraries.doubles()
            .between(0, 1)
            .ofScale(4)
            .withSpecialValue(0)
            .withSpecialValue(1)
            .withoutEdgeCases();
    return Combinators.combine(Arbitraries.of(Kind.class), places, numbers)
        .as(Damage::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(3);
  }

  @Property(tries = 400, shrinking = ShrinkingMode.BOUNDED)
  void pickledEmbedding(@ForAll("damages") List<Damage> damages) {
    readOrRefuse(damaged(pickled, damages), "fuzzed.pt", TextualInversionFile::read);
  }

  @Property(tries = 400, shrinking = ShrinkingMode.BOUNDED)
  void safetensorsEmbedding(@ForAll("damages") List<Damage> damages) {
    readOrRefuse(damaged(safetensors, damages), "fuzzed.safetensors", TextualInversionFile::read);
  }

  @Property(tries = 400, shrinking = ShrinkingMode.BOUNDED)
  void pictureWithText(@ForAll("damages") List<Damage> damages) {
    readOrRefuse(damaged(text, damages), "fuzzed.pt", TextualInversionFile::read);
  }

  @Property(tries = 400, shrinking = ShrinkingMode.BOUNDED)
  void pictureWithPixels(@ForAll("damages") List<Damage> damages) {
    readOrRefuse(damaged(pixels, damages), "fuzzed.pt", TextualInversionFile::read);
  }

  @Property(tries = 400, shrinking = ShrinkingMode.BOUNDED)
  void textOfAPicture(@ForAll("damages") List<Damage> damages) {
    byte[] json = CarrierPicture.json("night", new float[] {1, 2}).getBytes(StandardCharsets.UTF_8);
    byte[] damaged = damaged(json, damages);
    CarrierPicture.withChunk(folder.resolve("fuzzed.pt"), Base64.getEncoder().encode(damaged));
    readOrRefuse("fuzzed.pt", TextualInversionFile::read);
  }

  @Property(tries = 600, shrinking = ShrinkingMode.BOUNDED)
  void hypernetwork(@ForAll("damages") List<Damage> damages) {
    readOrRefuse(damaged(hypernetwork, damages), "fuzzed.pt", HypernetworkFile::read);
  }

  @Property(tries = 200, shrinking = ShrinkingMode.BOUNDED)
  void library_damagedFilesNeverBreakIt(@ForAll("damages") List<Damage> damages) {
    for (byte[] sample : List.of(pickled, text, hypernetwork)) {
      CarrierPicture.write(folder.resolve("fuzzed.pt"), damaged(sample, damages));
      AdapterLibrary library = AdapterLibrary.builder().mixed(folder).build();
      try {
        assertThat(library.adapters()).hasSizeLessThanOrEqualTo(3);
        assertThat(library.embeddingsIn("fuzzed night")).hasSizeLessThanOrEqualTo(2);
      } catch (IOException e) {
        throw new UncheckedIOException("no one asked for the damaged file", e);
      }
    }
  }

  @FunctionalInterface
  private interface Reader {
    Object read(Path file) throws IOException;
  }

  private static byte[] damaged(byte[] sample, List<Damage> damages) {
    byte[] file = sample;
    for (Damage damage : damages) {
      file = damage.kind().apply(file, (int) (damage.place() * file.length), damage.number());
    }
    return file;
  }

  private static void readOrRefuse(byte[] content, String name, Reader reader) {
    CarrierPicture.write(folder.resolve(name), content);
    readOrRefuse(name, reader);
  }

  private static void readOrRefuse(String name, Reader reader) {
    Path path = folder.resolve(name);
    long before = allocated();
    try {
      assertThat(reader.read(path)).isNotNull();
    } catch (ModelFormatException e) {
      assertThat(e).hasMessageContaining(path.toString());
    } catch (IOException e) {
      throw new UncheckedIOException("a damaged file must give a ModelFormatException", e);
    }
    assertThat(allocated() - before).isLessThan(MOST_BYTES_ALLOCATED);
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getThreadAllocatedBytes(Thread.currentThread().getId());
  }
}
