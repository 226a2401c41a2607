package io.pentimento.adapters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.pentimento.adapters.PickledFile.Tensor;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.checkpoint.SafetensorsWriter;
import io.pentimento.checkpoint.TensorInfo;
import io.pentimento.checkpoint.TensorType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdapterLibraryTest {
  private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2020-02-02T02:02:02Z"));
  private static final Tensor WORD = Tensor.ofShape(2, 3);

  @TempDir Path root;
  private Path loras;
  private Path embeddings;
  private Path hypernetworks;
  private AdapterLibrary library;

  @BeforeEach
  void makeFolders() throws IOException {
    loras = Files.createDirectories(root.resolve("models/Lora"));
    embeddings = Files.createDirectories(root.resolve("embeddings"));
    hypernetworks = Files.createDirectories(root.resolve("models/hypernetworks"));
    library = AdapterLibrary.builder().webui(root).build();
  }

  private static Path lora(Path path, String... metadata) {
    try {
      Files.createDirectories(path.getParent());
      SafetensorsWriter writer =
          new SafetensorsWriter()
              .add(
                  new TensorInfo("lora_unet_x.lora_up.weight", TensorType.F32, List.of(1L, 1L)), 1);
      for (int i = 0; i < metadata.length; i += 2) {
        writer.metadata(metadata[i], metadata[i + 1]);
      }
      writer.write(path);
      return path;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path hypernetwork(Path path, int width) {
    Map<String, Object> dict = new LinkedHashMap<>();
    dict.put("linear.0.weight", Tensor.ofShape(2L * width, width));
    dict.put("linear.0.bias", Tensor.ofShape(2L * width));
    dict.put("linear.1.weight", Tensor.ofShape(width, 2L * width));
    dict.put("linear.1.bias", Tensor.ofShape(width));
    return PickledFile.write(path, Map.of(width, List.of(dict, dict)));
  }

  /** Lets a folder look as if nothing had happened in it for years. */
  private static void age(Path folder) throws IOException {
    try (Stream<Path> below = Files.walk(folder)) {
      for (Path each : below.filter(Files::isDirectory).toList()) {
        Files.setLastModifiedTime(each, LONG_AGO);
      }
    }
  }

  private List<String> names(AdapterKind kind) throws IOException {
    return library.adapters(kind).stream().map(LibraryAdapter::name).toList();
  }

  private Path found(AdapterKind kind, String name) throws IOException {
    return library.get(kind, name).path();
  }

  @Test
  void adapters_areThoseOfTheWebuisFolders() throws IOException {
    lora(loras.resolve("styles/ink.safetensors"));
    lora(loras.resolve("Crown.safetensors"));
    Files.writeString(loras.resolve("crown.txt"), "a description");
    lora(root.resolve("models/LyCORIS/hada.safetensors"));
    PickledFile.write(embeddings.resolve("night.pt"), WORD);
    hypernetwork(hypernetworks.resolve("soft.pt"), 4);

    assertThat(names(AdapterKind.LORA)).containsExactly("Crown", "hada", "styles/ink");
    assertThat(names(AdapterKind.TEXTUAL_INVERSION)).containsExactly("night");
    assertThat(names(AdapterKind.HYPERNETWORK)).containsExactly("soft");
    assertThat(library.adapters()).hasSize(5);
  }

  @Test
  void find_goesByNameWithOrWithoutFolders() throws IOException {
    Path ink = lora(loras.resolve("styles/ink.safetensors"));

    for (String name : List.of("styles/ink", "ink", "INK", "Styles/Ink")) {
      assertThat(found(AdapterKind.LORA, name)).isEqualTo(ink);
    }
    assertThat(library.find(AdapterKind.LORA, "other/ink")).isEmpty();
    assertThat(library.find(AdapterKind.HYPERNETWORK, "ink")).isEmpty();
    assertThat(library.get(AdapterKind.LORA, "ink").simpleName()).isEqualTo("ink");
  }

  @Test
  void find_exactNameComesFirstAndSeveralOthersAreRefused() throws IOException {
    Path top = lora(loras.resolve("ink.safetensors"));
    lora(loras.resolve("a/ink.safetensors"));
    lora(loras.resolve("a/wash.safetensors"));
    lora(loras.resolve("b/wash.safetensors"));

    assertThat(found(AdapterKind.LORA, "ink")).isEqualTo(top);
    assertThat(found(AdapterKind.LORA, "b/wash")).isEqualTo(loras.resolve("b/wash.safetensors"));
    assertThatThrownBy(() -> library.find(AdapterKind.LORA, "wash"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "LoRA \"wash\" must mean one file, but may be any of: a/wash, b/wash. Write its folder,"
                + " too.");
  }

  @Test
  void find_ofOneNameSafetensorsAndTheEarlierFolderCount() throws IOException {
    PickledFile.write(loras.resolve("ink.pt"), WORD);
    Path ink = lora(loras.resolve("ink.safetensors"));
    lora(Files.createDirectories(root.resolve("models/LyCORIS")).resolve("ink.safetensors"));

    assertThat(names(AdapterKind.LORA)).containsExactly("ink");
    assertThat(found(AdapterKind.LORA, "ink")).isEqualTo(ink);
  }

  @Test
  void find_lorasAlsoAnswerToTheirNameInTraining() throws IOException {
    Path path = lora(loras.resolve("v2-final.safetensors"), "ss_output_name", "ink");
    lora(loras.resolve("unnamed.safetensors"), "ss_output_name", "None");
    Files.writeString(loras.resolve("damaged.safetensors"), "no");

    assertThat(found(AdapterKind.LORA, "ink")).isEqualTo(path);
    assertThat(library.find(AdapterKind.LORA, "None")).isEmpty();
    assertThat(library.find(AdapterKind.LORA, "")).isEmpty();
  }

  @Test
  void get_unknownNameTellsWhatThereIs() throws IOException {
    assertThatThrownBy(() -> library.get(AdapterKind.HYPERNETWORK, "soft"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "There must be a hypernetwork named \"soft\", but in "
                + hypernetworks
                + " there is none. Names are those of files, without ending.");
    for (int i = 10; i < 22; i++) {
      PickledFile.write(embeddings.resolve("e" + i + ".pt"), WORD);
    }
    assertThatThrownBy(() -> library.get(AdapterKind.TEXTUAL_INVERSION, "night"))
        .hasMessageContaining("There must be an embedding named \"night\"")
        .hasMessageContaining("there are: e10, e11, e12")
        .hasMessageContaining("e19 and 2 more.");
  }

  @Test
  void adapters_filesThatComeAndGoAreSeen() throws IOException {
    assertThat(library.adapters()).isEmpty();
    Path ink = lora(loras.resolve("new/ink.safetensors"));
    assertThat(names(AdapterKind.LORA)).containsExactly("new/ink");
    age(root);
    assertThat(names(AdapterKind.LORA)).containsExactly("new/ink");

    Files.delete(ink);

    assertThat(library.adapters()).isEmpty();
  }

  @Test
  void adapters_foldersAreNotReadAgainWhileTheyLookTheSame() throws IOException {
    lora(loras.resolve("ink.safetensors"));
    age(root);
    assertThat(names(AdapterKind.LORA)).containsExactly("ink");

    lora(loras.resolve("wash.safetensors"));
    age(root);
    assertThat(names(AdapterKind.LORA)).as("the folder claims its old time").containsExactly("ink");

    Files.setLastModifiedTime(loras, FileTime.from(LONG_AGO.toInstant().plusSeconds(1)));
    assertThat(names(AdapterKind.LORA)).containsExactly("ink", "wash");
  }

  @Test
  void adapters_missingFolderIsEmptyUntilItComes() throws IOException {
    Path later = root.resolve("later");
    AdapterLibrary waiting = AdapterLibrary.builder().loras(later).build();
    assertThat(waiting.adapters()).isEmpty();

    lora(later.resolve("ink.safetensors"));

    assertThat(waiting.adapters()).hasSize(1);
  }

  @Test
  void textualInversion_isReadOnceUntilTheFileChanges() throws IOException {
    Path path = PickledFile.write(embeddings.resolve("night.pt"), WORD);
    LibraryAdapter adapter = library.get(AdapterKind.TEXTUAL_INVERSION, "night");
    TextualInversionFile first = library.textualInversion(adapter);

    assertThat(library.textualInversion(adapter)).isSameAs(first);
    PickledFile.write(path, Tensor.ofShape(1, 3));
    Files.setLastModifiedTime(path, LONG_AGO);
    assertThat(library.textualInversion(adapter).vectors()).isEqualTo(1);
  }

  @Test
  void hypernetwork_isReadOnceByManyThreads() throws Exception {
    hypernetwork(hypernetworks.resolve("soft.pt"), 4);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      Callable<HypernetworkFile> read =
          () -> library.hypernetwork(library.get(AdapterKind.HYPERNETWORK, "soft"));
      List<Future<HypernetworkFile>> all =
          threads.invokeAll(IntStream.range(0, 32).mapToObj(i -> read).toList());
      HypernetworkFile first = all.get(0).get();
      for (Future<HypernetworkFile> each : all) {
        assertThat(each.get()).isSameAs(first);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void embeddingsIn_findsWordsInAnyCaseAndLeavesDamagedFilesOut() throws IOException {
    PickledFile.write(embeddings.resolve("Night.pt"), WORD);
    PickledFile.write(embeddings.resolve("toy.bin"), Map.of("<cat-toy>", WORD));
    PickledFile.write(embeddings.resolve("day.pt"), WORD);
    Files.writeString(embeddings.resolve("broken.pt"), "no pickle");
    CarrierPicture.withText(
        embeddings.resolve("file.png"), CarrierPicture.json("stored", new float[] {1, 2, 3}));
    PickledFile.write(embeddings.resolve("dusk.pt"), WORD);
    CarrierPicture.write(
        embeddings.resolve("dusk.png"), CarrierPicture.png(CarrierPicture.plain(9, 9)));
    CarrierPicture.write(
        embeddings.resolve("day.preview.png"), CarrierPicture.png(CarrierPicture.plain(9, 9)));

    assertThat(library.embeddingsIn("a NIGHT with <cat-toy>, broken, (stored:1.2)"))
        .extracting(TextualInversionFile::word)
        .containsExactly("stored", "Night", "toy");
    assertThat(names(AdapterKind.TEXTUAL_INVERSION))
        .containsExactly("broken", "day", "dusk", "file", "Night", "toy");
    LibraryAdapter broken = library.get(AdapterKind.TEXTUAL_INVERSION, "broken");
    assertThatThrownBy(() -> library.textualInversion(broken))
        .isInstanceOf(ModelFormatException.class);
  }

  @Test
  void mixed_kindsAreToldByContent() throws IOException {
    Path folder = Files.createDirectories(root.resolve("mixed"));
    lora(folder.resolve("crown.safetensors"));
    PickledFile.write(folder.resolve("violet.pt"), Map.of("string_to_param", Map.of("*", WORD)));
    hypernetwork(folder.resolve("sepia.pt"), 4);
    Path late = Files.writeString(folder.resolve("late.pt"), "not all of it is here yet");
    AdapterLibrary mixed = AdapterLibrary.builder().mixed(folder).build();
    age(folder);

    assertThat(mixed.adapters())
        .extracting(LibraryAdapter::kind, LibraryAdapter::name)
        .containsExactly(
            tuple(AdapterKind.LORA, "crown"),
            tuple(AdapterKind.HYPERNETWORK, "sepia"),
            tuple(AdapterKind.TEXTUAL_INVERSION, "violet"));
    PickledFile.write(late, WORD);
    age(folder);
    assertThat(mixed.find(AdapterKind.TEXTUAL_INVERSION, "late")).isPresent();
  }

  @Test
  void metadata_triggerWordsComeFromTheClosestSource() throws IOException {
    String frequency = "{\"10_ink\": {\"ink\": 3, \"river\": 9}, \"5_b\": {\"ink\": 8, \" \": 99}}";
    Path path =
        lora(
            loras.resolve("ink.safetensors"),
            "ss_tag_frequency",
            frequency,
            "modelspec.trigger_phrase",
            "ink style, wash");
    assertThat(words(path)).containsExactly("ink style", "wash");

    Files.writeString(
        loras.resolve("ink.civitai.info"),
        "{\"trainedWords\": [\"inkstyle, bw\", 5], \"baseModel\": \"SD 1.5\"}");
    assertThat(words(path)).containsExactly("inkstyle", "bw", "5");

    Files.writeString(loras.resolve("ink.json"), "{\"activation text\": \"mine, yours,\"}");
    assertThat(words(path)).containsExactly("mine", "yours");

    Files.writeString(loras.resolve("ink.json"), "{\"activation text\": ");
    assertThat(words(path))
        .as("damaged notes count as none")
        .containsExactly("inkstyle", "bw", "5");

    lora(loras.resolve("wash.safetensors"), "ss_tag_frequency", frequency);
    assertThat(words(loras.resolve("wash.safetensors"))).containsExactly("ink", "river");
    lora(loras.resolve("odd.safetensors"), "ss_tag_frequency", "{\"a\": {\"b\": 1}, \"c\": [");
    assertThat(words(loras.resolve("odd.safetensors"))).containsExactly("b");
  }

  private List<String> words(Path lora) throws IOException {
    return metadata(AdapterKind.LORA, FileNames.stem(lora)).triggerWords();
  }

  private AdapterMetadata metadata(AdapterKind kind, String name) throws IOException {
    return library.metadata(library.get(kind, name));
  }

  @ParameterizedTest
  @CsvSource({
    "ss_base_model_version, sdxl_base_v1-0, SDXL",
    "ss_base_model_version, sd_v1, SD1",
    "ss_base_model_version, sd_v2_768_v, SD2",
    "ss_base_model_version, portraits, OTHER",
    "modelspec.architecture, stable-diffusion-xl-v1-base/lora, SDXL",
    "modelspec.architecture, stable-diffusion-v1/lora, SD1",
    "modelspec.architecture, stable-diffusion-v2-512, SD2",
    "modelspec.architecture, Flux.1-dev/lora, OTHER",
    "ss_v2, True, SD2"
  })
  void metadata_baseModelIsThatOfTheNotes(String key, String value, BaseModel expected)
      throws IOException {
    lora(loras.resolve("ink.safetensors"), key, value);

    assertThat(metadata(AdapterKind.LORA, "ink").baseModel()).contains(expected);
  }

  @ParameterizedTest
  @CsvSource({"SD 1.5, SD1", "SD 2.1 768, SD2", "Pony, SDXL", "SDXL 1.0, SDXL", "Wan Video, OTHER"})
  void metadata_baseModelIsThatOfCivitaisNotes(String name, BaseModel expected) throws IOException {
    lora(loras.resolve("ink.safetensors"), "ss_base_model_version", "sd_v1");
    Files.writeString(loras.resolve("ink.civitai.info"), "{\"baseModel\": \"" + name + "\"}");

    AdapterMetadata metadata = metadata(AdapterKind.LORA, "ink");
    assertThat(metadata.baseModel()).contains(expected);
    assertThat(metadata.baseModelName()).contains(name);
  }

  @ParameterizedTest
  @CsvSource({
    "lora_unet_down_blocks_0_attentions_0_transformer_blocks_0_attn2_to_k.lora_down.weight, 768,"
        + " SD1",
    "unet.down_blocks.0.attentions.0.transformer_blocks.0.attn2.to_k.lora_A.weight, 1024, SD2",
    "lora_unet_input_blocks_4_1_transformer_blocks_0_attn2_to_k.hada_w1_b, 2048, SDXL",
    "lora_te2_text_model_encoder_layers_0_mlp_fc1.lora_down.weight, 5, SDXL"
  })
  void metadata_withoutNotesShapesTell(String tensor, long width, BaseModel expected)
      throws IOException {
    new SafetensorsWriter()
        .add(new TensorInfo(tensor, TensorType.F32, List.of(1L, width)), new float[(int) width])
        .write(loras.resolve("ink.safetensors"));
    PickledFile.write(embeddings.resolve("one.pt"), Tensor.ofShape(1, 1024));
    PickledFile.write(
        embeddings.resolve("two.pt"),
        Map.of("clip_l", Tensor.ofShape(1, 3), "clip_g", Tensor.ofShape(1, 4)));
    hypernetwork(hypernetworks.resolve("soft.pt"), 768);
    hypernetwork(hypernetworks.resolve("tiny.pt"), 4);

    assertThat(metadata(AdapterKind.LORA, "ink").baseModel()).contains(expected);
    assertThat(metadata(AdapterKind.TEXTUAL_INVERSION, "one").baseModel()).contains(BaseModel.SD2);
    assertThat(metadata(AdapterKind.TEXTUAL_INVERSION, "two").baseModel()).contains(BaseModel.SDXL);
    assertThat(metadata(AdapterKind.TEXTUAL_INVERSION, "two").triggerWords())
        .containsExactly("two");
    assertThat(metadata(AdapterKind.HYPERNETWORK, "soft").baseModel()).contains(BaseModel.SD1);
    assertThat(metadata(AdapterKind.HYPERNETWORK, "tiny").baseModel()).isEmpty();
  }

  @Test
  void metadata_previewLiesBesideTheFile() throws IOException {
    lora(loras.resolve("ink.safetensors"));
    assertThat(metadata(AdapterKind.LORA, "ink").preview()).isEmpty();

    Path webp = Files.writeString(loras.resolve("ink.preview.webp"), "a picture");
    assertThat(metadata(AdapterKind.LORA, "ink").preview()).contains(webp);
    Path png = Files.writeString(loras.resolve("ink.preview.png"), "a picture");
    assertThat(metadata(AdapterKind.LORA, "ink").preview()).contains(png);
    Path first = Files.writeString(loras.resolve("ink.png"), "a picture");
    assertThat(metadata(AdapterKind.LORA, "ink").preview()).contains(first);
  }

  @Test
  void metadata_pictureIsItsOwnPreview() throws IOException {
    Path path =
        CarrierPicture.withText(
            embeddings.resolve("night.png"), CarrierPicture.json("night", new float[] {1}));

    assertThat(metadata(AdapterKind.TEXTUAL_INVERSION, "night").preview()).contains(path);
  }

  @Test
  void hash_isThatOfTheFileAndThatOfItsTensors() throws Exception {
    Path path = lora(loras.resolve("ink.safetensors"));
    Path other = PickledFile.write(embeddings.resolve("night.pt"), WORD);
    byte[] bytes = Files.readAllBytes(path);
    int header = bytes[0] & 0xff | (bytes[1] & 0xff) << 8;

    AdapterHash hash = library.hash(library.get(AdapterKind.LORA, "ink"));

    String whole = sha256(bytes);
    String tensors = sha256(Arrays.copyOfRange(bytes, 8 + header, bytes.length));
    assertThat(hash).isEqualTo(new AdapterHash(whole, Optional.of(tensors)));
    assertThat(hash.autoV2()).isEqualTo(whole.substring(0, 10));
    assertThat(hash.autoV3()).contains(tensors.substring(0, 12));
    assertThat(library.hash(library.get(AdapterKind.TEXTUAL_INVERSION, "night")))
        .isEqualTo(new AdapterHash(sha256(Files.readAllBytes(other)), Optional.empty()));
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  @Test
  void hash_headerBeyondTheFileIsRefused() throws IOException {
    Path path = Files.write(loras.resolve("cut.safetensors"), new byte[] {9, 0, 0, 0, 0, 0, 0, 0});

    assertThatThrownBy(() -> AdapterHash.of(path))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage(path + ": its header must lie inside the file, but does not. Fetch it again.");
  }
}
