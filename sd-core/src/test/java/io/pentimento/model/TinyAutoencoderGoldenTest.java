package io.pentimento.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import io.pentimento.testing.GoldenCases;
import io.pentimento.testing.GoldenTensor;
import io.pentimento.testing.Goldens;
import io.pentimento.testing.TestEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The tiny autoencoder, from all its files, against diffusers' AutoencoderTiny. */
class TinyAutoencoderGoldenTest {
  private static final String FOLDER = "models/taesd-tiny";
  private static final String IO = FOLDER + "/io.safetensors";
  private static final String WHOLE = "diffusion_pytorch_model.safetensors";
  private static final String ENCODER = "taesd_encoder-fp16.safetensors";
  private static final String DECODER = "taesd_decoder-fp16.safetensors";
  private static final double TOLERANCE = 1e-4;

  /** The original files of the set are rounded to float16. */
  private static final double HALF_TOLERANCE = 5e-3;

  @TempDir Path temporary;

  @TestFactory
  Stream<DynamicTest> io_safetensors() {
    return GoldenCases.of(
        IO,
        () -> {
          Map<String, GoldenTensor> io = Goldens.tensors(IO);
          return Stream.of(
              test("folder encodes", "", true, TOLERANCE, io),
              test("folder decodes", "", false, TOLERANCE, io),
              test("file encodes", "/" + WHOLE, true, TOLERANCE, io),
              test("file decodes", "/" + WHOLE, false, TOLERANCE, io),
              test("original encodes", "/" + ENCODER, true, HALF_TOLERANCE, io),
              test("original decodes", "/" + DECODER, false, HALF_TOLERANCE, io),
              test("the decoder beside decodes", "/" + ENCODER, false, HALF_TOLERANCE, io));
        });
  }

  private static DynamicTest test(
      String name, String file, boolean encodes, double tolerance, Map<String, GoldenTensor> io) {
    return DynamicTest.dynamicTest(
        name,
        () -> {
          try (Scope scope = TestEngine.open(name)) {
            Path path = Goldens.path(FOLDER + file);
            TinyAutoencoder vae = TinyAutoencoderFiles.read(path, scope, NumberType.FLOAT32);
            scope.cap();
            check(scope, vae, encodes, tolerance, io);
          }
        });
  }

  private static void check(
      Scope parent,
      TinyAutoencoder vae,
      boolean encodes,
      double tolerance,
      Map<String, GoldenTensor> io) {
    String expected = encodes ? "latents" : "decoded";
    try (Scope scope = parent.open("run")) {
      NDArray input = TestEngine.array(scope, io.get(encodes ? "image" : "z"));
      NDArray out =
          encodes
              ? vae.moments(scope, input, Observer.NONE)
              : vae.decode(scope, input, Observer.NONE);
      TestEngine.assertClose(expected, scope, out, io.get(expected), tolerance);
      assertThat((long) vae.factor())
          .isEqualTo(io.get("image").shape()[3] / io.get("latents").shape()[3]);
      assertThat((long) vae.latentChannels()).isEqualTo(io.get("z").shape()[1]);
    }
  }

  @Test
  void read_aDecoderAlone_refusesToEncode() throws IOException {
    Path file = temporary.resolve("taesd_decoder.safetensors");
    Files.copy(Goldens.path(FOLDER + "/" + DECODER), file);
    try (Scope scope = TestEngine.open("decoder alone")) {
      TinyAutoencoder vae = TinyAutoencoderFiles.read(file, scope, NumberType.FLOAT32);
      assertThat(vae.decodes()).isTrue();
      assertThat(vae.encodes()).isFalse();
      NDArray pixels = scope.array(new float[3 * 64], 1, 3, 8, 8);
      assertThatThrownBy(() -> vae.moments(scope, pixels, Observer.NONE))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("Put taesd_encoder beside taesd_decoder");
    }
  }

  @Test
  void read_anotherNetwork_isRefused() throws IOException {
    Path other = Goldens.path("models/sd1-tiny/vae/" + WHOLE);
    try (Scope scope = TestEngine.open("other")) {
      assertThat(TinyAutoencoderFiles.isTiny(other)).isFalse();
      assertThatThrownBy(() -> TinyAutoencoderFiles.read(other, scope, NumberType.FLOAT32))
          .isInstanceOf(ModelFormatException.class)
          .hasMessageContaining("must hold layers of a tiny autoencoder");
    }
  }

  @Test
  void isTiny_knowsFoldersAndFiles() throws IOException {
    assertThat(TinyAutoencoderFiles.isTiny(Goldens.path(FOLDER))).isTrue();
    assertThat(TinyAutoencoderFiles.isTiny(Goldens.path("models/sd1-tiny/vae"))).isFalse();
    assertThat(TinyAutoencoderFiles.isTiny(Goldens.path(FOLDER + "/" + ENCODER))).isTrue();
  }
}
