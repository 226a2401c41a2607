package io.pentimento.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Whatever a file holds, reading it gives tensors or a {@link ModelFormatException}, in bounded
 * memory.
 */
class CheckpointFuzzTest {
  /**
   * The samples have a few hundred bytes; a tensor that repeats elements may have a million of
   * them.
   */
  private static final long MOST_BYTES_ALLOCATED = 64L << 20;

  private static Path folder;
  private static byte[] safetensors;
  private static byte[] zip;
  private static byte[] legacy;
  private static byte[] objects;

  /** One damage: what is done, where (as a share of the file), with which number. */
  record Damage(Kind kind, double place, long number) {}

  enum Kind {
    FLIP_BIT {
      @Override
      byte[] apply(byte[] file, int at, long number) {
        byte[] damaged = file.clone();
        if (at < file.length) {
          damaged[at] ^= (byte) (1 << (number & 7));
        }
        return damaged;
      }
    },
    SET_BYTE {
      @Override
      byte[] apply(byte[] file, int at, long number) {
        byte[] damaged = file.clone();
        if (at < file.length) {
          damaged[at] = (byte) number;
        }
        return damaged;
      }
    },
    TRUNCATE {
      @Override
      byte[] apply(byte[] file, int at, long number) {
        return Arrays.copyOf(file, at);
      }
    },
    INSERT {
      @Override
      byte[] apply(byte[] file, int at, long number) {
        return ByteBuffer.allocate(file.length + 1)
            .put(file, 0, at)
            .put((byte) number)
            .put(file, at, file.length - at)
            .array();
      }
    },
    REMOVE {
      @Override
      byte[] apply(byte[] file, int at, long number) {
        int end = (int) Math.min(file.length, at + 1 + (number & 15));
        return ByteBuffer.allocate(file.length - (end - at))
            .put(file, 0, at)
            .put(file, end, file.length - end)
            .array();
      }
    },
    SET_INT {
      @Override
      byte[] apply(byte[] file, int at, long number) {
        byte[] damaged = file.clone();
        if (at <= file.length - 4) {
          ByteBuffer.wrap(damaged).order(ByteOrder.LITTLE_ENDIAN).putInt(at, (int) number);
        }
        return damaged;
      }
    },
    SET_LENGTH {
      @Override
      byte[] apply(byte[] file, int at, long number) {
        byte[] damaged = file.clone();
        if (file.length >= 8) {
          ByteBuffer.wrap(damaged).order(ByteOrder.LITTLE_ENDIAN).putLong(0, number);
        }
        return damaged;
      }
    },
    REPEAT {
      @Override
      byte[] apply(byte[] file, int at, long number) {
        int from = (int) Math.floorMod(number, at + 1);
        return ByteBuffer.allocate(file.length + at - from)
            .put(file, 0, at)
            .put(file, from, at - from)
            .put(file, at, file.length - at)
            .array();
      }
    };

    abstract byte[] apply(byte[] file, int at, long number);
  }

  @BeforeContainer
  static void writeSamples() throws IOException {
    folder = Files.createTempDirectory("checkpoint-fuzz");
    Path path = folder.resolve("sample");
    new SafetensorsWriter()
        .metadata("format", "pt")
        .add(new TensorInfo("w", TensorType.F16, List.of(2L, 3L)), 1, 2, 3, 4, 5, 6)
        .add(new TensorInfo("b", TensorType.F32, List.of()), 1)
        .write(path);
    safetensors = Files.readAllBytes(path);
    byte[] elements = TorchFixture.floats(0, 1, 2, 3, 4, 5);
    byte[] pickle =
        TorchFixture.pickle()
            .op('}', 'q', 0, '(')
            .text("w")
            .op('q', 1)
            .tensor("FloatStorage", "0", 6, 0, new long[] {2, 3}, new long[] {3, 1})
            .op('q', 2)
            .text("t")
            .tensor("FloatStorage", "0", 6, 0, new long[] {3, 2}, new long[] {1, 3})
            .text("l")
            .op(']')
            .number(1)
            .op('a')
            .text("m")
            .op('h', 1)
            .op('u')
            .end();
    zip = Files.readAllBytes(TorchFixture.zip(path, pickle, Map.of("0", elements)));
    legacy = TorchFixture.legacy(pickle, "0", 6, elements);
    objects = Files.readAllBytes(TorchFixture.zip(path, network(), Map.of("0", elements)));
  }

