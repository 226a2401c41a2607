package io.pentimento.checkpoint.original;

import io.pentimento.checkpoint.ModelFormatException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds {@code parameterization: "v"} in the YAML file of a model; nothing else of it is used. */
final class YamlParameterization {
  private static final long LONGEST = 1L << 20;
  private static final Pattern LINE =
      Pattern.compile("(?m)^\\s*parameterization:[ \\t]*[\"']?(\\w+)[\"']?[ \\t]*(#.*)?$");

  private YamlParameterization() {}

  static boolean isYaml(Path path) {
    String name = path.toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".yaml") || name.endsWith(".yml");
  }

  static Optional<String> read(Path path) throws IOException {
    if (Files.size(path) > LONGEST) {
      throw new ModelFormatException(path, "a configuration has at most " + LONGEST + " bytes.");
    }
    try {
      Matcher line = LINE.matcher(Files.readString(path));
      return line.find() ? Optional.of(line.group(1)) : Optional.empty();
    } catch (CharacterCodingException e) {
      throw new ModelFormatException(path, null, "the configuration is not UTF-8.", e);
    }
  }
}
