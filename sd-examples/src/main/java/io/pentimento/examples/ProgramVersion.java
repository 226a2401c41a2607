package io.pentimento.examples;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class ProgramVersion implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version =
        Objects.requireNonNullElse(ProgramVersion.class.getPackage().getImplementationVersion(), "(built from source)");
    return new String[] {
      "Pentimento " + version,
      "Java %s, %s %s"
          .formatted(System.getProperty("java.version"), System.getProperty("os.name"), System.getProperty("os.arch"))
    };
  }
}