  /** A network that was saved as an object, with a part that is there twice and knows its owner. */
  private static byte[] network() {
    TorchFixture pickle =
        TorchFixture.pickle()
            .op('}', 'q', 0)
            .text("model")
            .global("nn.tasks", "Model")
            .op(')', 0x81, 'q', 1, '}', '(')
            .text("_modules")
            .op('}', '(')
            .text("a")
            .global("nn.conv", "Conv")
            .op(')', 0x81, 'q', 2, '}', '(')
            .text("_parameters")
            .op('}')
            .text("w");
    return pickle
        .tensor("FloatStorage", "0", 6, 0, new long[] {2, 3}, new long[] {3, 1})
        .op('s', 'u', 'b')
        .text("b")
        .op('h', 2)
        .op('u')
        .text("owner")
        .op('h', 1, 'u', 'b', 's')
        .end();
  }

  @AfterContainer
  static void deleteSamples() throws IOException {
    Files.deleteIfExists(folder.resolve("sample"));
    Files.deleteIfExists(folder.resolve("fuzzed"));
    Files.deleteIfExists(folder);
  }

  @Provide
  Arbitrary<List<Damage>> damages() {
    Arbitrary<Long> numbers =
        Arbitraries.oneOf(
            Arbitraries.longs(),
            Arbitraries.longs().between(-2, 300),
            Arbitraries.of(
                1L << 31, (1L << 31) - 1, 1L << 32, 99_999_999L, Long.MAX_VALUE, Long.MIN_VALUE));
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
        .ofMaxSize(4);
  }

  @Property(tries = 800, shrinking = ShrinkingMode.BOUNDED)
  void safetensors_damagedFileIsReadOrRefused(@ForAll("damages") List<Damage> damages) {
    readOrRefuse(damaged(safetensors, damages), "SAFETENSORS");
  }

  @Property(tries = 800, shrinking = ShrinkingMode.BOUNDED)
  void zip_damagedFileIsReadOrRefused(@ForAll("damages") List<Damage> damages) {
    readOrRefuse(damaged(zip, damages), "TORCH");
  }

  @Property(tries = 800, shrinking = ShrinkingMode.BOUNDED)
  void legacy_damagedFileIsReadOrRefused(@ForAll("damages") List<Damage> damages) {
    readOrRefuse(damaged(legacy, damages), "TORCH");
  }

  @Property(tries = 800, shrinking = ShrinkingMode.BOUNDED)
  void objects_damagedFileIsReadOrRefused(@ForAll("damages") List<Damage> damages) {
    readOrRefuse(damaged(objects, damages), TorchFile::openObjects);
  }

  @Provide
  Arbitrary<byte[]> programs() {
    // The opcodes and small operands, so that a good share of the programs gets further than its
    // first steps.
    Arbitrary<Byte> codes =
        Arbitraries.of(PickleOpcode.values()).map(PickleOpcode::code).map(Integer::byteValue);
    return Arbitraries.frequencyOf(
            Tuple.of(5, codes), Tuple.of(2, Arbitraries.bytes().between((byte) 0, (byte) 4)))
        .array(byte[].class)
        .ofMaxSize(60);
  }

  @Property(tries = 5000, shrinking = ShrinkingMode.BOUNDED)
  void pickle_anyProgramEndsInAValueOrIsRefused(
      @ForAll("programs") byte[] program, @ForAll UnknownClass unknown) {
    try {
      ByteBuffer pickle = ByteBuffer.wrap(program);
      assertThat(new PickleMachine(Path.of("w"), "p", pickle, unknown).load()).isNotNull();
    } catch (ModelFormatException e) {
      assertThat(e).hasMessageStartingWith("p in w: ");
    }
  }

  private static byte[] damaged(byte[] sample, List<Damage> damages) {
    byte[] file = sample;
    for (Damage damage : damages) {
      file = damage.kind().apply(file, (int) (damage.place() * file.length), damage.number());
    }
    return file;
  }

  private static void readOrRefuse(byte[] content, String format) {
    readOrRefuse(content, FileFormat.valueOf(format)::open);
  }

  /** Opens a file in one of the formats. */
  private interface Opener {
    Checkpoint open(Path path) throws IOException;
  }

  private static void readOrRefuse(byte[] content, Opener opener) {
    try {
      Path path = Files.write(folder.resolve("fuzzed"), content);
      long before = AllocationMeter.allocated();
      try (Checkpoint checkpoint = opener.open(path)) {
        for (String name : checkpoint.names()) {
          assertThat(TensorValues.floats(checkpoint, name))
              .hasSize((int) checkpoint.info(name).elements());
        }
      } catch (ModelFormatException e) {
        assertThat(e).hasMessageContaining(path.toString());
      }
      assertThat(AllocationMeter.allocated() - before).isLessThan(MOST_BYTES_ALLOCATED);
    } catch (IOException e) {
      throw new UncheckedIOException("reading must give a tensor or a ModelFormatException", e);
    }
  }
}
