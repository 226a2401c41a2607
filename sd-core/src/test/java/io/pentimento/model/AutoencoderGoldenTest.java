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

/** The autoencoder against diffusers' AutoencoderKL. */
class AutoencoderGoldenTest {
  private static final double TOLERANCE = 1e-4;

  @TestFactory
  Stream<DynamicTest> io_safetensors() {
    return GoldenModels.each(
        io ->
            Stream.of("vae.moments", "vae.mean_wide", "vae.decoded", "vae.decoded_wide")
                .filter(io::containsKey),
        AutoencoderGoldenTest::check);
  }

  private static void check(String model, String name, Map<String, GoldenTensor> io)
      throws IOException {
    try (Scope scope = TestEngine.open(model)) {
      Autoencoder vae = load(model, scope);
      switch (name) {
        case "vae.moments" -> encodes(scope, vae, io);
        case "vae.mean_wide" -> encodesMean(scope, vae, io, "vae.image_wide", name);
        case "vae.decoded" -> decodes(scope, vae, io, "vae.z", name);
        default -> decodes(scope, vae, io, "vae.z_wide", name);
      }
    }
  }

  private static Autoencoder load(String model, Scope scope) throws IOException {
    DiffusersFolder folder = DiffusersFolder.open(Goldens.path(model), Optional.empty());
    try (Checkpoint checkpoint = folder.component("vae").weights()) {
      Weights weights =
          new Weights(new CheckpointTensors(checkpoint, scope, NumberType.FLOAT32, elements -> {}));
      return new Autoencoder(
          AutoencoderConfig.read(folder.component("vae").config()), weights, NumberType.FLOAT32);
    }
  }

  private static void encodes(Scope parent, Autoencoder vae, Map<String, GoldenTensor> io) {
    try (Scope scope = parent.open("encode")) {
      NDArray image = TestEngine.array(scope, io.get("vae.image"));
      List<String> seen = new ArrayList<>();
      NDArray moments =
          vae.moments(
              scope,
              image,
              (block, output) -> {
                seen.add(block);
                TestEngine.assertClose(block, scope, output, io.get("vae.encoder_mid"), TOLERANCE);
              });
      assertThat(seen).containsExactly("encoder.mid_block");
      TestEngine.assertClose("vae.moments", scope, moments, io.get("vae.moments"), TOLERANCE);
    }
    encodesMean(parent, vae, io, "vae.image", "vae.mean");
  }

  private static void encodesMean(
      Scope parent, Autoencoder vae, Map<String, GoldenTensor> io, String image, String mean) {
    try (Scope scope = parent.open("encode")) {
      NDArray encoded = vae.encode(scope, TestEngine.array(scope, io.get(image)));
      TestEngine.assertClose(mean, scope, encoded, io.get(mean), TOLERANCE);
    }
  }

  private static void decodes(
      Scope parent, Autoencoder vae, Map<String, GoldenTensor> io, String z, String decoded) {
    try (Scope scope = parent.open("decode")) {
      NDArray out =
          vae.decode(
              scope,
              TestEngine.array(scope, io.get(z)),
              (block, output) -> {
                if (block.equals("decoder.mid_block") && z.equals("vae.z")) {
                  TestEngine.assertClose(
                      block, scope, output, io.get("vae.decoder_mid"), TOLERANCE);
                }
              });
      TestEngine.assertClose(decoded, scope, out, io.get(decoded), TOLERANCE);
    }
  }
}
