package io.pentimento.infotext;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/**
 * Reads the text chunks of PNG (third edition, section 11.3.3), which may stand before and behind
 * the pixels.
 */
final class PngText {
  /** The keyword of the chunk that holds the parameters of a picture. */
  static final String KEYWORD = "parameters";

  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

  /** More bytes than a text has; longer chunks are not read, nor any that swell to more. */
  private static final int LONGEST = 1 << 24;

  private static final Set<String> TEXT_CHUNKS = Set.of("tEXt", "zTXt", "iTXt");
  private static final int TYPE = 4;
  private static final int CHECKSUM = 4;

  private final byte[] chunk;
  private final String keyword;
  private int at;

  private PngText(byte[] chunk, String keyword) {
    this.chunk = chunk;
    this.keyword = keyword;
  }

  /** Tells whether a stream that can be marked starts as PNG does, without moving it. */
  static boolean isPng(InputStream content) throws IOException {
    content.mark(SIGNATURE.length);
    byte[] start = content.readNBytes(SIGNATURE.length);
    content.reset();
    return Arrays.equals(start, SIGNATURE);
  }

  /** Returns the last text under a keyword, or empty. A file that breaks off ends there. */
  static Optional<String> read(InputStream content, String keyword) throws IOException {
    Optional<String> text = Optional.empty();
    DataInputStream chunks = new DataInputStream(content);
    try {
      chunks.skipNBytes(SIGNATURE.length);
      int length = chunks.readInt();
      String type = type(chunks);
      while (length >= 0 && !type.equals("IEND")) {
        Optional<String> found = Optional.empty();
        if (TEXT_CHUNKS.contains(type) && length <= LONGEST) {
          found = new PngText(chunks.readNBytes(length), keyword).text(type);
        } else {
          chunks.skipNBytes(length);
        }
        chunks.skipNBytes(CHECKSUM);
        text = found.isPresent() ? found : text;
        length = chunks.readInt();
        type = type(chunks);
      }
    } catch (EOFException e) {
      // What came before the break is all there is.
    }
    return text;
  }

  private static String type(InputStream chunks) throws IOException {
    return new String(chunks.readNBytes(TYPE), StandardCharsets.ISO_8859_1);
  }

  private Optional<String> text(String type) throws IOException {
    if (!word().equals(keyword)) {
      return Optional.empty();
    }
    return switch (type) {
      case "tEXt" -> Optional.of(rest(StandardCharsets.ISO_8859_1));
      case "zTXt" -> {
        at++;
        yield inflated(StandardCharsets.ISO_8859_1);
      }
      default -> international();
    };
  }

  private Optional<String> international() throws IOException {
    boolean compressed = at < chunk.length && chunk[at] == 1;
    at += 2;
    word();
    word();
    return compressed
        ? inflated(StandardCharsets.UTF_8)
        : Optional.of(rest(StandardCharsets.UTF_8));
  }

  /** Reads up to the next zero, or to the end. */
  private String word() {
    int start = Math.min(at, chunk.length);
    int end = start;
    while (end < chunk.length && chunk[end] != 0) {
      end++;
    }
    at = end + 1;
    return new String(chunk, start, end - start, StandardCharsets.ISO_8859_1);
  }

  private String rest(Charset charset) {
    int start = Math.min(at, chunk.length);
    return new String(chunk, start, chunk.length - start, charset);
  }

  /** Returns empty for what cannot be inflated, or becomes too long. */
  private Optional<String> inflated(Charset charset) throws IOException {
    int start = Math.min(at, chunk.length);
    InputStream packed = new ByteArrayInputStream(chunk, start, chunk.length - start);
    try (InputStream inflater = new InflaterInputStream(packed)) {
      byte[] bytes = inflater.readNBytes(LONGEST + 1);
      return bytes.length > LONGEST ? Optional.empty() : Optional.of(new String(bytes, charset));
    } catch (ZipException | EOFException e) {
      return Optional.empty();
    }
  }
}
