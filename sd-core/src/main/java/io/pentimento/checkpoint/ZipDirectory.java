package io.pentimento.checkpoint;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a zip archive as places in its file, so that what is stored can be mapped where it
 * lies. Only stored (not compressed) entries can be read. Every size and place is compared with the
 * file; nothing is allocated by them.
 *
 * <p>The layout is that of PKWARE's APPNOTE 6.3.10: section 4.3.7 local header, 4.3.12 central
 * directory, 4.3.14 and 4.3.15 zip64 records, 4.3.16 end record, 4.5.3 zip64 extra field.
 */
final class ZipDirectory {
  private static final int LOCAL_SIGNATURE = 0x04034b50;
  private static final int CENTRAL_SIGNATURE = 0x02014b50;
  private static final int END_SIGNATURE = 0x06054b50;
  private static final int END64_SIGNATURE = 0x06064b50;
  private static final int LOCATOR64_SIGNATURE = 0x07064b50;

  private static final int LOCAL_BYTES = 30;
  private static final int CENTRAL_BYTES = 46;
  private static final int END_BYTES = 22;
  private static final int END64_BYTES = 56;
  private static final int LOCATOR64_BYTES = 20;

  private static final int LONGEST_COMMENT = 0xffff;
  private static final long IN_ZIP64 = 0xffffffffL;
  private static final long LONGEST_DIRECTORY = 64L << 20;
  private static final int ZIP64_EXTRA = 1;

  private final MappedFile file;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  /** One line of the directory: what it claims, not yet compared with the file. */
  private record Entry(int flags, int method, long storedBytes, long bytes, long localHeader) {}

  private record Extent(long offset, long length) {}

  private ZipDirectory(MappedFile file) {
    this.file = file;
  }

  static ZipDirectory read(MappedFile file) throws ModelFormatException {
    ZipDirectory directory = new ZipDirectory(file);
    directory.readEntries(directory.locate());
    return directory;
  }

  /** Returns the names of all entries. */
  Set<String> names() {
    return Collections.unmodifiableSet(entries.keySet());
  }

  /** Returns where the bytes of an entry lie. */
  FileRegion region(String name) throws ModelFormatException {
    Entry entry = entries.get(name);
    if (entry == null) {
      throw refuse(name, "the archive has no such entry. The file is incomplete: fetch it again.");
    }
    if ((entry.flags() & 1) != 0) {
      throw refuse(name, "is encrypted. Weights must be saved without a password.");
    }
    if (entry.method() != 0 || entry.storedBytes() != entry.bytes()) {
      throw refuse(
          name,
          "is compressed (method "
              + entry.method()
              + "), but torch.save stores its entries as they are. "
              + "Load and save the file with torch again, or convert it to safetensors.");
    }
    ByteBuffer local = file.slice(name, entry.localHeader(), LOCAL_BYTES);
    if (local.getInt(0) != LOCAL_SIGNATURE) {
      throw refuse(
          name,
          "has no header at byte " + entry.localHeader() + ", where the directory says it is.");
    }
    long data =
        entry.localHeader() + LOCAL_BYTES + unsignedShort(local, 26) + unsignedShort(local, 28);
    if (data > file.size() || entry.bytes() > file.size() - data) {
      throw refuse(
          name,
          "is said to have " + entry.bytes() + " bytes, more than the file has. It is cut off.");
    }
    return new FileRegion(data, entry.bytes());
  }

  private Extent locate() throws ModelFormatException {
    long tailBytes = Math.min(file.size(), END_BYTES + LONGEST_COMMENT);
    long tailStart = file.size() - tailBytes;
    ByteBuffer tail = file.slice("end record", tailStart, tailBytes);
    for (int at = (int) tailBytes - END_BYTES; at >= 0; at--) {
      if (tail.getInt(at) == END_SIGNATURE
          && at + END_BYTES + unsignedShort(tail, at + 20) == tailBytes) {
        long length = tail.getInt(at + 12) & 0xffffffffL;
        long offset = tail.getInt(at + 16) & 0xffffffffL;
        Extent wide = locate64(tailStart + at);
        return wide != null ? wide : new Extent(offset, length);
      }
    }
    throw new ModelFormatException(
        file.path(), "the zip archive has no end record. The file is cut off: fetch it again.");
  }

