package io.pentimento.adapters;

import io.pentimento.checkpoint.ModelFormatException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The hashes by which people find an adapter again.
 *
 * @param sha256 of the whole file, 64 hexadecimal digits in lower case
 * @param tensorsSha256 of what follows the header of a safetensors file, which stays the same when
 *     notes are edited; empty for other files
 */
public record AdapterHash(String sha256, Optional<String> tensorsSha256) {
  private static final int BLOCK = 1 << 16;
  private static final int LENGTH_FIELD = 8;
  private static final int AUTO_V2 = 10;
  private static final int AUTO_V3 = 12;

  /** Returns the short hash of the file, 10 digits, which Civitai calls AutoV2. */
  public String autoV2() {
    return sha256.substring(0, AUTO_V2);
  }

  /**
   * Returns the short hash of the tensors, 12 digits, which the WebUI writes into pictures and
   * Civitai calls AutoV3; empty for files that are not safetensors.
   */
  public Optional<String> autoV3() {
    return tensorsSha256.map(hash -> hash.substring(0, AUTO_V3));
  }

  /**
   * Reads a file once and computes its hashes.
   *
   * @throws IOException if reading fails, or a safetensors file ends within its header
   */
  public static AdapterHash of(Path file) throws IOException {
    MessageDigest whole = newDigest();
    try (InputStream stream = new BufferedInputStream(Files.newInputStream(file), BLOCK)) {
      Optional<String> tensors = Optional.empty();
      if (FileNames.ending(file).equals("safetensors")) {
        skipHeader(file, stream, whole);
        MessageDigest rest = newDigest();
        digest(stream, whole, rest);
        tensors = Optional.of(HexFormat.of().formatHex(rest.digest()));
      } else {
        digest(stream, whole, whole);
      }
      return new AdapterHash(HexFormat.of().formatHex(whole.digest()), tensors);
    }
  }

  private static void skipHeader(Path file, InputStream stream, MessageDigest whole)
      throws IOException {
    byte[] field = stream.readNBytes(LENGTH_FIELD);
    whole.update(field);
    long left =
        field.length < LENGTH_FIELD
            ? -1
            : ByteBuffer.wrap(field).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (left < 0 || left > Files.size(file) - LENGTH_FIELD) {
      throw new ModelFormatException(
          file, "its header must lie inside the file, but does not. Fetch it again.");
    }
    byte[] block = new byte[BLOCK];
    while (left > 0) {
      int count = stream.read(block, 0, (int) Math.min(BLOCK, left));
      if (count < 0) {
        return;
      }
      whole.update(block, 0, count);
      left -= count;
    }
  }

  private static void digest(InputStream stream, MessageDigest first, MessageDigest second)
      throws IOException {
    byte[] block = new byte[BLOCK];
    for (int count = stream.read(block); count >= 0; count = stream.read(block)) {
      first.update(block, 0, count);
      if (first != second) {
        second.update(block, 0, count);
      }
    }
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
