package io.pentimento.examples;

import io.pentimento.Generation;
import io.pentimento.GenerationRequest;
import io.pentimento.PictureMade;
import io.pentimento.Pipeline;
import io.pentimento.StepFinished;
import io.pentimento.examples.tour.Chapter;
import io.pentimento.examples.tour.Sight;
import io.pentimento.examples.tour.Tour;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes a tour of what the library does: pictures, and a page to look at. */
@Command(
    name = "demo",
    description =
        "Writes a tour of what the library does: pictures made by the bundled model, and a page to"
            + " look at.",
    mixinStandardHelpOptions = true,
    versionProvider = ProgramVersion.class,
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = "  sd demo --out demo-out")
final class DemoCommand implements Callable<Integer> {
  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "The folder to write.")
  private Path out = Path.of("");

  @Mixin private EngineOptions engine = new EngineOptions();

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (Files.exists(out) && !Files.isDirectory(out)) {
      throw new IOException("--out " + out + " is a file. Name a folder.");
    }
    CommandLine command = spec.commandLine();
    ProgressLine progress = ProgressLine.of(command.getErr());
    try (CancelOnExit exit = new CancelOnExit(command.getErr());
        Pipeline pipeline =
            engine.load(
                Pipeline.builder().model(DemoModel.portraits()),
                done -> progress.show("loading", done, ""))) {
      Path page =
          Tour.ofPortraits(DemoModel.adapters(), sight())
              .write(
                  out,
                  (request, onTheWay) -> paint(exit, pipeline, request, onTheWay, progress),
                  chapter -> tell(chapter, command.getOut(), progress));
      engine.tellMemory(pipeline, command.getOut());
      command.getOut().println("Look at " + page);
      command.getOut().flush();
    } finally {
      progress.clear();
    }
    return CommandLine.ExitCode.OK;
  }

  private static Sight sight() {
    return new Sight(
        new PortraitFaces(), PlainColours::describe, PortraitParts::hair, PortraitParts::subject);
  }

  private static Generation paint(
      CancelOnExit exit,
      Pipeline pipeline,
      GenerationRequest request,
      Consumer<? super BufferedImage> onTheWay,
      ProgressLine progress) {
    return exit.watch(
            pipeline.start(
                request,
                event -> {
                  if (event instanceof StepFinished step) {
                    progress.show(
                        "painting", (step.index() + 1.0) / step.count(), request.prompt());
                  } else if (event instanceof PictureMade made) {
                    onTheWay.accept(made.picture());
                  }
                }))
        .await();
  }

  private static void tell(Chapter chapter, PrintWriter out, ProgressLine progress) {
    progress.clear();
    out.printf(
        "%s: %d pictures. %s%n", chapter.title(), chapter.figures().size(), chapter.finding());
    out.flush();
  }
}
