package io.pentimento.examples;

import io.pentimento.inpaint.Mask;
import io.pentimento.sampling.RegionMask;
import io.pentimento.sampling.RegionalPrompt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A text for a part of the picture, as the command line gives it: {@code FILE=PROMPT} or {@code
 * LEFT,TOP,RIGHT,BOTTOM=PROMPT}.
 *
 * @param where a mask's file, or four shares
 * @param prompt what the part should show
 */
record RegionPrompt(String where, String prompt) {
  private static final String NUMBER = "\\s*(\\d*\\.?\\d+)\\s*";
  private static final Pattern SHARES =
      Pattern.compile(NUMBER + "," + NUMBER + "," + NUMBER + "," + NUMBER);

  /**
   * Reads the mask.
   *
   * @throws IOException if its file is missing or damaged
   */
  RegionalPrompt read() throws IOException {
    Matcher shares = SHARES.matcher(where);
    return RegionalPrompt.of(shares.matches() ? rectangle(shares) : mask(), prompt);
  }

  private static RegionMask rectangle(Matcher shares) {
    return RegionMask.rectangle(
        Double.parseDouble(shares.group(1)),
        Double.parseDouble(shares.group(2)),
        Double.parseDouble(shares.group(3)),
        Double.parseDouble(shares.group(4)));
  }

  private RegionMask mask() throws IOException {
    Path file = Path.of(where);
    if (!Files.isRegularFile(file)) {
      throw new IOException(
          "--region-prompt "
              + where
              + ": there is no such file. Four shares such as 0,0,0.5,1 are a rectangle.");
    }
    return RegionMask.of(Mask.read(file).toImage());
  }

  /** Reads one; the first = ends the part. */
  static final class Converter implements ITypeConverter<RegionPrompt> {
    @Override
    public RegionPrompt convert(String text) {
      int end = text.indexOf('=');
      if (end < 1 || text.substring(0, end).isBlank() || text.substring(end + 1).isBlank()) {
        throw new TypeConversionException(
            "a region must be a mask's file or four shares, and what it should show, such as"
                + " 0,0,0.5,1=\"a red fox\", but got: "
                + text
                + ".");
      }
      return new RegionPrompt(text.substring(0, end).strip(), text.substring(end + 1));
    }
  }
}
