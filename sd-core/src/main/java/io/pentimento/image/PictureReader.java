package io.pentimento.image;

import java.awt.image.BufferedImage;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import javax.imageio.ImageReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads picture files as they are to be seen: PNG, JPEG, GIF (its first picture), BMP, TIFF and
 * WebP, whatever the file's name.
 *
 * <pre>{@code
 * BufferedImage photo = PictureReader.read(Path.of("photo.jpg"));
 * }</pre>
 *
 * <p>Nothing of a file is dropped in silence:
 *
 * <ul>
 *   <li>EXIF's orientation turns the picture upright.
 *   <li>Colours with an embedded ICC profile are converted to sRGB, by the relative colorimetric or
 *       perceptual intent that the profile names. Where that would change no colour by more than 2
 *       of 255 levels, as with the many profiles of sRGB itself, samples stay as they are. A
 *       profile that cannot be used is told in the log, and the samples are taken for sRGB.
 *   <li>Grey levels are taken as they are stored, with or without a profile, since masks are made
 *       of them.
 *   <li>CMYK and YCCK become RGB by their profile, or without one by (255 - ink) × (255 - black) /
 *       255; inks are inverted where Adobe's segment is.
 *   <li>Of 16 bits the upper 8 are taken, as Pillow does; that gives back what was widened from 8.
 *   <li>Lossy WebP is decoded with plainer chroma than libwebp's, a few levels from it at hard
 *       edges.
 *   <li>Transparency of any kind becomes an alpha channel, straight.
 * </ul>
 *
 * The result is {@link BufferedImage#TYPE_BYTE_GRAY}, {@code TYPE_INT_RGB} or {@code
 * TYPE_INT_ARGB}.
 */
public final class PictureReader {
  /** A file may claim any size, and memory is taken for what it claims. */
  private static final int MOST_PIXELS = 100_000_000;

  /** What so many pixels take in the least compact of the formats. */
  private static final int MOST_BYTES = 8 * MOST_PIXELS + (1 << 20);

  private static final Logger LOG = LoggerFactory.getLogger(PictureReader.class);

  private final String name;
  private final int mostPixels;

  private PictureReader(String name, int mostPixels) {
    this.name = name;
    this.mostPixels = mostPixels;
  }

