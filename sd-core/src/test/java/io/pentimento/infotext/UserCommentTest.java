package io.pentimento.infotext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class UserCommentTest {
  private static final String TEXT = "猫 café\nSteps: 1, Seed: 2, Size: 8x8";

  private static byte[] field(String code, String text, Charset charset) {
    ByteArrayOutputStream field = new ByteArrayOutputStream();
    field.writeBytes(code.getBytes(StandardCharsets.ISO_8859_1));
    field.writeBytes(text.getBytes(charset));
    return field.toByteArray();
  }

  @Test
  void decode_unicodeInEitherOrder() {
    Charset high = StandardCharsets.UTF_16BE;
    Charset low = StandardCharsets.UTF_16LE;
    assertThat(UserComment.decode(field("UNICODE\0", TEXT, high))).isEqualTo(TEXT);
    assertThat(UserComment.decode(field("UNICODE\0", TEXT, low))).isEqualTo(TEXT);
    assertThat(UserComment.decode(field("UNICODE\0", "\ufeff" + TEXT, high))).isEqualTo(TEXT);
    assertThat(UserComment.decode(field("UNICODE\0", "\ufeff" + TEXT, low))).isEqualTo(TEXT);
  }

  @Test
  void decode_otherCodesAndNone() {
    Charset utf8 = StandardCharsets.UTF_8;
    assertThat(UserComment.decode(field("ASCII\0\0\0", "a cat\0\0", utf8))).isEqualTo("a cat");
    assertThat(UserComment.decode(field("\0\0\0\0\0\0\0\0", TEXT, utf8))).isEqualTo(TEXT);
    assertThat(UserComment.decode(field("", TEXT, utf8))).isEqualTo(TEXT);
    assertThat(UserComment.decode(field("", "short", utf8))).isEqualTo("short");
    assertThat(UserComment.decode(new byte[0])).isEmpty();
    assertThat(UserComment.decode(field("UNICODE\0", "", utf8))).isEmpty();
  }

  @Test
  void exif_hasRoomForOneSegment() throws IOException {
    String longest = "a".repeat(32737);
    assertThat(UserComment.exif(longest)).hasSizeLessThanOrEqualTo(65533);
    assertThatThrownBy(() -> UserComment.exif(longest + "a"))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "The parameters of a JPEG file must have at most 32737 characters, but got: 32738."
                + " Write PNG.");
  }
}
