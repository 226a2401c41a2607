package io.pentimento.examples;

import io.pentimento.inpaint.InpaintRegion;
import io.pentimento.inpaint.Mask;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A mask with words of its own, as the command line gives it: {@code FILE=PROMPT}, or {@code FILE}.
 *
 * @param file the mask
 * @param prompt what its part should show, or empty for what the command's prompt says
 */
record PromptedMask(Path file, Optional<String> prompt) {
  /** Returns the region to repaint. */
  InpaintRegion region(Mask mask) {
    InpaintRegion.Builder region = InpaintRegion.builder(mask);
    prompt.ifPresent(region::prompt);
    return region.build();
  }

  /** Reads one; the first = ends the file's name. */
  static final class Converter implements ITypeConverter<PromptedMask> {
    @Override
    public PromptedMask convert(String text) {
      int end = text.indexOf('=');
      String file = end < 0 ? text : text.substring(0, end);
      Optional<String> prompt = end < 0 ? Optional.empty() : Optional.of(text.substring(end + 1));
      if (file.isBlank() || prompt.map(String::isBlank).orElse(false)) {
        throw new TypeConversionException(
            "a region must be a mask's file and what it should show, such as hat.png=\"1girl, red"
                + " hat\", but got: "
                + text
                + ".");
      }
      return new PromptedMask(Path.of(file), prompt);
    }
  }
}
