package io.pentimento.image;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The segments of a JPEG file before its first scan. Java's reader stumbles over damaged ones that
 * do not matter to it, so it gets a file without them, see {@link #withoutMetadata}.
 */
final class JpegSegments {
  private static final int JFIF = 0xe0;
  private static final int EXIF = 0xe1;
  private static final int PROFILE = 0xe2;
  private static final int LAST_APPLICATION = 0xef;
  private static final int ADOBE = 0xee;
  private static final int COMMENT = 0xfe;
  private static final int SCAN = 0xda;
  private static final int END = 0xd9;
  private static final int FIRST_FRAME = 0xc0;
  private static final int LAST_FRAME = 0xcf;

  private static final String PROFILE_NAME = "ICC_PROFILE\0";

  private final byte[] file;
  private final List<Segment> segments;

  /** Where the first scan begins, or the file is damaged. */
  private final int rest;

  /**
   * A segment.
   *
   * @param from where its data begin
   * @param to where they end
   */
  private record Segment(int marker, int from, int to) {}

  private JpegSegments(byte[] file, List<Segment> segments, int rest) {
    this.file = file;
    this.segments = segments;
    this.rest = rest;
  }

  static JpegSegments of(byte[] file) {
    List<Segment> segments = new ArrayList<>();
    int at = 2;
    while (at + 4 <= file.length && (file[at] & 0xff) == 0xff) {
      int marker = file[at + 1] & 0xff;
      if (marker == 0xff) {
        at++;
        continue;
      }
      int end = at + 2 + (((file[at + 2] & 0xff) << 8) | (file[at + 3] & 0xff));
      if (marker == SCAN || end < at + 4 || end > file.length) {
        break;
      }
      segments.add(new Segment(marker, at + 4, end));
      at = end;
    }
    return new JpegSegments(file, segments, at);
  }

  /** Returns how many channels a pixel has, or 0 if the file does not tell. */
  int channels() {
    return segments.stream()
        .filter(segment -> isFrame(segment.marker) && segment.to - segment.from >= 6)
        .mapToInt(segment -> file[segment.from + 5] & 0xff)
        .findFirst()
        .orElse(0);
  }

  /** Frames, but no Huffman tables, no extension and no conditioning. */
  private static boolean isFrame(int marker) {
    boolean other = marker == 0xc4 || marker == 0xc8 || marker == 0xcc;
    return marker >= FIRST_FRAME && marker <= LAST_FRAME && !other;
  }

  /** Returns what Adobe's segment says of colours: 0 unchanged, 1 YCbCr, 2 YCCK. */
  Optional<Integer> adobeTransform() {
    return segments.stream()
        .filter(segment -> segment.marker == ADOBE && startsWith(segment, "Adobe"))
        .filter(segment -> segment.to - segment.from >= 12)
        .map(segment -> file[segment.from + 11] & 0xff)
        .findFirst();
  }

  PictureMetadata metadata() {
    Optional<byte[]> exif =
        segments.stream()
            .filter(segment -> segment.marker == EXIF && startsWith(segment, "Exif\0\0"))
            .map(segment -> Arrays.copyOfRange(file, segment.from, segment.to))
            .findFirst();
    return new PictureMetadata(exif, profile());
  }

  /** Joins the parts of the profile, each with its number and their count before it. */
  private Optional<byte[]> profile() {
    List<Segment> parts =
        segments.stream()
            .filter(segment -> segment.marker == PROFILE && startsWith(segment, PROFILE_NAME))
            .filter(segment -> segment.to - segment.from >= PROFILE_NAME.length() + 2)
            .sorted(Comparator.comparingInt(part -> file[part.from + 12] & 0xff))
            .toList();
    if (parts.isEmpty()) {
      return Optional.empty();
    }
    ByteArrayOutputStream profile = new ByteArrayOutputStream();
    for (Segment part : parts) {
      int from = part.from + PROFILE_NAME.length() + 2;
      profile.write(file, from, part.to - from);
    }
    return Optional.of(profile.toByteArray());
  }

  /** Returns the file with no more segments than its samples need. */
  byte[] withoutMetadata() {
    ByteArrayOutputStream result = new ByteArrayOutputStream(file.length);
    result.write(file, 0, 2);
    for (Segment segment : segments) {
      boolean application = segment.marker >= JFIF && segment.marker <= LAST_APPLICATION;
      boolean needed =
          (segment.marker == JFIF && startsWith(segment, "JFIF\0"))
              || (segment.marker == ADOBE && startsWith(segment, "Adobe"));
      if (segment.marker != COMMENT && (!application || needed)) {
        result.write(0xff);
        result.write(segment.marker);
        result.write(file, segment.from - 2, segment.to - segment.from + 2);
      }
    }
    result.write(file, rest, file.length - rest);
    return result.toByteArray();
  }

  /** Tells whether the picture goes on to its end: a scan has no such marker inside. */
  boolean isWhole() {
    for (int i = rest; i + 1 < file.length; i++) {
      if ((file[i] & 0xff) == 0xff && (file[i + 1] & 0xff) == END) {
        return true;
      }
    }
    return false;
  }

  private boolean startsWith(Segment segment, String name) {
    byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
    return segment.to - segment.from >= bytes.length
        && Arrays.equals(file, segment.from, segment.from + bytes.length, bytes, 0, bytes.length);
  }
}
