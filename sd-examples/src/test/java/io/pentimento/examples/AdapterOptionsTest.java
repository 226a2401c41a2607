package io.pentimento.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pentimento.GenerationRequest;
import io.pentimento.adapters.AdapterStack;
import io.pentimento.adapters.Lora;
import io.pentimento.patch.ModelPatch;
import io.pentimento.patch.StepWeight;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Adapters that command lines name, and the stacks they stand for. */
class AdapterOptionsTest {
  @TempDir Path folder;
  private Path lora;
  private Path embedding;
  private Path hypernetwork;

  @BeforeEach
  void find() throws IOException {
    Path adapters = DemoModel.adapters();
    lora = adapters.resolve("golden-crown.safetensors");
    embedding = adapters.resolve("violet.pt");
    hypernetwork = adapters.resolve("sepia.pt");
  }

  @Test
  void lora_countsInFullUnlessItHasWeights() throws IOException {
    assertThat(stack("--lora", lora)).isEqualTo(stackOf(Lora.read(lora, 1)));
    assertThat(stack("--lora", lora + ":0.4")).isEqualTo(stackOf(Lora.read(lora, 0.4)));
    assertThat(stack("--lora", lora + ":-1:.5"))
        .isEqualTo(stackOf(Lora.read(lora, 1).withWeights(StepWeight.of(-1), StepWeight.of(0.5))));
  }

  @Test
  void adapters_mayBeManyInOneRequest() throws IOException {
    assertThat(
            stack(
                "--lora",
                lora + ":0.4",
                "--hypernetwork",
                hypernetwork + ":0.6",
                "--embedding",
                embedding,
                "--lora",
                lora,
                "--hypernetwork",
                hypernetwork))
        .isEqualTo(
            AdapterStack.builder()
                .lora(lora, 0.4)
                .lora(lora, 1)
                .textualInversion(embedding)
                .hypernetwork(hypernetwork, 0.6)
                .hypernetwork(hypernetwork, 1)
                .build());
  }

  @Test
  void noAdapters_areAnEmptyStack() throws IOException {
    assertThat(stack().isEmpty()).isTrue();
  }

  @Test
  void weights_areNumbersAtTheEndAndTheRestIsTheFile() {
    assertThat(new WeightedFile.OfLora().convert("C:\\models\\ink.safetensors"))
        .isEqualTo(new WeightedFile(Path.of("C:\\models\\ink.safetensors"), List.of()));
    assertThat(new WeightedFile.OfLora().convert("C:\\models\\ink.safetensors:0.8"))
        .isEqualTo(new WeightedFile(Path.of("C:\\models\\ink.safetensors"), List.of(0.8)));
    assertThat(new WeightedFile.OfLora().convert("C:\\models\\ink.safetensors:0.8:0"))
        .isEqualTo(new WeightedFile(Path.of("C:\\models\\ink.safetensors"), List.of(0.8, 0.0)));
    assertThat(new WeightedFile.OfHypernetwork().convert("C:\\old.pt:1.5"))
        .isEqualTo(new WeightedFile(Path.of("C:\\old.pt"), List.of(1.5)));
    assertThat(new WeightedFile.OfLora().convert("ink.v2:+1."))
        .isEqualTo(new WeightedFile(Path.of("ink.v2"), List.of(1.0)));
  }

  @Test
  void missingFiles_areNamedWithTheirOption() {
    Path none = folder.resolve("none.safetensors");

    assertThatThrownBy(() -> stack("--lora", none + ":0.8"))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "--lora %s: there is no such file. A weight behind it, as in FILE:0.8, must be a"
                + " number.",
            none);
    assertThatThrownBy(() -> stack("--lora", lora + ":much"))
        .hasMessageContaining("golden-crown.safetensors:much: there is no such file. A weight");
    assertThatThrownBy(() -> stack("--hypernetwork", none))
        .hasMessageStartingWith("--hypernetwork " + none + ": there is no such file.");
    assertThatThrownBy(() -> stack("--embedding", none))
        .hasMessage("--embedding %s: there is no such file.", none);
  }

  @Test
  void filesThatAreNoAdapters_failWithTheirName() throws IOException {
    Path text = Files.writeString(folder.resolve("ink.safetensors"), "no tensors");

    CommandRun run = CommandRun.of("txt2img", "x", "--lora", text);

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).startsWith("sd: ").contains(text.toString());
  }

  @TestFactory
  Stream<DynamicTest> everyCommandThatPaints_takesThem() throws IOException {
    String picture = TestPictures.plain(folder.resolve("a.png"), Color.PINK, 96).toString();
    String mask = TestPictures.mask(folder.resolve("m.png"), 96).toString();
    return Stream.of(
        paints(words -> CommandRun.parse(TextToImageCommand.class, words).request(), "txt2img x"),
        paints(
            words -> CommandRun.parse(GridCommand.class, words).request(), "grid x --x steps=1,2"),
        paints(
            words -> CommandRun.parse(ImageToImageCommand.class, words).request(),
            "img2img x --image " + picture),
        paints(
            words -> CommandRun.parse(InpaintCommand.class, words).request(),
            "inpaint x --image " + picture + " --mask " + mask),
        paints(
            words -> CommandRun.parse(SketchCommand.class, words).request(),
            "sketch x --image " + picture),
        paints(
            words -> CommandRun.parse(OutpaintCommand.class, words).request(),
            "outpaint x --left 32 --image " + picture),
        paints(
            words -> CommandRun.parse(LoopbackCommand.class, words).request(),
            "loopback x --image " + picture),
        paints(
            words -> CommandRun.parse(UpscaleCommand.class, words).request(),
            "upscale --prompt x --scale 2 --image " + picture));
  }

  private DynamicTest paints(Asked asked, String command) {
    List<Object> words = new ArrayList<>(Arrays.asList(command.split(" ", -1)));
    words.addAll(List.of("--adapters", folder, "--hypernetwork", hypernetwork + ":0.6"));
    return DynamicTest.dynamicTest(
        words.get(0).toString(),
        () ->
            assertThat(asked.of(words.toArray()).sampling().patch())
                .isEqualTo(AdapterStack.builder().hypernetwork(hypernetwork, 0.6).build()));
  }

  /** What a command line asks for. */
  private interface Asked {
    GenerationRequest of(Object... words) throws IOException;
  }

  private static ModelPatch stack(Object... options) throws IOException {
    List<Object> words = new ArrayList<>(List.of("txt2img", "x"));
    words.addAll(List.of(options));
    return CommandRun.parse(TextToImageCommand.class, words.toArray()).request().sampling().patch();
  }

  private static AdapterStack stackOf(Lora adapter) {
    return AdapterStack.builder().add(adapter).build();
  }
}
