package io.pentimento.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pentimento.ComputeDevice;
import io.pentimento.Precision;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.image.PictureReader;
import io.pentimento.testing.Goldens;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What networks that look at pictures load, refuse and tell. */
class DescriberTest {
  @TempDir Path folder;

  private static Path golden(String name) {
    return Goldens.path("vision/" + name);
  }

  private static BufferedImage picture() throws IOException {
    return PictureReader.read(golden("clip-tiny/image.png"));
  }

  @Test
  void kind_isToldByKeys() throws IOException {
    assertThat(VisionKind.of(golden("blip-tiny/model.safetensors"))).isEqualTo(VisionKind.BLIP);
    assertThat(VisionKind.of(golden("blip-tiny/original.pth"))).isEqualTo(VisionKind.BLIP);
    assertThat(VisionKind.of(golden("clip-tiny/model.safetensors"))).isEqualTo(VisionKind.CLIP);
    assertThat(VisionKind.of(golden("clip-tiny/original-names.safetensors")))
        .isEqualTo(VisionKind.CLIP);
    assertThat(VisionKind.of(golden("deepbooru-tiny/model.pt")))
        .isEqualTo(VisionKind.DEEP_DANBOORU);
    assertThat(VisionKind.of(golden("wd-vit-tiny"))).isEqualTo(VisionKind.WD_TAGGER);
  }

  @Test
  void kind_unknown_isRefused() {
    Path file = Goldens.path("models/taesd-tiny/taesd_decoder-fp16.safetensors");
    assertThatThrownBy(() -> VisionKind.of(file))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("no network that looks at pictures");
  }

  @Test
  void load_anotherKind_isRefusedByName() {
    assertThatThrownBy(() -> Captioner.load(golden("clip-tiny")))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("must hold BLIP's caption network, but holds CLIP.");
    assertThatThrownBy(() -> ClipModel.load(golden("blip-tiny")))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("must hold CLIP, but holds BLIP's caption network.");
    assertThatThrownBy(() -> DeepDanbooru.load(golden("blip-tiny/original.pth")))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("must hold DeepDanbooru, but holds BLIP's caption network.");
    assertThatThrownBy(() -> WdTagger.load(golden("clip-tiny")))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("but holds CLIP.");
  }

