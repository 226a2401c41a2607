package io.pentimento.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ComponentFolder;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import io.pentimento.testing.GoldenModels;
import io.pentimento.testing.GoldenTensor;
import io.pentimento.testing.TestEngine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The text encoder, layer by layer, against transformers' CLIPTextModel. */
class TextEncoderGoldenTest {
  private static final double TOLERANCE = 1e-4;
  private static final String HIDDEN_STATES = ".hidden_states";
  private static final String LAST = ".last_hidden_state";
  private static final String PENULTIMATE = ".penultimate_ln";
  private static final String POOLED = ".text_embeds";

  /** The encoders by the name that their tensors begin with. */
  private static final Map<String, String> PARTS =
      Map.of("text", "text_encoder", "text2", "text_encoder_2");

  @TestFactory
  Stream<DynamicTest> io_safetensors() {
    return GoldenModels.each(
        io ->
            PARTS.keySet().stream()
                .flatMap(
                    prefix ->
                        Stream.of(HIDDEN_STATES + ".0", LAST, PENULTIMATE, POOLED)
                            .filter(name -> io.containsKey(prefix + name))
                            .map(name -> name.startsWith(HIDDEN_STATES) ? HIDDEN_STATES : name)
                            .map(name -> prefix + name)),
        TextEncoderGoldenTest::check);
  }

  private static void check(String model, String name, Map<String, GoldenTensor> io)
      throws IOException {
    String prefix = name.substring(0, name.indexOf('.'));
    String kind = name.substring(prefix.length());
    try (Scope scope = TestEngine.open(model)) {
      TextEncoder encoder = load(model, PARTS.get(prefix), io.get(prefix + POOLED), scope);
      List<int[]> ids = rows(io.get(prefix + ".input_ids"));
      if (kind.equals(HIDDEN_STATES)) {
        everyLayer(scope, encoder, ids, prefix + HIDDEN_STATES, io);
      } else if (kind.equals(POOLED)) {
        // The largest id ends a text.
        int end = ids.stream().flatMapToInt(IntStream::of).max().orElseThrow();
        NDArray pooled = encoder.encodePlain(scope, ids, 1, end).pooled().orElseThrow();
        TestEngine.assertClose(name, scope, pooled, io.get(name), TOLERANCE);
      } else {
        NDArray encoded = encoder.encode(scope, ids, kind.equals(LAST) ? 1 : 2);
        TestEngine.assertClose(name, scope, encoded, io.get(name), TOLERANCE);
      }
    }
  }

  private static TextEncoder load(
      String model, String part, @Nullable GoldenTensor pooled, Scope scope) throws IOException {
    ComponentFolder folder = GoldenModels.part(model, part);
    OptionalInt projected =
        pooled == null ? OptionalInt.empty() : OptionalInt.of(Math.toIntExact(pooled.shape()[1]));
    try (Checkpoint checkpoint = folder.weights()) {
      Weights weights =
          new Weights(new CheckpointTensors(checkpoint, scope, NumberType.FLOAT32, elements -> {}));
      return new TextEncoder(TextEncoderConfig.read(folder.config()), weights, projected);
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
      Scope parent,
      TextEncoder encoder,
      List<int[]> ids,
      String states,
      Map<String, GoldenTensor> io) {
    try (Scope scope = parent.open("layers")) {
      List<NDArray> actual = encoder.hiddenStates(scope, ids);
      assertThat(io.keySet().stream().filter(key -> key.startsWith(states + ".")))
          .as("one golden tensor for the embeddings and each layer")
          .hasSize(actual.size());
      for (int i = 0; i < actual.size(); i++) {
        String name = states + "." + i;
        TestEngine.assertClose(name, scope, actual.get(i), io.get(name), TOLERANCE);
      }
    }
  }
}
