package io.pentimento.examples;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** The folder where programs of a user keep what can be made again. */
final class UserCache {
  private static final String PROGRAM = "pentimento";

  private UserCache() {}

  /** Returns this user's folder for this program; it need not exist yet. */
  static Path directory() {
    return directory(
        System.getProperty("os.name"), Path.of(System.getProperty("user.home")), System.getenv());
  }

  /** Follows the custom of each system: XDG's base directories, macOS's Library, Windows's local application data. */
  static Path directory(String system, Path home, Map<String, String> environment) {
    String name = system.toLowerCase(Locale.ROOT);
    if (name.startsWith("windows")) {
      String local = environment.getOrDefault("LOCALAPPDATA", "");
      return (local.isBlank() ? home.resolve("AppData").resolve("Local") : Path.of(local)).resolve(PROGRAM);
    }
    if (name.startsWith("mac")) {
      return home.resolve("Library").resolve("Caches").resolve(PROGRAM);
    }
    String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
    return (xdg.startsWith("/") ? Path.of(xdg) : home.resolve(".cache")).resolve(PROGRAM);
  }
}