  /**
   * Reads a file of at most 100 million pixels. The size is looked at before memory is taken for
   * it; decoding then takes up to 20 bytes a pixel.
   *
   * @throws FileNotFoundException if there is no such file
   * @throws IOException if it is not a file, not a picture of a known kind, too large, damaged, or
   *     not complete; the message begins with the file
   */
  public static BufferedImage read(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new FileNotFoundException(file + ": there is no such file. Check its path.");
    }
    if (!Files.isRegularFile(file)) {
      throw new IOException(file + " is not a file. Name a picture file.");
    }
    try (InputStream content = Files.newInputStream(file)) {
      return new PictureReader(file.toString(), MOST_PIXELS).readAll(content);
    }
  }

  /**
   * Reads a stream of one picture to its end, as {@link #read(Path)} does; it is left open.
   *
   * @throws IOException as for a file; the message begins with "The picture"
   */
  public static BufferedImage read(InputStream content) throws IOException {
    return new PictureReader("The picture", MOST_PIXELS).readAll(content);
  }

  /** Reads content of at most so many pixels. */
  static BufferedImage read(byte[] content, int mostPixels) throws IOException {
    return new PictureReader("The picture", mostPixels).readAll(new ByteArrayInputStream(content));
  }

  private BufferedImage readAll(InputStream stream) throws IOException {
    BufferedInputStream file = new BufferedInputStream(stream);
    file.mark(PictureFormat.BEGINNING);
    byte[] start = file.readNBytes(PictureFormat.BEGINNING);
    if (start.length == 0) {
      throw new IOException(name + " is empty. Copy or download it again.");
    }
    PictureFormat format = PictureFormat.of(start).orElseThrow(this::unknownFormat);
    file.reset();
    byte[] content = file.readNBytes(MOST_BYTES + 1);
    if (content.length > MOST_BYTES) {
      throw new IOException(
          "%s cannot be read: it has more than %d bytes. Save it smaller or as PNG."
              .formatted(name, MOST_BYTES));
    }
    try {
      return decode(format, content).toImage();
    } catch (IOException | RuntimeException e) {
      // Java's readers throw IllegalArgumentException and worse on damaged files.
      throw new IOException("%s cannot be read: %s".formatted(name, reason(e)), e);
    }
  }

  private IOException unknownFormat() {
    return new IOException(
        name
            + " is not a picture that Java reads. It must be PNG, JPEG, GIF, BMP, TIFF or WebP."
            + " Convert it to one of them.");
  }

  private static String reason(Exception e) {
    String message = Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
    return e instanceof TooLargeException
        ? message
        : message.replaceAll("[.!]+$", "")
            + ". It is damaged or not complete: copy or download it again.";
  }

  /** A picture of more pixels than are accepted. */
  private static final class TooLargeException extends IOException {
    private static final long serialVersionUID = 1;

    TooLargeException(String message) {
      super(message);
    }
  }

  private Pixels decode(PictureFormat format, byte[] content) throws IOException {
    PictureMetadata metadata = format.metadata(content);
    Pixels stored =
        format == PictureFormat.JPEG
            ? decodeJpeg(JpegSegments.of(content), metadata.profile())
            : inSrgb(samples(format, content), metadata.profile());
    return metadata.exif().map(Orientation::read).orElse(Orientation.UPRIGHT).upright(stored);
  }

  private Pixels decodeJpeg(JpegSegments segments, Optional<byte[]> profile) throws IOException {
    if (!segments.isWhole()) {
      throw new IOException("it ends before its picture does");
    }
    byte[] content = segments.withoutMetadata();
    if (segments.channels() != 4) {
      return inSrgb(samples(PictureFormat.JPEG, content), profile);
    }
    return decode(
        PictureFormat.JPEG,
        content,
        reader ->
            FourInks.of(reader.readRaster(0, null), segments.adobeTransform())
                .toRgb(usable(profile, ColourProfile::ofInks)));
  }

  private Pixels samples(PictureFormat format, byte[] content) throws IOException {
    return decode(format, content, reader -> Pixels.of(reader.read(0)));
  }

  /** Takes the samples from a reader. */
  @FunctionalInterface
  private interface Samples {
    Pixels from(ImageReader reader) throws IOException;
  }

  /** Decodes a picture that is not too large. */
  private Pixels decode(PictureFormat format, byte[] content, Samples samples) throws IOException {
    ImageReader reader = format.reader();
    try {
      reader.setInput(new ByteArrayImageInput(content), true, true);
      long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
      if (pixels > mostPixels) {
        throw new TooLargeException(
            "it has %d pixels, and at most %d are accepted. Make it smaller."
                .formatted(pixels, mostPixels));
      }
      return samples.from(reader);
    } finally {
      reader.dispose();
    }
  }

  private Pixels inSrgb(Pixels stored, Optional<byte[]> profile) {
    if (stored.channels() == 1) {
      return stored;
    }
    return usable(profile, ColourProfile::ofRgb)
        .map(usable -> usable.toSrgb(stored))
        .orElse(stored);
  }

  private Optional<ColourProfile> usable(
      Optional<byte[]> profile, Function<byte[], Optional<ColourProfile>> kind) {
    Optional<ColourProfile> usable = profile.flatMap(kind);
    if (profile.isPresent() && usable.isEmpty()) {
      LOG.warn(
          "{} has a colour profile that is damaged, or not for the colours of its picture. It is"
              + " left out: the colours may look different elsewhere.",
          name);
    }
    return usable;
  }
}
