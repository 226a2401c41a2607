package io.pentimento.adapters;

import static io.pentimento.adapters.WrittenLora.Q_PROJ;
import static io.pentimento.adapters.WrittenLora.TO_Q;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.internal.Scope;
import io.pentimento.patch.ModelPart;
import io.pentimento.testing.Goldens;
import io.pentimento.testing.TestEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdapterStackTest {
  @TempDir private Path folder;

  private Path ink() throws IOException {
    return toQ(8, 6).write(folder, "ink.safetensors");
  }

  private static WrittenLora toQ(int out, int in) {
    return new WrittenLora()
        .add("unet." + TO_Q + ".lora_B.weight", out, 2)
        .add("unet." + TO_Q + ".lora_A.weight", 2, in);
  }

  @Test
  void stacks_ofTheSameFilesAndWeights_areEqual() throws IOException {
    Path ink = ink();
    AdapterStack stack = AdapterStack.builder().lora(ink, 0.7).build();
    Path roundabout = folder.resolve("..").resolve(folder.getFileName()).resolve("ink.safetensors");
    assertThat(AdapterStack.builder().lora(roundabout, 0.7).build())
        .isEqualTo(stack)
        .hasSameHashCodeAs(stack);
    assertThat(AdapterStack.builder().lora(ink, 0.8).build()).isNotEqualTo(stack);
    assertThat(AdapterStack.builder().lora(ink, 0.7).lora(ink, 0.7).build()).isNotEqualTo(stack);
  }

  @Test
  void stacks_ofAChangedFile_differ() throws IOException {
    Path ink = ink();
    AdapterStack before = AdapterStack.builder().lora(ink, 0.7).build();
    Files.setLastModifiedTime(ink, FileTime.fromMillis(1_000_000));
    assertThat(AdapterStack.builder().lora(ink, 0.7).build()).isNotEqualTo(before);
    assertThatThrownBy(() -> before.check(WrittenLora.model()))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("the file has changed since the adapter was made of it.");
  }

  @Test
  void file_isReadOnce() throws IOException {
    Path ink = ink();
    LoraFile first = LoraFile.read(ink);
    assertThat(LoraFile.read(folder.resolve("./ink.safetensors"))).isSameAs(first);
  }

  @Test
  void emptyStack_isEmpty() {
    AdapterStack stack = AdapterStack.builder().build();
    assertThat(stack.isEmpty()).isTrue();
    assertThat(stack.tags()).isEmpty();
  }

  @Test
  void tags_areThoseOfAllAdapters() throws IOException {
    Path ink = ink();
    assertThat(AdapterStack.builder().lora(ink, 0.7).lora(ink, 1).build().tags())
        .containsExactly("<lora:ink:0.7>", "<lora:ink:1>");
  }

  @Test
  void missingFile_isRefusedAtOnce() {
    assertThatThrownBy(() -> AdapterStack.builder().lora(folder.resolve("none.pt"), 1))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void otherWidth_isRefusedByFileTensorAndShapes() throws IOException {
    Path wide = toQ(8, 10).write(folder, "wide.safetensors");
    AdapterStack stack = AdapterStack.builder().lora(ink(), 1).lora(wide, 1).build();
    try (Scope scope = TestEngine.open("refused")) {
      ChangedModel model = new ChangedModel(WrittenLora.model(), scope);
      assertThatThrownBy(() -> stack.apply(model))
          .isInstanceOf(AdapterMismatchException.class)
          .hasMessage(
              "unet."
                  + TO_Q
                  + ".lora_A.weight in "
                  + wide
                  + ": its shape [2, 10] does not fit "
                  + TO_Q
                  + ".weight of small, which has shape [8, 6]."
                  + " This adapter is for another kind of model.");
      assertThat(model.weights()).as("nothing of the first file was used").isEmpty();
    }
  }

  @Test
  void loraMatches_areOfEachFile() throws IOException {
    Path ink = ink();
    AdapterStack stack = AdapterStack.builder().lora(ink, 1).lora(ink, 0.5).build();
    assertThat(stack.loraMatches(WrittenLora.model()))
        .containsExactly(
            new LoraMatch(ink, List.of("unet." + TO_Q), List.of(), List.of()),
            new LoraMatch(ink, List.of("unet." + TO_Q), List.of(), List.of()));
  }

  @Test
  void manyThreads_readOneFile() throws Exception {
    Path ink = ink();
    float[] alone = changeOf(ink);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<float[]>> changes = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        changes.add(threads.submit(() -> changeOf(ink)));
      }
      for (Future<float[]> change : changes) {
        assertThat(change.get()).isEqualTo(alone);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static float[] changeOf(Path path) throws IOException {
    try (Scope scope = TestEngine.open("thread")) {
      ChangedModel model = new ChangedModel(WrittenLora.model(), scope);
      AdapterStack.builder().lora(path, 0.7).build().apply(model);
      return model.sum(ModelPart.UNET, TO_Q + ".weight", new float[48], 8, 6);
    }
  }

  @Test
  void sdxlFile_onSd1_isRefused() throws IOException {
    Path sdxl = Goldens.path("models/adapters/lora/lora-kohya-sdxl.safetensors");
    FolderModel sd1 = new FolderModel("models/sd1-tiny");
    assertThatThrownBy(() -> Lora.read(sdxl, 1).check(sd1))
        .isInstanceOf(AdapterMismatchException.class)
        .hasMessageContaining("lora-kohya-sdxl.safetensors")
        .hasMessageContaining("models/sd1-tiny");
  }

  @Test
  void secondTextEncoder_whereThereIsNone_isRefused() throws IOException {
    Path path =
        toQ(8, 6)
            .add("text_encoder_2." + Q_PROJ + ".lora_B.weight", 6, 2)
            .add("text_encoder_2." + Q_PROJ + ".lora_A.weight", 2, 6)
            .write(folder, "xl.safetensors");
    assertThatThrownBy(() -> Lora.read(path, 1).check(WrittenLora.model()))
        .isInstanceOf(AdapterMismatchException.class)
        .hasMessageContaining(
            "changes a second text encoder, as SDXL has one, but small has none.");
  }

  @Test
  void fileOfSomethingElse_isRefused() throws IOException {
    Path path = new WrittenLora().add("encoder.weight", 3).write(folder, "other.safetensors");
    assertThatThrownBy(() -> Lora.read(path, 1).check(WrittenLora.model()))
        .isInstanceOf(AdapterMismatchException.class)
        .hasMessage(
            path
                + ": must change layers of small, but none of its 1 names is one of its layers. The"
                + " first is encoder.weight.");
  }

  @Test
  void bundledWord_ofAnotherWidth_isRefused() throws IOException {
    Path path =
        toQ(8, 6).add("bundle_emb.night.emb_params", 2, 7).write(folder, "bundle.safetensors");
    assertThatThrownBy(() -> Lora.read(path, 1).check(WrittenLora.model()))
        .isInstanceOf(AdapterMismatchException.class)
        .hasMessageContaining("its shape [2, 7] does not fit embeddings.token_embedding.weight");
  }
}
