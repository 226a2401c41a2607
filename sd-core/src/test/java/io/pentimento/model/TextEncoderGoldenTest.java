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
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** The text encoder, layer by layer, against transformers' CLIPTextModel. */
class TextEncoderGoldenTest {
  private static final double TOLERANCE = 1e-4;

  @TestFactory
  Stream<DynamicNode> io_safetensors() {
    return GoldenModels.each(
        model -> {
          Map<String, GoldenTensor> io = Goldens.tensors(model + "/io.safetensors");
          try (Scope scope = TestEngine.open(model)) {
            TextEncoder encoder = load(model, scope);
            List<int[]> ids = rows(io.get("text.input_ids"));
            everyLayer(scope, encoder, ids, io);
            TestEngine.assertClose(
                "text.last_hidden_state",
                scope,
                encoder.encode(scope, ids, 1),
                io.get("text.last_hidden_state"),
                TOLERANCE);
            TestEngine.assertClose(
                "text.penultimate_ln",
                scope,
                encoder.encode(scope, ids, 2),
                io.get("text.penultimate_ln"),
                TOLERANCE);
          }
        });
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
      assertThat(io.keySet().stream().filter(key -> key.startsWith("text.hidden_states.")))
          .as("one golden tensor for the embeddings and each layer")
          .hasSize(states.size());
      for (int i = 0; i < states.size(); i++) {
        String name = "text.hidden_states." + i;
        TestEngine.assertClose(name, scope, states.get(i), io.get(name), TOLERANCE);
      }
    }
  }
}