  /** Returns what the wide end record says, or null where the archive has none. */
  private @Nullable Extent locate64(long end) throws ModelFormatException {
    if (end < LOCATOR64_BYTES) {
      return null;
    }
    ByteBuffer locator = file.slice("zip64 locator", end - LOCATOR64_BYTES, LOCATOR64_BYTES);
    if (locator.getInt(0) != LOCATOR64_SIGNATURE) {
      return null;
    }
    ByteBuffer wide = file.slice("zip64 end record", locator.getLong(8), END64_BYTES);
    if (wide.getInt(0) != END64_SIGNATURE) {
      throw new ModelFormatException(
          file.path(), "the zip64 end record is not where its locator says it is.");
    }
    return new Extent(wide.getLong(48), wide.getLong(40));
  }

  private void readEntries(Extent extent) throws ModelFormatException {
    if (extent.length() > LONGEST_DIRECTORY) {
      throw new ModelFormatException(
          file.path(),
          "the zip directory is said to have "
              + extent.length()
              + " bytes; at most "
              + LONGEST_DIRECTORY
              + " are read.");
    }
    ByteBuffer directory = file.slice("zip directory", extent.offset(), extent.length());
    while (directory.hasRemaining()) {
      if (directory.remaining() < CENTRAL_BYTES
          || directory.getInt(directory.position()) != CENTRAL_SIGNATURE) {
        throw damaged();
      }
      readEntry(directory);
    }
  }

  private void readEntry(ByteBuffer directory) throws ModelFormatException {
    int at = directory.position();
    int nameBytes = unsignedShort(directory, at + 28);
    int extraBytes = unsignedShort(directory, at + 30);
    int commentBytes = unsignedShort(directory, at + 32);
    if (directory.remaining() < CENTRAL_BYTES + nameBytes + extraBytes + commentBytes) {
      throw damaged();
    }
    byte[] name = new byte[nameBytes];
    directory.position(at + CENTRAL_BYTES).get(name);
    ByteBuffer extra = zip64Extra(directory, extraBytes);
    long bytes = wide(directory.getInt(at + 24), extra);
    long storedBytes = wide(directory.getInt(at + 20), extra);
    long localHeader = wide(directory.getInt(at + 42), extra);
    Entry entry =
        new Entry(
            unsignedShort(directory, at + 8),
            unsignedShort(directory, at + 10),
            storedBytes,
            bytes,
            localHeader);
    String text = new String(name, StandardCharsets.UTF_8);
    if (entries.put(text, entry) != null) {
      throw refuse(text, "occurs twice in the archive.");
    }
    directory.position(at + CENTRAL_BYTES + nameBytes + extraBytes + commentBytes);
  }

  /**
   * Returns the eight-byte numbers that stand in for those that do not fit; none where there is no
   * such field.
   */
  private ByteBuffer zip64Extra(ByteBuffer directory, int extraBytes) throws ModelFormatException {
    int at = directory.position();
    int end = at + extraBytes;
    while (end - at >= 4) {
      int length = unsignedShort(directory, at + 2);
      if (length > end - at - 4) {
        throw damaged();
      }
      if (unsignedShort(directory, at) == ZIP64_EXTRA) {
        return directory.slice(at + 4, length).order(directory.order());
      }
      at += 4 + length;
    }
    return directory.slice(at, 0);
  }

  private long wide(int narrow, ByteBuffer extra) throws ModelFormatException {
    long value = narrow & 0xffffffffL;
    if (value != IN_ZIP64) {
      return value;
    }
    if (extra.remaining() < Long.BYTES) {
      throw damaged();
    }
    return extra.getLong();
  }

  private static int unsignedShort(ByteBuffer bytes, int at) {
    return bytes.getShort(at) & 0xffff;
  }

  private ModelFormatException damaged() {
    return new ModelFormatException(
        file.path(), "the directory of the zip archive is damaged. Fetch the file again.");
  }

  private ModelFormatException refuse(String name, String reason) {
    return new ModelFormatException(file.path(), name, reason, null);
  }
}
