package io.pentimento.examples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes a tour of what the library does: pictures, and a page to look at. */
@Command(
    name = "demo",
    description = "Writes a tour of what the library does: pictures, and a page to look at.",
    mixinStandardHelpOptions = true,
    versionProvider = ProgramVersion.class,
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = "  sd demo --out demo-out")
final class DemoCommand implements Callable<Integer> {
  @Option(names = "--out", paramLabel = "DIR", required = true, description = "The folder to write.")
  private Path out = Path.of("");

  @Mixin private ModelOptions model = new ModelOptions();
  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    throw new UnsupportedOperationException("soon");
  }
}
