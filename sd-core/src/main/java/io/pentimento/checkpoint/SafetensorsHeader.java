package io.pentimento.checkpoint;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The checked header of a safetensors file: the tensors tile the bytes behind the header without
 * hole or overlap.
 *
 * @param dataStart where the data begin, from the start of the file
 * @param entries the tensors by name, in the header's order
 * @param metadata the notes under {@code __metadata__}
 */
record SafetensorsHeader(long dataStart, Map<String, Entry> entries, Map<String, String> metadata) {
  /** The longest header that the format allows. */
  static final long LONGEST = 100_000_000;

  private static final int LENGTH_BYTES = 8;

  SafetensorsHeader {
    entries = Collections.unmodifiableMap(entries);
    metadata = Collections.unmodifiableMap(metadata);
  }

  /**
   * One tensor.
   *
   * @param begin its first byte, from the start of the data
   * @param end the byte behind its last
   */
  record Entry(TensorInfo info, long begin, long end) {}

  static SafetensorsHeader read(MappedFile file) throws ModelFormatException {
    if (file.size() < LENGTH_BYTES) {
      throw new ModelFormatException(
          file.path(),
          "a safetensors file has at least 8 bytes, but this has " + file.size() + ".");
    }
    long length = file.slice("header length", 0, LENGTH_BYTES).getLong();
    if (length < 0 || length > LONGEST) {
      throw new ModelFormatException(
          file.path(),
          "the header must have at most "
              + LONGEST
              + " bytes, but is said to have "
              + Long.toUnsignedString(length)
              + ". Is this a safetensors file?"
              + guess(file));
    }
    if (length > file.size() - LENGTH_BYTES) {
      throw new ModelFormatException(
          file.path(),
          "the header is said to have "
              + length
              + " bytes, but only "
              + (file.size() - LENGTH_BYTES)
              + " follow. The file is cut off or is no safetensors file."
              + guess(file));
    }
    ByteBuffer json = file.slice("header", LENGTH_BYTES, length);
    SafetensorsHeader header =
        new SafetensorsHeaderParser(file.path(), json).parse(LENGTH_BYTES + length);
    header.checkTiling(file);
    return header;
  }

  private static String guess(MappedFile file) throws ModelFormatException {
    byte[] head = new byte[(int) Math.min(64, file.size())];
    file.slice("first bytes", 0, head.length).get(head);
    return FileFormat.guess(head);
  }

  private void checkTiling(MappedFile file) throws ModelFormatException {
    List<Entry> byPlace = new ArrayList<>(entries.values());
    byPlace.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    long covered = 0;
    for (Entry entry : byPlace) {
      if (entry.begin() != covered) {
        throw new ModelFormatException(
            file.path(),
            entry.info().name(),
            "must begin at byte "
                + covered
                + " of the data, where the tensor before it ends, but begins at "
                + entry.begin()
                + (entry.begin() < covered ? ": the two overlap." : ": there is a hole."),
            null);
      }
      covered = entry.end();
    }
    long present = file.size() - dataStart;
    if (covered != present) {
      throw new ModelFormatException(
          file.path(),
          "the tensors take "
              + covered
              + " bytes, but the file has "
              + present
              + " behind its header. "
              + (present < covered
                  ? "It is cut off: fetch it again."
                  : "It has bytes that belong to no tensor."));
    }
  }
}
