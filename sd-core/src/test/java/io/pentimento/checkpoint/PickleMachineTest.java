package io.pentimento.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PickleMachineTest {
  private static Object load(byte[] pickle) throws ModelFormatException {
    return new PickleMachine(Path.of("w.pt"), "data.pkl", ByteBuffer.wrap(pickle)).load();
  }

  private static void refused(TorchFixture pickle, String message) {
    assertThatThrownBy(() -> load(pickle.end()))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageStartingWith("data.pkl in w.pt: ")
        .hasMessageContaining(message)
        .hasMessageContaining("of the pickle)");
  }

  @Test
  void load_protocolFourIsRead() throws ModelFormatException {
    byte[] framed =
        new TorchFixture()
            .op(0x8c, 11)
            .raw("collections".getBytes(StandardCharsets.UTF_8))
            .op(0x94)
            .op(0x8c, 11)
            .raw("OrderedDict".getBytes(StandardCharsets.UTF_8))
            .op(0x94, 0x93, 0x94)
            .op(')', 'R', 0x94, 0x8c, 1, 'k', 0x94, 'h', 4, 's')
            .end();
    byte[] pickle = new TorchFixture().op(0x80, 4, 0x95).int64(framed.length).raw(framed).end();
    assertThat(load(pickle)).isEqualTo(Map.of("k", "k"));
  }

  @Test
  void load_valuesAreShared() throws ModelFormatException {
    Object value = load(TorchFixture.pickle().op(']', 'q', 0, 'h', 0, 0x86).end());
    assertThat(((List<?>) value).get(0)).isSameAs(((List<?>) value).get(1));
  }

  @Test
  void load_dictionaryOfPairsIsRead() throws ModelFormatException {
    byte[] pickle =
        TorchFixture.pickle()
            .global("collections", "OrderedDict")
            .op(']', '(')
            .text("a")
            .number(1)
            .op(0x86)
            .text("b")
            .number(2)
            .op(0x86, 'e', 0x85, 'R')
            .end();
    assertThat(load(pickle)).isEqualTo(Map.of("a", 1L, "b", 2L));
  }

  @Test
  void load_attributesOfADictionaryAreIgnored() throws ModelFormatException {
    byte[] pickle =
        TorchFixture.pickle()
            .op('}')
            .text("a")
            .number(1)
            .op('s', '}')
            .text("_metadata")
            .op('}', 's', 'b')
            .end();
    assertThat(load(pickle)).isEqualTo(Map.of("a", 1L));
  }

  @ParameterizedTest
  @ValueSource(
      chars = {
        '0', '1', '2', 'F', 'I', 'L', 'S', 'V', 'P', 'i', 'o', 'p', 'g', 'd', 'l', 0x82, 0x8b, 0x8d,
        0x8e, 0x8f, 0x90, 0x91, 0x92, 0x96, 0x97, 0x98, 0xff
      })
  void load_otherOpcodesAreRefused(char opcode) {
    refused(
        TorchFixture.pickle().op('(').number(1).number(2).op(opcode),
        String.format("the opcode 0x%02x is not among those of weight files", (int) opcode));
  }

  @Test
  void load_programsThatDoNotAddUpAreRefused() {
    refused(TorchFixture.pickle(), "1 values are needed, but the stack has 0");
    refused(TorchFixture.pickle().number(1).op(0x86), "2 values are needed, but the stack has 1");
    refused(
        TorchFixture.pickle().number(1).op('(', 0x85), "1 values are needed, but the stack has 0");
    refused(TorchFixture.pickle().op('t'), "a mark is needed, but there is none");
    refused(TorchFixture.pickle().op('}').number(1).op('a'), "only a list can be appended to");
    refused(TorchFixture.pickle().op(')').number(1).op('a'), "only a list can be appended to");
    refused(
        TorchFixture.pickle().op(']').number(1).number(1).op('s'),
        "can be set in a dictionary only");
    refused(TorchFixture.pickle().op('}', '(').number(1).op('u'), "items are pairs");
    refused(
        TorchFixture.pickle().op('}', ')').number(1).op('s'),
        "the key of a dictionary must be a string or number");
    refused(TorchFixture.pickle().op('h', 9), "the memo has nothing at 9");
    refused(TorchFixture.pickle().op(0x80, 6), "pickle protocol 6 is newer than 5");
    refused(
        TorchFixture.pickle().text("x").op(')', 'R'),
        "only the functions that rebuild weights can be called");
    refused(
        TorchFixture.pickle().global("torch", "FloatStorage").op(')', 'R'), "only the functions");
    refused(
        TorchFixture.pickle().text("x").op('}', 'b'), "attributes can be set on a dictionary only");
    refused(
        TorchFixture.pickle().text("x").op('Q'),
        "a persistent id must be a tuple or list, but is String");
    refused(
        TorchFixture.pickle().op(')', 'Q'),
        "a persistent id must be ('storage', class, key, location, count");
    refused(TorchFixture.pickle().op('X', 1, 0, 0, 0, 0xff), "a string of 1 bytes is not UTF-8");
    refused(
        TorchFixture.pickle().global("m".repeat(300), "x"), "a name is longer than 256 characters");
    refused(
        TorchFixture.pickle().global("torch._utils", "_rebuild_tensor_v2").op(')', 'R'),
        "_rebuild_tensor must be given at least 4 arguments, but was given 0");
  }

  @Test
  void load_lengthsBeyondTheEndAreRefusedBeforeAnythingIsAllocated() {
    refused(TorchFixture.pickle().op('X').int32(2_000_000_000), "2000000000 bytes are needed");
    refused(TorchFixture.pickle().op('B').int32(-1), "a length of 4294967295 is beyond the end");
    refused(TorchFixture.pickle().op(0x8a, 200), "200 bytes are needed");
    refused(
        TorchFixture.pickle().op(0x95).int64(1L << 60),
        "a frame of 1152921504606846976 bytes is beyond the end");
  }

  @Test
  void load_deepAndCyclicValuesAreRefused() {
    TorchFixture deep = TorchFixture.pickle().op(')');
    for (int i = 0; i < 100_000; i++) {
      deep.op(0x85);
    }
    refused(deep, "values are nested more than 100 deep");
    refused(
        TorchFixture.pickle().op(']', 'q', 0, 'h', 0, 'a'), "values are nested more than 100 deep");
    refused(
        TorchFixture.pickle().op('}', 'q', 0).text("me").op('h', 0, 's'),
        "values are nested more than 100 deep");
  }

  @Test
  void load_sharedNestingIsWalkedOnce() throws ModelFormatException {
    // Each level names the one below twice: 2^90 paths, 91 lists.
    TorchFixture pickle = TorchFixture.pickle().op(')', 'q', 0);
    for (int i = 0; i < 90; i++) {
      pickle.op('h', 0, 'h', 0, 0x86, 'q', 0);
    }
    assertThat((List<?>) load(pickle.end())).hasSize(2);
  }

  @Test
  void load_endlessProgramsAreCutOff() {
    ByteArrayOutputStream long1 = new ByteArrayOutputStream();
    for (int i = 0; i < 4_100_000; i++) {
      long1.write('N');
    }
    refused(
        TorchFixture.pickle().raw(long1.toByteArray()), "the pickle takes more than 4000000 steps");
  }

  @Test
  void load_callsThatCopyTheSameLargeValueAreCutOff() {
    TorchFixture pickle = TorchFixture.pickle().op(']', '(');
    for (int i = 0; i < 1000; i++) {
      pickle.number(1).number(2).op(0x86);
    }
    pickle.op('e', 0x85, 'q', 0);
    for (int i = 0; i < 5000; i++) {
      pickle.global("collections", "OrderedDict").op('h', 0, 'R');
    }
    refused(pickle, "the pickle takes more than 4000000 steps");
  }
}
