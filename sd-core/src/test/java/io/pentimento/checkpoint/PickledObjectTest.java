package io.pentimento.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of whole objects: what is known of them, and that it does nothing. */
class PickledObjectTest {
  private static final byte[] SIX = TorchFixture.floats(0, 1, 2, 3, 4, 5);

  @TempDir Path folder;

  private Path zip(byte[] pickle) throws IOException {
    return TorchFixture.zip(folder.resolve("w.pt"), pickle, Map.of("0", SIX));
  }

  private static TorchFixture tensor(TorchFixture pickle) {
    return pickle.tensor("FloatStorage", "0", 6, 0, new long[] {2, 3}, new long[] {3, 1});
  }

  /** Leaves the start of a module with one parameter on the stack; its state is open. */
  private static TorchFixture module(TorchFixture pickle, String name) {
    TorchFixture state =
        pickle
            .global("some.layers", name)
            .op(')', 0x81, '}', '(')
            .text("_parameters")
            .op('}', '(')
            .text("bias")
            .op('N')
            .text("weight");
    return tensor(state).op('u');
  }

  @Test
  void network_hasTheTensorsOfItsStateDict() throws IOException {
    TorchFixture pickle = module(TorchFixture.pickle().op('}').text("model"), "Outer");
    pickle.text("_buffers").op('}', '(').text("kept");
    tensor(pickle).text("passing");
    tensor(pickle)
        .op('u')
        .text("_non_persistent_buffers_set")
        .global("builtins", "set")
        .op(']')
        .text("passing")
        .op('a', 0x85, 'R')
        .text("_modules")
        .op('}')
        .text("0");
    byte[] code = module(pickle, "Inner").op('u', 'b', 's', 'u', 'b', 's').end();
    try (TorchFile file = TorchFile.openObjects(zip(code))) {
      assertThat(file.names()).containsExactly("weight", "kept", "0.weight");
      assertThat(TensorValues.floats(file, "0.weight")).containsExactly(0, 1, 2, 3, 4, 5);
      PickledObject network = file.network().orElseThrow();
      assertThat(network.type()).isEqualTo("some.layers.Outer");
      assertThat(network.simpleType()).isEqualTo("Outer");
      assertThat(network.attribute("none")).isEmpty();
    }
  }

  @Test
  void averagedWeights_areTaken() throws IOException {
    TorchFixture pickle = TorchFixture.pickle().op('}', '(').text("model");
    module(pickle, "Last").op('u', 'b').text("ema");
    try (TorchFile file =
        TorchFile.openObjects(zip(module(pickle, "Averaged").op('u', 'b', 'u').end()))) {
      assertThat(file.network().orElseThrow().simpleType()).isEqualTo("Averaged");
    }
    TorchFixture without = TorchFixture.pickle().op('}', '(').text("ema").op('N').text("model");
    try (TorchFile file =
        TorchFile.openObjects(zip(module(without, "Last").op('u', 'b', 'u').end()))) {
      assertThat(file.network().orElseThrow().simpleType()).isEqualTo("Last");
    }
  }

  @Test
  void callsOfUnknownNames_areNotMade() throws IOException {
    byte[] code = TorchFixture.pickle().global("os", "system").text("rm -rf /").op(0x85, 'R').end();
    try (TorchFile file = TorchFile.openObjects(zip(code))) {
      assertThat(file.content()).isInstanceOf(PickledObject.class).hasToString("os.system");
      assertThat(file.names()).isEmpty();
    }
    assertThatThrownBy(() -> TorchFile.open(zip(code)))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("the file asks for os.system");
  }

  @Test
  void objectsWithSlots_haveBothDictionaries() throws IOException {
    byte[] code =
        TorchFixture.pickle()
            .global("a", "B")
            .op(')', 0x81, '}')
            .text("x")
            .number(1)
            .op('s', '}')
            .text("y")
            .number(2)
            .op('s', 0x86, 'b')
            .end();
    try (TorchFile file = TorchFile.openObjects(zip(code))) {
      PickledObject object = (PickledObject) file.content();
      assertThat(object.attribute("x")).contains(1L);
      assertThat(object.attribute("y")).contains(2L);
    }
  }

  @Test
  void itemsOfUnknownCollections_areLeftOut() throws IOException {
    byte[] code =
        TorchFixture.pickle()
            .global("a", "Dict")
            .op(')', 0x81)
            .text("x")
            .number(1)
            .op('s')
            .number(2)
            .op('a')
            .end();
    try (TorchFile file = TorchFile.openObjects(zip(code))) {
      assertThat(((PickledObject) file.content()).attribute("x")).isEmpty();
    }
  }

  @Test
  void networksInACircle_areRefused() throws IOException {
    byte[] code =
        TorchFixture.pickle()
            .global("a", "Loop")
            .op(')', 0x81, 'q', 1, '}')
            .text("_modules")
            .op('}')
            .text("again")
            .op('h', 1, 's', 's', 'b')
            .end();
    assertThatThrownBy(() -> TorchFile.openObjects(zip(code)))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("the saved network has modules more than 32 deep.");
  }

  @Test
  void stateThatHoldsItself_isRefused() throws IOException {
    byte[] code =
        TorchFixture.pickle()
            .global("a", "B")
            .op(')', 0x81, '}', 'q', 1)
            .text("x")
            .op('h', 1, 's', 'b')
            .end();
    assertThatThrownBy(() -> TorchFile.openObjects(zip(code)))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("values are nested more than 100 deep");
  }

  @Test
  void plainWeights_areReadAsEver() throws IOException {
    TorchFixture pickle = TorchFixture.pickle().op('}').text("w");
    try (Checkpoint file = Checkpoint.openObjects(zip(tensor(pickle).op('s').end()))) {
      assertThat(file.names()).containsExactly("w");
      assertThat(file.info("w").shape()).isEqualTo(List.of(2L, 3L));
    }
  }
}
