package io.pentimento;

import static io.pentimento.patch.ModelPart.TEXT_ENCODER;
import static io.pentimento.patch.ModelPart.UNET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ComponentFolder;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.control.ControlUnit;
import io.pentimento.internal.Scope;
import io.pentimento.model.NetworkLease;
import io.pentimento.model.TextEncoder;
import io.pentimento.model.UNet;
import io.pentimento.patch.ContextNetwork;
import io.pentimento.patch.ModelPatch;
import io.pentimento.patch.StepWeight;
import io.pentimento.sampling.Sampler;
import io.pentimento.testing.GoldenModels;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Networks that are in memory one after the other make the pictures of those that stay in it. */
class ResidencyTest {
  private static final String LAYER = "down_blocks.0.attentions.0.transformer_blocks.0.";

  @TempDir private static Path parent;

  private static Path folder;
  private static Pipeline all;

  @BeforeAll
  static void load() throws IOException {
    folder = new TinyFolder(parent.resolve("tiny")).write();
    all = Pipeline.load(folder);
  }

  @AfterAll
  static void close() {
    all.close();
  }

  private static Pipeline sequential(Path model) throws IOException {
    return Pipeline.builder().model(model).residency(Residency.SEQUENTIAL).build();
  }

  private static TextToImage.Builder cat() {
    return TextToImage.builder("a cat").negativePrompt("dog").size(64, 64).steps(3).seed(7);
  }

  private static List<int[]> pixels(Pipeline pipeline, GenerationRequest request) {
    return pipeline.generate(request).images().stream().map(ResidencyTest::rgb).toList();
  }

  private static int[] rgb(BufferedImage image) {
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }

  private static void assertSame(Pipeline pipeline, GenerationRequest request) {
    List<int[]> expected = pixels(all, request);
    assertThat(pixels(pipeline, request).toArray(int[][]::new))
        .isDeepEqualTo(expected.toArray(int[][]::new));
    assertThat(pipeline.memoryUse().weights()).as("left in memory").isZero();
  }

  /** Returns what a part's tensors take, which are stored and read in float32. */
  private static long bytes(String part) throws IOException {
    try (Checkpoint weights =
        ComponentFolder.of(folder.resolve(part), Optional.empty()).weights()) {
      long elements = 0;
      for (String name : weights.names()) {
        elements += weights.info(name).elements();
      }
      return elements * Float.BYTES;
    }
  }

  private static BufferedImage picture() {
    BufferedImage picture = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
    IntStream.range(0, 64 * 64).forEach(i -> picture.setRGB(i % 64, i / 64, i * 977));
    return picture;
  }

  private static Map<String, GenerationRequest> requests() {
    return Map.of(
        "plain",
        cat().build(),
        "edited prompt, noise path, batch",
        cat().prompt("a [cat|dog] AND (storm:1.2)").sampler(Sampler.dpmppSde()).batch(2).build(),
        "hires fix over decoded pictures",
        cat()
            .hiresFix(HiresFix.scale(1.5).steps(2).upscaler(HiresUpscaler.named("Lanczos")).build())
            .build(),
        "picture",
        ImageToImage.builder(picture(), "a cat").steps(4).seed(3).build(),
        "picture in tiles",
        TiledUpscale.builder(picture(), "a cat").overlap(16).steps(3).seed(3).build());
  }

  @TestFactory
  Stream<DynamicTest> generate_sequential_sameBytes() {
    return requests().entrySet().stream()
        .map(
            request ->
                DynamicTest.dynamicTest(
                    request.getKey(),
                    () -> {
                      try (Pipeline pipeline = sequential(folder)) {
                        assertSame(pipeline, request.getValue());
                        assertSame(pipeline, request.getValue());
                      }
                    }));
  }

  /** ControlNets stay in memory, whatever the model's networks do. */
  @Test
  void generate_controlled_sameBytes() throws IOException {
    try (ControlModel lines = TinyControl.open("lines");
        Pipeline pipeline = sequential(folder)) {
      long weights = lines.scope().bytes();
      TextToImage steered = cat().control(ControlUnit.of(lines, picture())).build();
      assertSame(pipeline, steered);
      assertThat(lines.scope().bytes()).isEqualTo(weights);
      assertThat(pixels(pipeline, steered).get(0))
          .isNotEqualTo(pixels(pipeline, cat().build()).get(0));
    }
  }

