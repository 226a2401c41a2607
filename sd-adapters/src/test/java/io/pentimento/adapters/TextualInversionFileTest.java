package io.pentimento.adapters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pentimento.adapters.PickledFile.Call;
import io.pentimento.adapters.PickledFile.Tensor;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.checkpoint.SafetensorsWriter;
import io.pentimento.checkpoint.TensorInfo;
import io.pentimento.checkpoint.TensorType;
import io.pentimento.patch.ModelPart;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextualInversionFileTest {
  private static final float[] FIRST = {0.5f, -1.25f, 3};
  private static final float[] SECOND = {2, 0.1f, 1e-7f};
  private static final Tensor TWO = new Tensor(new float[] {0.5f, -1.25f, 3, 2, 0.1f, 1e-7f}, 2, 3);
  private static final ToyLayout MODEL = ToyLayout.sd("toy", 3, 4);

  @TempDir Path folder;

  private Path pickled(String name, Object content) {
    return PickledFile.write(folder.resolve(name), content);
  }

  private static float[][] vectors(TextualInversionFile file) {
    return file.vectorsFor(MODEL).get(ModelPart.TEXT_ENCODER);
  }

  @Test
  void read_webuisPickleGoesByItsFileName() throws IOException {
    Path path =
        pickled(
            "night.sky.pt",
            Map.of("string_to_param", Map.of("*", TWO), "name", "in training", "step", 5));

    TextualInversionFile file = TextualInversionFile.read(path);

    assertThat(file.word()).isEqualTo("night.sky");
    assertThat(file.words()).containsExactly("night.sky");
    assertThat(file.vectors()).isEqualTo(2);
    assertThat(file.widths()).containsExactly(3);
    assertThat(vectors(file)).isDeepEqualTo(new float[][] {FIRST, SECOND});
  }

  @Test
  void read_diffusersTokenIsASecondWord() throws IOException {
    Path path = pickled("cat.bin", Map.of("<cat-toy>", new Tensor(FIRST, 3)));

    TextualInversionFile file = TextualInversionFile.read(path);

    assertThat(file.words()).containsExactly("cat", "<cat-toy>");
    assertThat(vectors(file)).isDeepEqualTo(new float[][] {FIRST});
  }

  @Test
  void read_bareTensorAndEmbParamsAreVectors() throws IOException {
    TextualInversionFile bare = TextualInversionFile.read(pickled("bare.pt", TWO));
    TextualInversionFile named =
        TextualInversionFile.read(pickled("named.pt", Map.of("emb_params", TWO)));

    assertThat(vectors(bare)).isDeepEqualTo(vectors(named));
    assertThat(named.words()).containsExactly("named");
  }

  @Test
  void read_halfFloatsAreWidened() throws IOException {
    Path path = folder.resolve("half.safetensors");
    new SafetensorsWriter()
        .add(new TensorInfo("emb_params", TensorType.BF16, List.of(1L, 3L)), FIRST)
        .write(path);

    assertThat(vectors(TextualInversionFile.read(path))).isDeepEqualTo(new float[][] {FIRST});
  }

  @Test
  void read_pairFitsTwoEncodersOrTheRefiner() throws IOException {
    Tensor large = Tensor.ofShape(2, 5);
    Map<String, Object> pair = new LinkedHashMap<>();
    pair.put("clip_g", large);
    pair.put("clip_l", TWO);
    TextualInversionFile file = TextualInversionFile.read(pickled("pair.pt", pair));

    assertThat(file.widths()).containsExactly(3, 5);
    Map<ModelPart, float[][]> both = file.vectorsFor(ToyLayout.sdxl("xl", 3, 5));
    assertThat(both.get(ModelPart.TEXT_ENCODER)[0]).containsExactly(FIRST);
    assertThat(both.get(ModelPart.TEXT_ENCODER_2)[0])
        .containsExactly(Arrays.copyOf(large.values(), 5));
    assertThat(file.vectorsFor(ToyLayout.refiner("refiner", 5)))
        .containsOnlyKeys(ModelPart.TEXT_ENCODER_2);
  }

  @Test
  void vectorsFor_anotherModelIsRefusedByNameAndWidth() throws IOException {
    Path path = pickled("night.pt", TWO);
    TextualInversionFile file = TextualInversionFile.read(path);

    assertThat(file.fits(MODEL)).isTrue();
    assertThat(file.fits(ToyLayout.sd("wide", 4, 4))).isFalse();
    assertThatThrownBy(() -> file.vectorsFor(ToyLayout.sd("wide", 4, 4)))
        .isInstanceOf(AdapterMismatchException.class)
        .hasMessage(
            path
                + ": it has vectors for one text encoder, 3 wide, but wide has one text encoder, 4"
                + " wide. Use an embedding that was made for this kind of model.");
    assertThatThrownBy(() -> file.vectorsFor(ToyLayout.sdxl("xl", 3, 5)))
        .isInstanceOf(AdapterMismatchException.class)
        .hasMessageContaining("xl has two text encoders, 3 and 5 wide");
  }

  @Test
  void vectorsFor_pairIsRefusedByOneEncoderAndByOthers() throws IOException {
    TextualInversionFile file =
        TextualInversionFile.read(
            pickled("pair.pt", Map.of("clip_l", TWO, "clip_g", Tensor.ofShape(2, 5))));

    for (ToyLayout other :
        List.of(
            MODEL,
            ToyLayout.sdxl("xl", 3, 4),
            ToyLayout.sdxl("xl", 4, 5),
            ToyLayout.refiner("refiner", 4))) {
      assertThatThrownBy(() -> file.vectorsFor(other))
          .isInstanceOf(AdapterMismatchException.class)
          .hasMessageContaining("it has vectors for two text encoders, 3 and 5 wide");
    }
  }

  @Test
  void read_pictureWithTextGoesByTheStoredName() throws IOException {
    Path path =
        CarrierPicture.withText(
            folder.resolve("shared-image.png"), CarrierPicture.json("night", FIRST, SECOND));

    TextualInversionFile file = TextualInversionFile.read(path);

    assertThat(file.words()).containsExactly("night");
    assertThat(vectors(file)).isDeepEqualTo(new float[][] {FIRST, SECOND});
  }

  @Test
  void read_pictureWithoutANameGoesByItsFile() throws IOException {
    Path path =
        CarrierPicture.withText(folder.resolve("night.png"), CarrierPicture.json(" ", FIRST));

    assertThat(TextualInversionFile.read(path).words()).containsExactly("night");
  }

  @Test
  void read_pixelsHoldWhatTheTextWould() throws IOException {
    String json = CarrierPicture.json("night", FIRST, SECOND);
    Path pixels = CarrierPicture.withPixels(folder.resolve("pixels.png"), json);
    Path text = CarrierPicture.withText(folder.resolve("text.png"), json);

    assertThat(TextualInversionFile.read(pixels)).isEqualTo(TextualInversionFile.read(text));
  }

  @Test
  void read_pixelsOfAManyRowedPictureWithABlackBorder() throws IOException {
    byte[] packed =
        CarrierPicture.zlib(CarrierPicture.json("night", FIRST).getBytes(StandardCharsets.UTF_8));
    BufferedImage hidden = CarrierPicture.hidden(packed, 40);
    BufferedImage bordered =
        new BufferedImage(
            hidden.getWidth() + 7, hidden.getHeight() + 5, BufferedImage.TYPE_INT_ARGB);
    bordered.createGraphics().drawImage(hidden, 3, 2, null);
    Path path = CarrierPicture.write(folder.resolve("bordered.png"), CarrierPicture.png(bordered));

    assertThat(TextualInversionFile.read(path).word()).isEqualTo("night");
  }

  @Test
  void read_plainPictureCarriesNothing() throws IOException {
    Path path =
        CarrierPicture.write(
            folder.resolve("cat.png"), CarrierPicture.png(CarrierPicture.plain(9, 7)));

    assertThat(TextualInversionFile.readPicture(path)).isEmpty();
    assertThatThrownBy(() -> TextualInversionFile.read(path))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage(
            path
                + ": this picture carries no embedding. Fetch the original: sites that resize"
                + " pictures destroy what they carry.");
  }

  @Test
  void read_pictureWithBlackColumnsIsStillAPicture() throws IOException {
    BufferedImage picture = CarrierPicture.plain(30, 10);
    for (int y = 0; y < 10; y++) {
      picture.setRGB(8, y, 0);
      picture.setRGB(21, y, 0);
    }
    Path path = CarrierPicture.write(folder.resolve("bars.png"), CarrierPicture.png(picture));
    Path black =
        CarrierPicture.write(
            folder.resolve("black.png"),
            CarrierPicture.png(new BufferedImage(5, 5, BufferedImage.TYPE_INT_RGB)));

    assertThat(TextualInversionFile.readPicture(path)).isEmpty();
    assertThat(TextualInversionFile.readPicture(black)).isEmpty();
  }

  @Test
  void read_damagedPictureTellsWhatIsWrong() throws IOException {
    Path base64 = CarrierPicture.withChunk(folder.resolve("a.png"), new byte[] {'Q'});
    Path json = CarrierPicture.withText(folder.resolve("b.png"), "{\"string_to_param\": [");
    Path empty = CarrierPicture.withText(folder.resolve("c.png"), "{\"name\": \"x\"}");
    Path ragged =
        CarrierPicture.withText(
            folder.resolve("d.png"), CarrierPicture.json("x", FIRST, new float[] {1}));
    Path noise =
        CarrierPicture.write(
            folder.resolve("e.png"),
            CarrierPicture.png(CarrierPicture.hidden(new byte[] {0x78, (byte) 0x9c, 7, 7, 7}, 9)));

    refused(base64, "sd-ti-embedding in " + base64 + ": must be Base64, but is not.");
    refused(json, json + ": the embedding in the picture is damaged JSON.");
    refused(empty, empty + ": the text in the picture must hold string_to_param, but lacks it.");
    refused(ragged, "must have vectors of one width, but they differ.");
    refused(noise, noise + ": what its pixels hold is damaged.");
  }

  @Test
  void read_pixelsThatSwellAreRefused() throws IOException {
    byte[] bomb = CarrierPicture.zlib(new byte[1 << 25]);
    Path path =
        CarrierPicture.write(
            folder.resolve("bomb.png"), CarrierPicture.png(CarrierPicture.hidden(bomb, 64)));

    refused(path, "the pixels must hold at most 16777216 bytes, but swell to more.");
  }

  @Test
  void read_damagedPictureTellsWhatToDo() throws IOException {
    Path path =
        Files.write(
            folder.resolve("night.webp"),
            "RIFF\0\0\0\0WEBPVP8L".getBytes(StandardCharsets.ISO_8859_1));

    refused(path, path + ": the picture cannot be read: it is damaged. Fetch it again.");
  }

  @Test
  void read_numberOfVectorsIsBounded() throws IOException {
    refused(
        pickled("many.pt", Tensor.ofShape(76, 1)),
        "must hold 1 to 75 vectors of 1 to 16384 numbers, but has 76 of 1.");
    refused(pickled("none.pt", Tensor.ofShape(0, 3)), "but has 0 of 3.");
    refused(
        pickled("deep.pt", Map.of("emb_params", Tensor.ofShape(1, 2, 3))),
        "must have the shape [width] or [vectors, width], but has [1, 2, 3].");
  }

  @Test
  void read_numbersMustBeFiniteAndFloating() throws IOException {
    Path whole = folder.resolve("whole.safetensors");
    new SafetensorsWriter()
        .add(
            new TensorInfo("emb_params", TensorType.U8, List.of(2L)),
            ByteBuffer.wrap(new byte[] {1, 2}))
        .write(whole);

    refused(
        pickled("nan.pt", new Tensor(new float[] {1, Float.NaN}, 2)),
        "must hold finite numbers, but has: NaN. Its training went wrong.");
    refused(whole, "emb_params in " + whole + ": must hold floating-point numbers, but holds U8.");
  }

  @Test
  void read_otherContentsAreRefused() throws IOException {
    refused(
        pickled("two.pt", Map.of("string_to_param", Map.of("a", TWO, "b", TWO))),
        "must hold the vectors of one word, but holds 2 tensors.");
    refused(
        pickled("lora.pt", new LinkedHashMap<>(Map.of("lora_up", TWO, "lora_down", TWO))),
        "an embedding is one tensor, or clip_l and clip_g, but this file has 2 tensors, such as");
    refused(pickled("text.pt", "hello"), "an embedding is a tensor or a dictionary");
    refused(pickled("empty.pt", Map.of("step", 1)), "but this file has 0 tensors.");
    refused(
        pickled("pair.pt", Map.of("clip_l", TWO, "clip_g", Tensor.ofShape(1, 4))),
        "clip_l has 2 vectors and clip_g 1, but they must have the same number.");
    refused(
        pickled("evil.pt", Map.of("emb_params", new Call("os", "system", "true"))),
        "the file asks for os.system, which is none of the few names that weights need.");
  }

  @Test
  void equals_goesByWordsAndVectors() throws IOException {
    TextualInversionFile first = TextualInversionFile.read(pickled("night.pt", TWO));
    TextualInversionFile same =
        TextualInversionFile.read(
            PickledFile.write(
                Files.createDirectory(folder.resolve("sub")).resolve("night.bin"),
                Map.of("string_to_param", Map.of("*", TWO))));
    TextualInversionFile other = TextualInversionFile.read(pickled("day.pt", TWO));

    assertThat(first).isEqualTo(same).hasSameHashCodeAs(same).isNotEqualTo(other);
    assertThat(TextualInversion.of(first))
        .isEqualTo(TextualInversion.of(same))
        .isNotEqualTo(TextualInversion.of(first).withWord("x"));
    assertThat(TextualInversion.of(first).tag()).isEqualTo(Optional.empty());
  }

  private static void refused(Path path, String message) {
    assertThatThrownBy(() -> TextualInversionFile.read(path))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining(path.toString())
        .hasMessageContaining(message);
  }
}
