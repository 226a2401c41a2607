package io.pentimento;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the system tells of the process's memory. */
final class ProcessMemory {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Pattern PEAK = Pattern.compile("VmHWM:\\s*(\\d{1,15}) kB");
  private static final long KIB = 1024;

  private ProcessMemory() {}

  /** Returns the most bytes of physical memory that were held, where the system tells: on Linux. */
  static OptionalLong peak() {
    if (!Files.isReadable(STATUS)) {
      return OptionalLong.empty();
    }
    try {
      Matcher found = PEAK.matcher(Files.readString(STATUS));
      return found.find()
          ? OptionalLong.of(KIB * Long.parseLong(found.group(1)))
          : OptionalLong.empty();
    } catch (IOException e) {
      // Something else than Linux may be behind that name.
      return OptionalLong.empty();
    }
  }
}
