package io.pentimento.examples;

import io.pentimento.Generation;
import io.pentimento.GenerationEvent;
import io.pentimento.GenerationRequest;
import io.pentimento.Pipeline;
import io.pentimento.StepFinished;
import io.pentimento.inpaint.Detail;
import io.pentimento.vision.Detection;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import picocli.CommandLine;

/** Carries one request from the command line to its files: load, run, tell, write. */
final class Painting {
  private final ModelOptions model;
  private final OutputOptions output;
  private final PrintWriter out;
  private final PrintWriter err;
  private final ProgressLine progress;

  /** Prepares to paint for a command, whose streams are told what happens. */
  Painting(ModelOptions model, OutputOptions output, CommandLine command) {
    this.model = model;
    this.output = output;
    this.out = command.getOut();
    this.err = command.getErr();
    this.progress = ProgressLine.of(err);
  }

  /**
   * Makes the pictures and writes them.
   *
   * @param command the command's name, which unnamed pictures are called by
   * @param request what to make, with its seed
   * @return the exit code
   */
  int paint(String command, GenerationRequest request) throws IOException {
    return paint(command, request, (event, files) -> {});
  }

  /**
   * Makes the pictures and writes them.
   *
   * @param command the command's name, which unnamed pictures are called by
   * @param request what to make, with its seed
   * @param also hears of what happens, with the files that are written in the end
   * @return the exit code
   */
  int paint(
      String command, GenerationRequest request, BiConsumer<GenerationEvent, OutputFiles> also)
      throws IOException {
    model.check();
    OutputFiles files =
        output.files(command, request.sampling().seed(), request.sampling().batch());
    files.prepare();
    try (CancelOnExit exit = new CancelOnExit(err);
        Pipeline pipeline = load()) {
      paint(exit, pipeline, request, files, also);
      model.tellMemory(pipeline, out);
    } finally {
      progress.clear();
    }
    return CommandLine.ExitCode.OK;
  }

  /** Says what to make of a picture. */
  interface Requests {
    /** Returns the request for a picture's file, with its seed. */
    GenerationRequest of(Path picture) throws IOException;
  }

  /**
   * Makes something of each picture of a folder, and writes it by the picture's name.
   *
   * @return the exit code
   */
  int paintEach(PictureFolder folder, Requests requests) throws IOException {
    model.check();
    Path out = output.folder();
    folder.requireApart(out);
    try (CancelOnExit exit = new CancelOnExit(err);
        Pipeline pipeline = load()) {
      for (Path picture : folder.pictures()) {
        GenerationRequest request = requests.of(picture);
        OutputFiles files =
            OutputFiles.of(PictureFolder.result(picture, out), request.sampling().batch());
        files.prepare();
        paint(exit, pipeline, request, files, (event, written) -> {});
      }
      model.tellMemory(pipeline, this.out);
    } finally {
      progress.clear();
    }
    return CommandLine.ExitCode.OK;
  }

  /** Loads the model, and says what one is that the command line names. */
  private Pipeline load() throws IOException {
    Pipeline pipeline = model.load(done -> progress.show("loading", done, ""));
    if (model.isGiven()) {
      progress.clear();
      String precision = pipeline.precision().name().toLowerCase(Locale.ROOT);
      out.printf("%s, computed as %s%n", pipeline.description(), precision);
      out.flush();
    }
    return pipeline;
  }

  private void paint(
      CancelOnExit exit,
      Pipeline pipeline,
      GenerationRequest request,
      OutputFiles files,
      BiConsumer<GenerationEvent, OutputFiles> also)
      throws IOException {
    Generation generation =
        exit.watch(
                pipeline.start(
                    request,
                    event -> {
                      tell(event, files);
                      also.accept(event, files);
                    }))
            .await();
    progress.clear();
    write(generation, files);
  }

  private void tell(GenerationEvent event, OutputFiles files) {
    if (event instanceof StepFinished step) {
      int done = step.index() + 1;
      String note =
          "%d of %d, %d s left".formatted(done, step.count(), step.remaining().toSeconds());
      progress.show("painting", (double) done / step.count(), note);
      if (output.preview()) {
        preview(step, files);
      }
    }
  }

  /** A preview that cannot be written is no reason to lose the picture. */
  private void preview(StepFinished step, OutputFiles files) {
    try {
      files.writePreviews(step.previews().get());
    } catch (IOException e) {
      progress.clear();
      err.println("sd: no preview: " + FailureReport.explain(e));
      err.flush();
    }
  }

  private void write(Generation generation, OutputFiles files) throws IOException {
    for (int i = 0; i < files.pictures().size(); i++) {
      Path file = files.pictures().get(i);
      generation.write(i, file);
      BufferedImage picture = generation.images().get(i);
      out.printf(
          Locale.ROOT,
          "%s  %dx%d, seed %d, %.1f s%n",
          file,
          picture.getWidth(),
          picture.getHeight(),
          generation.seeds().get(i),
          generation.elapsed().toMillis() / 1000.0);
    }
    if (generation.request() instanceof Detail detail) {
      tellFound(detail.chosen());
    }
    out.flush();
  }

  private void tellFound(List<Detection> found) {
    if (found.isEmpty()) {
      out.println("nothing was found, so the picture is as it was");
    }
    for (Detection one : found) {
      out.printf(
          Locale.ROOT,
          "%s %.2f at %.0f,%.0f, %.0fx%.0f%n",
          one.className(),
          one.confidence(),
          one.box().left(),
          one.box().top(),
          one.box().width(),
          one.box().height());
    }
  }
}
