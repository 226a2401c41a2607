package io.pentimento;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pentimento.TinyIpAdapter.Kind;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.control.ImagePrompt;
import io.pentimento.image.Pixels;
import io.pentimento.internal.Scope;
import io.pentimento.model.UNetConfig;
import io.pentimento.testing.Goldens;
import io.pentimento.testing.TestEngine;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which files are IP-Adapters and picture encoders, and what is said of others. */
class IpAdapterTest {
  private static final UNetConfig UNET = TinyModel.unet(4);

  @TempDir Path folder;

  private Path encoder;

  @BeforeEach
  void writeEncoder() throws IOException {
    encoder = TinyIpAdapter.encoder(folder);
  }

  private IpAdapter load(Path file) throws IOException {
    return IpAdapter.load(file, encoder, Precision.FLOAT32, ComputeDevice.CPU);
  }

  private Path write(Kind kind, Consumer<Map<String, List<Long>>> change) throws IOException {
    Map<String, List<Long>> shapes = TinyIpAdapter.tensors(kind, UNET);
    change.accept(shapes);
    return TinyIpAdapter.write(folder.resolve("adapter.safetensors"), shapes);
  }

  private void assertRefused(Path file, String... told) {
    assertThatThrownBy(() -> load(file))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContainingAll(told);
  }

  @Test
  void file_givesItsName() throws IOException {
    try (IpAdapter adapter = load(write(Kind.PLUS, shapes -> {}))) {
      assertThat(adapter.name()).isEqualTo("adapter");
      assertThat(adapter.scope().bytes()).isPositive();
      assertThat(adapter.encoder().scope().bytes()).isPositive();
    }
  }

  @Test
  void facesByAnotherNetwork_areRefused() throws IOException {
    Path faces =
        write(
            Kind.PLAIN,
            shapes -> {
              shapes.remove("image_proj.proj.weight");
              shapes.remove("image_proj.proj.bias");
              shapes.put("image_proj.proj.0.weight", List.of(8L, 4L));
              shapes.put("image_proj.proj.2.weight", List.of(64L, 8L));
            });
    assertRefused(faces, "FaceID", "Pass a plain, a plus or a full-face one");
    Path plus =
        write(
            Kind.PLUS,
            shapes -> shapes.put("image_proj.perceiver_resampler.proj_in.weight", List.of(8L, 8L)));
    assertRefused(plus, "FaceID");
  }

  @Test
  void otherFiles_areRefused() throws IOException {
    assertRefused(encoder.resolve("model.safetensors"), "this is no IP-Adapter");
    Path bare =
        write(
            Kind.PLAIN, shapes -> shapes.keySet().removeIf(name -> name.startsWith("ip_adapter")));
    assertRefused(bare, "it has no ip_adapter.1.to_k_ip.weight");
  }

  @ParameterizedTest
  @CsvSource({
    "PLAIN, image_proj.proj.weight",
    "PLUS, image_proj.proj_in.weight",
    "FULL_FACE, image_proj.proj.0.weight"
  })
  void adapterOfAnotherEncoder_isRefused(Kind kind, String tensor) throws IOException {
    Path file = write(kind, shapes -> shapes.put(tensor, List.of(shapes.get(tensor).get(0), 77L)));
    assertRefused(file, tensor, "takes 77 numbers", "ViT-bigG");
  }

  @Test
  void missingAndStrayTensors_areNamed() throws IOException {
    Path file =
        write(
            Kind.PLUS,
            shapes -> {
              shapes.remove("ip_adapter.3.to_v_ip.weight");
              shapes.remove("image_proj.norm_out.bias");
              shapes.put("ip_adapter.2.to_k_ip.weight", List.of(8L, 16L));
              shapes.put("ip_adapter.1.to_v_ip.weight", List.of(8L, 15L));
            });
    assertRefused(
        file,
        "Missing (2)",
        "ip_adapter.3.to_v_ip.weight",
        "image_proj.norm_out.bias",
        "Of another shape (1)",
        "ip_adapter.1.to_v_ip.weight has shape [8, 15], expected [8, 16]",
        "Unexpected (1)",
        "ip_adapter.2.to_k_ip.weight");
  }

  @Test
  void tensorsOfWrongForm_areNamed() throws IOException {
    assertRefused(
        write(Kind.PLAIN, shapes -> shapes.put("image_proj.proj.weight", List.of(50L, 12L))),
        "image_proj.proj.weight",
        "must make whole tokens of 16 numbers");
    assertRefused(
        write(Kind.PLUS, shapes -> shapes.put("image_proj.latents", List.of(3L, 8L))),
        "image_proj.latents",
        "must have 3 dimensions");
    assertRefused(
        write(
            Kind.PLUS, shapes -> shapes.put("image_proj.layers.0.0.to_q.weight", List.of(65L, 8L))),
        "image_proj.layers.0.0.to_q.weight",
        "must have heads of 64 rows, but has 65 rows");
  }

