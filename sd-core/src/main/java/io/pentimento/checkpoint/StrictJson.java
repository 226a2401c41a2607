package io.pentimento.checkpoint;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** JSON exactly as RFC 8259 has it, in well-formed UTF-8: Gson is lenient unless told not to be. */
final class StrictJson {
  private StrictJson() {}

  static JsonReader reader(ByteBuffer utf8) {
    // A decoder, unlike a charset, reports malformed bytes in place of replacing them.
    JsonReader reader =
        new JsonReader(
            new InputStreamReader(
                new BufferStream(utf8.duplicate()), StandardCharsets.UTF_8.newDecoder()));
    reader.setStrictness(Strictness.STRICT);
    return reader;
  }

  /** Asserts that nothing but blanks follows. */
  static void end(JsonReader reader) throws IOException {
    if (reader.peek() != JsonToken.END_DOCUMENT) {
      throw new IOException("something follows the end of the document at " + reader.getPath());
    }
  }

  /**
   * Returns what the parser said, without the advice to be lenient and the links that Gson adds.
   */
  static String reason(Exception e) {
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    int more = message.indexOf("\nSee ");
    String first = more < 0 ? message : message.substring(0, more);
    return Printable.of(
        first.replace(
            "Use JsonReader.setStrictness(Strictness.LENIENT) to accept malformed JSON",
            "malformed"));
  }

  private static final class BufferStream extends InputStream {
    private final ByteBuffer buffer;

    BufferStream(ByteBuffer buffer) {
      this.buffer = buffer;
    }

    @Override
    public int read() {
      return buffer.hasRemaining() ? buffer.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      if (length == 0) {
        return 0;
      }
      int count = Math.min(length, buffer.remaining());
      if (count == 0) {
        return -1;
      }
      buffer.get(target, offset, count);
      return count;
    }
  }
}
