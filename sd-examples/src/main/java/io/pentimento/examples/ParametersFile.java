package io.pentimento.examples;

import io.pentimento.infotext.PictureFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads the parameters that a picture carries, or a text file holds. */
final class ParametersFile {
  /** Far more than any parameters have, and too little to fill memory. */
  private static final long LONGEST = 1L << 20;

  private ParametersFile() {}

  /**
   * Reads a file.
   *
   * @param option the option that names it, for messages
   * @throws IOException if there is no such file, or it has no parameters
   */
  static String read(String option, Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException(option + " " + file + ": there is no such file.");
    }
    Optional<String> ofPicture = PictureFile.readParameters(file);
    if (ofPicture.isPresent()) {
      return ofPicture.get();
    }
    String none = option + " " + file + " must be a picture with parameters, or a text file.";
    if (Files.size(file) > LONGEST) {
      throw new IOException(none);
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
          .toString();
    } catch (CharacterCodingException e) {
      throw new IOException(none, e);
    }
  }
}
