package io.pentimento.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes TorchScript source as an archive that libtorch loads: a zip of stored entries with the
 * code, a pickled module object without parameters, and no constants.
 */
final class TorchArchive {
  private static final String ROOT = "m/";

  /**
   * Pickle protocol 2: an object of class {@code __torch__.M} whose attribute {@code training} is
   * false.
   */
  private static final String MODULE =
      "\u0080\u0002c__torch__\nM\n)\u0081}(X\u0008\u0000\u0000\u0000training\u0089ub.";

  /** Pickle protocol 2: the empty tuple. */
  private static final String NO_CONSTANTS = "\u0080\u0002).";

  private TorchArchive() {}

  /** Returns the archive of one class {@code M(Module)}. */
  static byte[] of(String source) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      store(zip, "version", "10\n".getBytes(StandardCharsets.US_ASCII));
      store(zip, "constants.pkl", NO_CONSTANTS.getBytes(StandardCharsets.ISO_8859_1));
      store(zip, "data.pkl", MODULE.getBytes(StandardCharsets.ISO_8859_1));
      store(zip, "code/__torch__.py", source.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException("Writing to memory failed.", e);
    }
    return bytes.toByteArray();
  }

  private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
    CRC32 checksum = new CRC32();
    checksum.update(content);
    ZipEntry entry = new ZipEntry(ROOT + name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(checksum.getValue());
    entry.setTime(0);
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }
}
