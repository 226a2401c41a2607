package io.pentimento.infotext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.pentimento.testing.GoldenCases;
import io.pentimento.testing.Goldens;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class InfotextGoldenTest {
  private static final String FILE = "generation/infotext.json";

  @TempDir Path folder;

  private static Stream<DynamicTest> each(
      String list, String named, Consumer<JsonObject> assertion) {
    return GoldenCases.of(
        FILE + " " + list,
        () ->
            Goldens.objects(FILE, list)
                .map(
                    golden ->
                        dynamicTest(
                            "infotext.json " + list + " " + golden.get(named),
                            () -> assertion.accept(golden))));
  }

  @TestFactory
  Stream<DynamicTest> cases_areWritten() {
    return each(
        "cases",
        "text",
        golden ->
            assertThat(WebuiSettings.of(golden).told().text())
                .isEqualTo(golden.get("text").getAsString()));
  }

  @TestFactory
  Stream<DynamicTest> cases_areRead() {
    return each("cases", "text", InfotextGoldenTest::assertParsed);
  }

  @TestFactory
  Stream<DynamicTest> texts_areRead() {
    return each("texts", "text", InfotextGoldenTest::assertParsed);
  }

  private static void assertParsed(JsonObject golden) {
    Map<String, String> expected = new LinkedHashMap<>();
    golden
        .getAsJsonObject("parsed")
        .entrySet()
        .forEach(entry -> expected.put(entry.getKey(), printed(entry.getValue())));
    assertThat(Infotext.parse(golden.get("text").getAsString()).expanded()).isEqualTo(expected);
  }

  private static String printed(JsonElement value) {
    JsonPrimitive primitive = value.getAsJsonPrimitive();
    return primitive.isBoolean()
        ? PythonText.truth(primitive.getAsBoolean())
        : primitive.getAsString();
  }

  @TestFactory
  Stream<DynamicTest> quote_andBack() {
    return each(
        "quote",
        "value",
        golden -> {
          String quoted = QuotedValue.quote(golden.get("value").getAsString());
          assertThat(quoted).isEqualTo(golden.get("quoted").getAsString());
          assertThat(QuotedValue.unquote(quoted)).isEqualTo(golden.get("unquoted").getAsString());
        });
  }

  @TestFactory
  Stream<DynamicTest> png_isRead() {
    return each(
        "png",
        "text",
        golden ->
            assertThat(readParameters(pngOf(golden), "golden.png"))
                .isEqualTo(golden.get("text").getAsString()));
  }

  @TestFactory
  Stream<DynamicTest> png_hasTheReferencesChunk() {
    return each(
        "png",
        "text",
        golden -> {
          String type = golden.get("chunk").getAsString();
          byte[] written = rewritten(golden, "written.png");
          assertThat(chunk(written, type)).isEqualTo(chunk(pngOf(golden), type));
          assertThat(readParameters(written, "again.png"))
              .isEqualTo(golden.get("text").getAsString());
        });
  }

  @TestFactory
  Stream<DynamicTest> jpeg_hasTheReferencesUserComment() {
    return each(
        "png",
        "text",
        golden -> {
          String text = golden.get("text").getAsString();
          String comment = golden.get("exif_user_comment_hex").getAsString();
          byte[] bytes = HexFormat.of().parseHex(comment);
          assertThat(UserComment.encode(text)).isEqualTo(bytes);
          assertThat(UserComment.decode(bytes)).isEqualTo(text);
          byte[] jpeg = rewritten(golden, "written.jpg");
          assertThat(HexFormat.of().formatHex(jpeg)).contains(comment);
          assertThat(readParameters(jpeg, "again.jpg")).isEqualTo(text);
        });
  }

  private static byte[] pngOf(JsonObject golden) {
    return Base64.getDecoder().decode(golden.get("png_base64").getAsString());
  }

  /** Returns the golden picture as we write it, with the golden text. */
  private byte[] rewritten(JsonObject golden, String name) {
    Path from = file("from.png", pngOf(golden));
    Path to = folder.resolve(name);
    try {
      PictureFile.write(ImageIO.read(from.toFile()), golden.get("text").getAsString(), to);
      return Files.readAllBytes(to);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private String readParameters(byte[] content, String name) {
    try {
      return PictureFile.readParameters(file(name, content)).orElseThrow();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Path file(String name, byte[] content) {
    try {
      return Files.write(folder.resolve(name), content);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Returns what the first chunk of a type holds. */
  private static byte[] chunk(byte[] png, String type) {
    int at = 8;
    while (at < png.length) {
      int length = ByteBuffer.wrap(png).getInt(at);
      if (new String(png, at + 4, 4, StandardCharsets.US_ASCII).equals(type)) {
        return Arrays.copyOfRange(png, at + 8, at + 8 + length);
      }
      at += 12 + length;
    }
    throw new AssertionError("The file has no chunk " + type + ".");
  }
}
