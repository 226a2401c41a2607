package io.pentimento.examples;

import io.pentimento.HiresUpscaler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of what enlarges a picture, and lists the names for the help. */
final class UpscalerConverter implements ITypeConverter<HiresUpscaler>, Iterable<String> {
  @Override
  public HiresUpscaler convert(String name) {
    try {
      return HiresUpscaler.named(name);
    } catch (IllegalArgumentException e) {
      Path file = UpscalerFile.path(name);
      if (Files.isRegularFile(file)) {
        return new HiresUpscaler.OfPicture(new UpscalerFile(file));
      }
      throw new TypeConversionException(
          e.getMessage() + " It may also be a file, but none is there.");
    }
  }

  @Override
  public Iterator<String> iterator() {
    return HiresUpscaler.names().iterator();
  }
}