  private static List<ModelPatch> patches() {
    StepWeight always = StepWeight.of(0.8);
    StepWeight late =
        new StepWeight(List.of(new StepWeight.Stretch(0, 0), new StepWeight.Stretch(2, 1)));
    float[][] eye = new float[16][16];
    IntStream.range(0, 16).forEach(i -> eye[i][i] = 0.1f + i);
    ContextNetwork.Layer layer =
        new ContextNetwork.Layer(eye, new float[16], "linear", Optional.empty());
    return List.of(
        new MadeUpPatch("factored and multiplied out")
            .product(UNET, LAYER + "attn1.to_q.weight", 1, always, 8, 8)
            .product(UNET, LAYER + "attn2.to_v.weight", 5, always, 8, 16)
            .product(TEXT_ENCODER, "encoder.layers.0.self_attn.q_proj.weight", 5, always, 16, 16),
        new MadeUpPatch("of what was loaded")
            .full(UNET, LAYER + "attn1.to_v.weight", 0.5, 1)
            .full(TEXT_ENCODER, "final_layer_norm.weight", -0.5, 0.6)
            .addBias(LAYER + "attn1.to_q.bias", 0.5),
        new MadeUpPatch("by step")
            .product(UNET, LAYER + "attn1.to_q.weight", 1, late, 8, 8)
            .product(UNET, LAYER + "attn2.to_v.weight", 5, late, 8, 16),
        new MadeUpPatch("word").word("cat", MadeUpPatch.random("cat", 16)),
        new MadeUpPatch("hypernetwork")
            .hypernetwork(Map.of(16, new ContextNetwork(List.of(layer), List.of(layer))), always));
  }

  /** Patches are kept while the networks that they change come and go. */
  @TestFactory
  Stream<DynamicTest> generate_patched_sameBytes() {
    return patches().stream()
        .map(
            patch ->
                DynamicTest.dynamicTest(
                    patch.toString(),
                    () -> {
                      try (Pipeline pipeline = sequential(folder)) {
                        List<int[]> expected = pixels(all, cat().adapters(patch).build());
                        for (int i = 0; i < 2; i++) {
                          assertThat(pixels(pipeline, cat().adapters(patch).build()).get(0))
                              .isEqualTo(expected.get(0));
                          assertThat(pixels(pipeline, cat().build()).get(0))
                              .isEqualTo(pixels(all, cat().build()).get(0))
                              .isNotEqualTo(expected.get(0));
                        }
                      }
                    }));
  }

  /** Returns which networks have arrays in memory. */
  private static List<String> resident(Pipeline pipeline) {
    TreeSet<String> names = new TreeSet<>();
    for (NDArray array : pipeline.scope().manager().getManagedArrays()) {
      NDManager manager = array.getManager();
      if (List.of("text_encoder", "unet", "vae").contains(manager.getName())) {
        names.add(manager.getName());
      }
    }
    return List.copyOf(names);
  }

  @Test
  void generate_oneNetworkAtATime() throws IOException {
    try (Pipeline pipeline = sequential(folder)) {
      assertThat(resident(pipeline)).as("before the first run").isEmpty();
      assertThat(pipeline.memoryUse().peakWeights()).isZero();
      List<String> names = new ArrayList<>();
      List<Long> bytes = new ArrayList<>();
      Consumer<GenerationEvent> look =
          event -> {
            names.addAll(resident(pipeline));
            bytes.add(pipeline.memoryUse().weights());
          };
      pipeline.start(cat().build(), look).await();
      assertThat(names).hasSize(3).containsOnly("unet");
      assertThat(bytes).containsOnly(bytes("unet"));
      assertThat(resident(pipeline)).as("after the run").isEmpty();
      assertThat(pipeline.memoryUse().weights()).isZero();
      assertThat(pipeline.memoryUse().peakWeights()).isEqualTo(bytes("text_encoder"));
      assertThat(bytes("text_encoder")).isGreaterThan(bytes("unet")).isGreaterThan(bytes("vae"));
    }
  }

  @Test
  void memoryUse_all_isTheSum() throws IOException {
    long sum = bytes("text_encoder") + bytes("unet") + bytes("vae");
    Pipeline pipeline = Pipeline.load(folder);
    assertThat(pipeline.memoryUse().weights()).isEqualTo(sum);
    pipeline.close();
    assertThat(pipeline.memoryUse().weights()).isZero();
    assertThat(pipeline.memoryUse().peakWeights()).isEqualTo(sum);
  }

  /** What the caches know needs no network. */
  @Test
  void generate_knownPrompt_readsNoTextEncoder() throws IOException {
    Path moved = new TinyFolder(parent.resolve("without text encoder")).write();
    try (Pipeline pipeline = sequential(moved)) {
      List<int[]> first = pixels(pipeline, cat().build());
      Path weights = moved.resolve("text_encoder/model.safetensors");
      Files.move(weights, moved.resolve("away"));
      assertThat(pixels(pipeline, cat().build()).get(0)).isEqualTo(first.get(0));
      TextToImage other = cat().prompt("a horse").build();
      assertThatThrownBy(() -> pipeline.generate(other))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("text_encoder");
      Files.move(moved.resolve("away"), weights);
      assertSame(pipeline, other);
    }
  }

  @Test
  void build_weightsThatDoNotFit_areToldAtOnce() throws IOException {
    Path misfit =
        new TinyFolder(parent.resolve("misfit"))
            .config("vae", "{\"block_out_channels\": [8, 8, 16, 16], \"norm_num_groups\": 4}")
            .write();
    String told = failure(() -> Pipeline.load(misfit).close());
    assertThat(told).contains("Of another shape");
    assertThat(failure(() -> sequential(misfit).close())).isEqualTo(told);
  }