  @Test
  void load_torchScript_isRefusedWithAnAlternative() throws IOException {
    Path file = folder.resolve("ViT-L-14.pt");
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (String name :
          List.of("ViT-L-14/data.pkl", "ViT-L-14/constants.pkl", "ViT-L-14/code/m.py")) {
        byte[] content = {(byte) 0x80, 2, ')', '.'};
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        CRC32 crc = new CRC32();
        crc.update(content);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
      }
    }
    assertThatThrownBy(() -> ClipModel.load(file))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("TorchScript archive")
        .hasMessageContaining("model.safetensors of openai/clip-vit-large-patch14");
  }

  @Test
  void onnx_isRefusedWithAnAlternative() throws IOException {
    Path file = Files.write(folder.resolve("model.onnx"), new byte[64]);
    assertThatThrownBy(() -> VisionKind.of(file))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("ONNX files are not read")
        .hasMessageContaining("model.safetensors of SmilingWolf/wd-vit-tagger-v3");
  }

  @Test
  void captioner_withoutVocabulary_saysWhatIsMissing() {
    assertThatThrownBy(() -> Captioner.load(golden("blip-tiny")))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("must hold vocab.txt or tokenizer.json");
  }

  @Test
  void tagger_withTagsOfAnotherLength_isRefused() throws IOException {
    Path tagger = TinyVision.tagger(folder);
    Path tags = tagger.resolve("selected_tags.csv");
    List<String> lines = Files.readAllLines(tags);
    Files.write(tags, lines.subList(0, lines.size() - 1));
    assertThatThrownBy(() -> WdTagger.load(tagger))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining(
            "must have one row for each of the %d tags".formatted(lines.size() - 1))
        .hasMessageContaining("but has " + (lines.size() - 2));
  }

  @Test
  void tagger_withoutTags_isRefused() throws IOException {
    Path tagger = TinyVision.tagger(folder);
    Files.delete(tagger.resolve("selected_tags.csv"));
    assertThatThrownBy(() -> WdTagger.load(tagger))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("must have selected_tags.csv beside it");
  }

  @Test
  void deepDanbooru_namesItsTags() throws IOException {
    try (DeepDanbooru tagger = DeepDanbooru.load(golden("deepbooru-tiny/model.pt"))) {
      List<Tag> tags = tagger.tags(picture());
      int known =
          Math.toIntExact(
              Goldens.tensors("vision/deepbooru-tiny/io.safetensors").get("logits").shape()[1]);
      assertThat(tags).hasSize(known).allMatch(tag -> tag.score() >= 0 && tag.score() <= 1);
      assertThat(tagger.describe(picture(), 0, TagStyle.deepDanbooru())).doesNotContain("rating:");
      assertThat(tagger.describe(picture(), 1, TagStyle.deepDanbooru())).isEmpty();
    }
  }

  @Test
  void describe_byManyThreads_isTheSame() throws IOException {
    BufferedImage picture = picture();
    try (WdTagger tagger = WdTagger.load(golden("wd-vit-tiny"))) {
      String alone = tagger.describe(picture);
      List<CompletableFuture<String>> others =
          IntStream.range(0, 4)
              .mapToObj(i -> CompletableFuture.supplyAsync(() -> tagger.describe(picture)))
              .toList();
      assertThat(others).allSatisfy(other -> assertThat(other.join()).isEqualTo(alone));
    }
  }

  @Test
  void close_thenDescribe_isRefused() throws IOException {
    WdTagger tagger = WdTagger.load(golden("wd-vit-tiny"));
    tagger.close();
    tagger.close();
    BufferedImage picture = picture();
    assertThatThrownBy(() -> tagger.describe(picture))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is closed. Load it again");
  }

  @Test
  void clip_ranksTexts() throws IOException {
    List<String> texts = List.of("a lighthouse", "an oil painting", "a cat ".repeat(60), "");
    try (ClipModel clip = ClipModel.load(TinyVision.clip(folder))) {
      List<RankedText> ranked = clip.rank(picture(), texts);
      assertThat(ranked.stream().map(RankedText::text)).containsExactlyInAnyOrderElementsOf(texts);
      assertThat(ranked.stream().mapToDouble(RankedText::probability).sum())
          .isCloseTo(1, within(1e-9));
      assertThat(ranked)
          .isSortedAccordingTo((a, b) -> Double.compare(b.probability(), a.probability()));
      for (RankedText text : ranked) {
        assertThat(clip.similarity(picture(), text.text())).isCloseTo(text.cosine(), within(1e-5));
      }
      assertThat(clip.rank(picture(), texts)).isEqualTo(ranked);
    }
  }

  @Test
  void wordLists_areReadAsTheWebuiDoes() throws IOException {
    Files.writeString(folder.resolve("mediums.txt"), " oil \nink\n");
    Files.writeString(folder.resolve("flavors.top3.txt"), "a\nb\nc\nd\n");
    Files.writeString(folder.resolve("notes.md"), "none of it");
    List<WordList> lists = WordList.readFolder(folder, 3);
    assertThat(lists)
        .containsExactly(
            new WordList("flavors", 3, List.of("a", "b", "c")),
            new WordList("mediums", 1, List.of("oil", "ink")));
  }

  @Test
  void wordList_ofAnEmptyFile_isRefusedByItsName() throws IOException {
    Path empty = Files.createFile(folder.resolve("artists.txt"));
    assertThatThrownBy(() -> WordList.readFolder(folder, 0))
        .isInstanceOf(IOException.class)
        .hasMessage(empty + " must have words, one a line, but is empty.");
  }

  @Test
  void interrogator_joinsTheCaptionAndTheBestOfEachList() throws IOException {
    Path blip = CaptionerGoldenTest.made(folder);
    Path clip = TinyVision.clip(Files.createDirectory(folder.resolve("clip")));
    List<String> mediums = List.of("ink", "oil");
    List<String> flavors = List.of("dark", "odd", "calm");
    CaptionOptions options = new CaptionOptions(2, 3, 12, 1, "");
    try (Captioner captioner = Captioner.load(blip);
        ClipModel ranks = ClipModel.load(clip);
        Interrogator interrogator =
            Interrogator.load(
                blip,
                clip,
                List.of(new WordList("mediums", 1, mediums), new WordList("flavors", 2, flavors)),
                Precision.DEFAULT,
                ComputeDevice.AUTO)) {
      String caption = captioner.caption(picture(), options);
      List<RankedText> medium = ranks.rank(picture(), mediums);
      List<RankedText> flavor = ranks.rank(picture(), flavors);

      Interrogation found = interrogator.interrogate(picture(), options);

      assertThat(found.caption()).isEqualTo(caption);
      assertThat(found.categories())
          .extracting(Interrogation.Category::name)
          .containsExactly("mediums", "flavors");
      assertThat(found.prompt(false))
          .isEqualTo(
              String.join(
                  ", ", caption, medium.get(0).text(), flavor.get(0).text(), flavor.get(1).text()));
    }
  }

  @Test
  void interrogation_isWrittenAsThePromptOfTheWebui() {
    Interrogation found =
        new Interrogation(
            "a dog",
            List.of(
                new Interrogation.Category("mediums", List.of(new RankedText("ink", 0.1234, 0.2))),
                new Interrogation.Category(
                    "flavors",
                    List.of(new RankedText("dark", 0.5, 0.3), new RankedText("odd", 0.25, 0.2)))));
    assertThat(found.prompt(false)).isEqualTo("a dog, ink, dark, odd");
    assertThat(found.prompt(true)).isEqualTo("a dog, (ink:0.123), (dark:0.500), (odd:0.250)");
  }

  @Test
  void tagTable_readsQuotedCells() {
    assertThat(TagTable.rows("a,\"b, c\"\r\n\"d \"\"e\"\"\",f\n\n"))
        .isEqualTo(List.of(List.of("a", "b, c"), List.of("d \"e\"", "f")));
  }

  @Test
  void wdTags_charactersMayComeFirst_andAlphabetMixesAll() {
    WdTags tags =
        new WdTags(
            List.of(new Tag("general", 0.9)),
            List.of(new Tag("night_sky", 0.5), new Tag("0_0", 0.7), new Tag("sea", 0.35)),
            List.of(new Tag("bob_(tale)", 0.8)));
    TagStyle style = TagStyle.wdTagger();
    assertThat(tags.describe(WdThresholds.usual(), style))
        .isEqualTo("0_0, night sky, bob \\(tale\\)");
    assertThat(tags.describe(new WdThresholds(0.35, 0.75, true), style))
        .isEqualTo("bob \\(tale\\), 0_0, night sky");
    assertThat(tags.describe(WdThresholds.usual(), style.order(TagOrder.ALPHABETICAL)))
        .isEqualTo("0_0, bob \\(tale\\), night sky");
  }

  @Test
  void bfloat16_seesNearlyTheSame() throws IOException {
    BufferedImage picture = picture();
    try (WdTagger plain = WdTagger.load(golden("wd-vit-tiny"));
        WdTagger half =
            WdTagger.load(golden("wd-vit-tiny"), Precision.BFLOAT16, ComputeDevice.CPU)) {
      List<Tag> expected = plain.tags(picture).general();
      List<Tag> actual = half.tags(picture).general();
      for (int i = 0; i < expected.size(); i++) {
        assertThat(actual.get(i).score()).isCloseTo(expected.get(i).score(), within(0.05));
      }
    }
    Path tiny = TinyVision.clip(folder);
    try (ClipModel plain = ClipModel.load(tiny);
        ClipModel half = ClipModel.load(tiny, Precision.BFLOAT16, ComputeDevice.CPU)) {
      assertThat(half.similarity(picture, "a house"))
          .isCloseTo(plain.similarity(picture, "a house"), within(0.05));
    }
  }

  @Test
  void bfloat16_captionsAndTags() throws IOException {
    Path blip = CaptionerGoldenTest.made(folder);
    try (Captioner captioner = Captioner.load(blip, Precision.BFLOAT16, ComputeDevice.CPU)) {
      CaptionOptions options = new CaptionOptions(3, 6, 12, 1, "");
      assertThat(captioner.caption(picture(), options)).isNotBlank();
    }
    Path danbooru = golden("deepbooru-tiny/model.pt");
    try (DeepDanbooru tagger = DeepDanbooru.load(danbooru, Precision.BFLOAT16, ComputeDevice.CPU)) {
      assertThat(tagger.tags(picture())).allMatch(tag -> tag.score() >= 0 && tag.score() <= 1);
    }
  }

  @Test
  void backslashes_areEscapedAsEachProgramDoes() {
    List<Tag> tags = List.of(new Tag("\\o/_(pose)", 0.9));
    assertThat(TagStyle.deepDanbooru().join(tags)).isEqualTo("\\\\o/ \\(pose\\)");
    assertThat(TagStyle.wdTagger().join(tags)).isEqualTo("\\o/ \\(pose\\)");
    assertThat(TagStyle.wdTagger().escaping(TagEscaping.NONE).join(tags)).isEqualTo("\\o/ (pose)");
  }

  @Test
  void options_outOfRange_areRefused() {
    Stream.<Runnable>of(
            () -> new CaptionOptions(17, 1, 2, 1, ""),
            () -> new CaptionOptions(1, 3, 2, 1, ""),
            () -> new CaptionOptions(1, 1, 2, 0, ""),
            () -> new WdThresholds(1.5, 0, false),
            () -> new WordList("none", 1, List.of()))
        .forEach(bad -> assertThatThrownBy(bad::run).isInstanceOf(IllegalArgumentException.class));
  }
}