  @Test
  void encoderWithoutConfig_isRefused() throws IOException {
    Path file = write(Kind.PLAIN, shapes -> {});
    Files.delete(encoder.resolve("config.json"));
    assertThatThrownBy(() -> load(file))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("config.json");
    assertThatThrownBy(() -> IpAdapter.load(file, file, Precision.FLOAT32, ComputeDevice.CPU))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("this is no picture encoder of CLIP");
  }

  @Test
  void encoderAsOneFile_tellsItsSizes() throws IOException {
    // Of 8 channels, as no published one, it is taken to have one head.
    try (IpAdapter adapter =
        IpAdapter.load(
            write(Kind.PLAIN, shapes -> {}),
            encoder.resolve("model.safetensors"),
            Precision.FLOAT32,
            ComputeDevice.CPU)) {
      assertThat(adapter.encoder().vision().config())
          .hasToString(
              "ClipVisionConfig[width=8, feedForwardWidth=16, layers=2, heads=1, imageSize=16,"
                  + " patchSize=8, activation=QUICK_GELU, layerNormEps=1.0E-5, projected=12]");
    }
  }

  @Test
  void pickleAndSafetensors_giveThePictureTheSameTokens() throws IOException {
    Path folder = Goldens.path("models/ip-adapter-tiny");
    BufferedImage picture = new BufferedImage(50, 40, BufferedImage.TYPE_INT_RGB);
    picture.createGraphics().fillOval(3, 4, 30, 20);
    float[][] tokens = new float[2][];
    List<String> files = List.of("ip-adapter-plain-fp16.bin", "ip-adapter-plain-fp16.safetensors");
    for (int i = 0; i < files.size(); i++) {
      try (IpAdapter adapter =
          IpAdapter.load(
              folder.resolve(files.get(i)),
              folder.resolve("image_encoder"),
              Precision.FLOAT32,
              ComputeDevice.CPU)) {
        try (Scope scope = TestEngine.open("tokens")) {
          tokens[i] = adapter.tokens(scope, Pixels.of(picture)).toFloatArray();
        }
      }
    }
    assertThat(tokens[0]).isEqualTo(tokens[1]);
  }

  @Test
  void sharedEncoder_goesWithTheLastAdapter() throws IOException {
    Path plain = write(Kind.PLAIN, shapes -> {});
    IpAdapter first = load(plain);
    Path plus =
        TinyIpAdapter.write(
            folder.resolve("plus.safetensors"), TinyIpAdapter.tensors(Kind.PLUS, UNET));
    IpAdapter second = first.sharing(plus);
    assertThat(second.name()).isEqualTo("plus");
    assertThat(second.encoder()).isSameAs(first.encoder());
    assertThatThrownBy(() -> first.sharing(encoder.resolve("model.safetensors")))
        .isInstanceOf(ModelFormatException.class);
    Path foreign =
        write(Kind.PLAIN, shapes -> shapes.put("image_proj.proj.weight", List.of(48L, 77L)));
    assertThatThrownBy(() -> first.sharing(foreign)).hasMessageContaining("takes 77 numbers");
    first.close();
    first.close();
    assertThat(second.encoder().join()).isTrue();
    second.encoder().leave();
    try (Pipeline pipeline = TinyModel.open()) {
      BufferedImage picture = new BufferedImage(20, 30, BufferedImage.TYPE_INT_RGB);
      TextToImage.Builder cat = TextToImage.builder("a cat").steps(2).seed(7);
      assertThat(pixels(pipeline, cat.imagePrompt(ImagePrompt.of(second, picture)).build()))
          .isNotEqualTo(pixels(pipeline, cat.imagePrompt().build()));
    }
    second.close();
    assertThat(second.encoder().join()).isFalse();
    assertThatThrownBy(() -> first.sharing(plus))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("The IP-Adapter adapter is closed");
  }

  private static int[] pixels(Pipeline pipeline, TextToImage request) {
    BufferedImage made = pipeline.generate(request).image();
    return made.getRGB(0, 0, made.getWidth(), made.getHeight(), null, 0, made.getWidth());
  }

  @Test
  void close_waitsForRuns() throws Exception {
    IpAdapter used = load(write(Kind.PLAIN, shapes -> {}));
    AtomicBoolean closed = new AtomicBoolean();
    used.hold();
    Thread closing =
        new Thread(
            () -> {
              used.close();
              closed.set(true);
            });
    closing.start();
    while (closing.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    assertThat(closed).isFalse();
    assertThat(used.scope().bytes()).isPositive();
    used.release();
    closing.join();
    assertThat(closed).isTrue();
  }
}
