package io.pentimento.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.DiffusersFolder;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import io.pentimento.testing.GoldenModels;
import io.pentimento.testing.GoldenTensor;
import io.pentimento.testing.Goldens;
import io.pentimento.testing.TestEngine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The text encoder, layer by layer, against transformers' CLIPTextModel. */
class TextEncoderGoldenTest {
  private static final double TOLERANCE = 1e-4;
  private static final String HIDDEN_STATES = "text.hidden_states";
  private static final String LAST = "text.last_hidden_state";
  private static final String PENULTIMATE = "text.penultimate_ln";

  @TestFactory
  Stream<DynamicTest> io_safetensors() {
    return GoldenModels.each(
        io ->
            Stream.of(HIDDEN_STATES + ".0", LAST, PENULTIMATE)
                .filter(io::containsKey)
                .map(name -> name.startsWith(HIDDEN_STATES) ? HIDDEN_STATES : name),
        TextEncoderGoldenTest::check);
  }

  private static void check(String model, String name, Map<String, GoldenTensor> io)
      throws IOException {
    try (Scope scope = TestEngine.open(model)) {
      TextEncoder encoder = load(model, scope);
      List<int[]> ids = rows(io.get("text.input_ids"));
      if (name.equals(HIDDEN_STATES)) {
        everyLayer(scope, encoder, ids, io);
      } else {
        NDArray encoded = encoder.encode(scope, ids, name.equals(LAST) ? 1 : 2);
        TestEngine.assertClose(name, scope, encoded, io.get(name), TOLERANCE);
      }
    }
  }

  private static TextEncoder load(String model, Scope scope) throws IOException {
    DiffusersFolder folder = DiffusersFolder.open(Goldens.path(model), Optional.empty());
    try (Checkpoint checkpoint = folder.component("text_encoder").weights()) {
      Weights weights =
          new Weights(new CheckpointTensors(checkpoint, scope, NumberType.FLOAT32, elements -> {}));
      return new TextEncoder(
          TextEncoderConfig.read(folder.component("text_encoder").config()), weights);
    }
  }

  private static List<int[]> rows(GoldenTensor ids) {
    int length = Math.toIntExact(ids.shape()[1]);
    List<int[]> rows = new ArrayList<>();
    for (int start = 0; start < ids.values().length; start += length) {
      int[] row = new int[length];
      for (int i = 0; i < length; i++) {
        row[i] = (int) ids.values()[start + i];
      }
      rows.add(row);
    }
    return rows;
  }

  private static void everyLayer(
      Scope parent, TextEncoder encoder, List<int[]> ids, Map<String, GoldenTensor> io) {
    try (Scope scope = parent.open("layers")) {
      List<NDArray> states = encoder.hiddenStates(scope, ids);
      assertThat(io.keySet().stream().filter(key -> key.startsWith(HIDDEN_STATES)))
          .as("one golden tensor for the embeddings and each layer")
          .hasSize(states.size());
      for (int i = 0; i < states.size(); i++) {
        String name = HIDDEN_STATES + "." + i;
        TestEngine.assertClose(name, scope, states.get(i), io.get(name), TOLERANCE);
      }
    }
  }
}