  private static String failure(ThrowingCallable loading) {
    AtomicReference<String> message = new AtomicReference<>("");
    assertThatThrownBy(loading)
        .isInstanceOf(ModelFormatException.class)
        .satisfies(e -> message.set(e.getMessage()));
    return message.get();
  }

  @Test
  void cancelledAndFailedRuns_leaveNothing() throws IOException {
    try (Pipeline pipeline = sequential(folder)) {
      AtomicReference<Run> self = new AtomicReference<>();
      CountDownLatch started = new CountDownLatch(1);
      Run cancelled =
          pipeline.start(
              cat().build(),
              event -> {
                await(started);
                self.get().cancel();
              });
      self.set(cancelled);
      started.countDown();
      assertThatThrownBy(cancelled::await).isInstanceOf(GenerationCancelledException.class);
      assertThat(pipeline.memoryUse().weights()).isZero();
      Run failed =
          pipeline.start(
              cat().build(),
              event -> {
                throw new IllegalArgumentException("the listener failed");
              });
      assertThatThrownBy(failed::await).hasMessage("the listener failed");
      assertThat(pipeline.memoryUse().weights()).isZero();
      assertThat(resident(pipeline)).isEmpty();
      assertSame(pipeline, cat().build());
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Two runs that are at their steps at once have the U-Net together, once. */
  @Test
  void generate_byThreads_share() throws Exception {
    try (Pipeline pipeline = sequential(folder)) {
      CyclicBarrier both = new CyclicBarrier(2);
      List<Long> bytes = Collections.synchronizedList(new ArrayList<>());
      Consumer<GenerationEvent> meet =
          event -> {
            meet(both);
            bytes.add(pipeline.memoryUse().weights());
            meet(both);
          };
      Run one = pipeline.start(cat().build(), meet);
      Run other = pipeline.start(cat().seed(8).build(), meet);
      assertThat(rgb(one.await().image())).isEqualTo(pixels(all, cat().build()).get(0));
      assertThat(rgb(other.await().image())).isEqualTo(pixels(all, cat().seed(8).build()).get(0));
      assertThat(bytes).hasSize(6).containsOnly(bytes("unet"));
      assertThat(pipeline.memoryUse().weights()).isZero();
    }
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await(60, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** A patch of words alone changes no network, so none is read to count them. */
  @Test
  void countTokens_readsNothing() throws IOException {
    try (Pipeline pipeline = sequential(folder)) {
      ModelPatch word = new MadeUpPatch("counted").word("zweigelt", MadeUpPatch.random("z", 16));
      assertThat(pipeline.countTokens("a glass of zweigelt", word).count()).isEqualTo(4);
      assertThat(pipeline.memoryUse().peakWeights()).isLessThan(bytes("vae"));
    }
  }

  @Test
  void previews_sameBytes() throws IOException {
    try (Pipeline pipeline = sequential(folder)) {
      assertThat(previews(pipeline)).isDeepEqualTo(previews(all));
      assertThat(pipeline.memoryUse().weights()).isZero();
    }
  }

  private static int[][] previews(Pipeline pipeline) {
    List<int[]> drawn = Collections.synchronizedList(new ArrayList<>());
    pipeline
        .start(
            cat().build(),
            event -> {
              if (event instanceof StepFinished step) {
                drawn.add(rgb(step.previews().get().get(0)));
              }
            })
        .await();
    return drawn.toArray(int[][]::new);
  }

  @Test
  void encode_eachOfTwoTextEncoders_sameNumbers() throws IOException {
    Path model = GoldenModels.whole("models/sdxl-tiny");
    try (Pipeline whole = Pipeline.load(model);
        Pipeline parts = sequential(model)) {
      assertThat(parts.description()).isEqualTo(whole.description());
      for (int i = 0; i < 2; i++) {
        assertThat(encoded(parts.model(), i)).isEqualTo(encoded(whole.model(), i));
      }
      assertThat(parts.memoryUse().weights()).isZero();
      assertThat(parts.memoryUse().peakWeights()).isPositive();
    }
  }

  private static float[] encoded(LoadedModel model, int tower) {
    int end = 2;
    List<int[]> ids = List.of(new int[] {1, 5, 9, end});
    try (Scope scope = model.scope().open("encoded");
        NetworkLease<TextEncoder> lease = model.towers().get(tower).encoder().use()) {
      return lease.network().encodePlain(scope, ids, 1, end).hidden().toFloatArray();
    }
  }

  /** An outline that is used by mistake is told from a network. */
  @Test
  void outline_computes_isRefused() throws IOException {
    try (Pipeline pipeline = sequential(folder);
        Scope scope = pipeline.scope().open("mistake")) {
      UNet unet = pipeline.model().unet();
      assertThat(unet.isOutline()).isTrue();
      assertThat(unet.contextWidths()).isEqualTo(all.model().unet().contextWidths());
      assertThatThrownBy(() -> unet.embedTime(scope, 1))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("released");
    }
  }
}
