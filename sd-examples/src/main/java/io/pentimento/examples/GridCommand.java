package io.pentimento.examples;

import io.pentimento.Pipeline;
import io.pentimento.TextToImage;
import io.pentimento.grid.Grid;
import io.pentimento.grid.GridCell;
import io.pentimento.grid.GridProgress;
import io.pentimento.grid.GridResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes one labelled picture of a prompt under settings that vary. */
@Command(
    name = "grid",
    description = "Makes one labelled picture of a prompt under settings that vary.",
    mixinStandardHelpOptions = true,
    versionProvider = ProgramVersion.class,
    sortOptions = false,
    abbreviateSynopsis = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  sd grid \"1girl, red hair\" --x \"steps=5,10,20\" --y \"sampler=Euler,DDIM\" --out"
          + " grid.png",
      "  sd grid \"1girl, red hair\" --x \"Prompt S/R=red,blue,green\" --y \"cfg=3-9 [3]\" --z"
          + " \"seed=1,2\" --cells cells",
      "",
      "Values are a list with commas, in which numbers may be ranges: 1-5, 1-9 (+2), 10-4 (-3),",
      "0-1 (+0.25), and 1-10 [5] for five values. A value that holds a comma stands in quotation",
      "marks. A name may also be the WebUI's, such as \"CFG Scale\" or \"Prompt S/R\"."
    })
final class GridCommand implements Callable<Integer> {
  @Option(
      names = "--x",
      paramLabel = "NAME=VALUES",
      required = true,
      converter = AxisConverter.class,
      completionCandidates = AxisConverter.class,
      description =
          "What varies from left to right, one of, with values such as: ${COMPLETION-CANDIDATES}.")
  private AxisConverter.@Nullable Words x;

  @Option(
      names = "--y",
      paramLabel = "NAME=VALUES",
      converter = AxisConverter.class,
      description = "What varies from top to bottom.")
  private AxisConverter.@Nullable Words y;

  @Option(
      names = "--z",
      paramLabel = "NAME=VALUES",
      converter = AxisConverter.class,
      description = "What varies from one grid to the next, which are below each other.")
  private AxisConverter.@Nullable Words z;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "The file to write, .png or .jpg; grid-SEED.png unless set.")
  private @Nullable Path out;

  @Option(
      names = "--cells",
      paramLabel = "DIR",
      description =
          "Write each cell as well, as DIR/X-Y-Z.png, counted from 1; of a batch, which the grid"
              + " shows the first of, all pictures.")
  private @Nullable Path cells;

  @Option(
      names = "--margin",
      paramLabel = "PIXELS",
      description = "The white pixels between the cells; 0 unless set.")
  private int margin;

  @Option(names = "--no-legend", description = "Write no labels.")
  private boolean noLegend;

  @Option(
      names = "--keep-random-seeds",
      description = "Draw a seed for each cell where none is set, not one for all.")
  private boolean keepRandomSeeds;

  @Mixin private TextToImageOptions picture = new TextToImageOptions();
  @Mixin private ModelOptions model = new ModelOptions();

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    TextToImage request = request();
    Grid<TextToImage.Builder> grid = grid(request);
    model.check();
    String name = "grid-" + Math.max(0, request.sampling().seed()) + ".png";
    OutputFiles files = OutputFiles.of(out == null ? Path.of(name) : out, 1);
    files.prepare();
    GridResult result = run(grid);
    Path file = files.pictures().get(0);
    result.write(file);
    writeCells(result);
    PrintWriter told = spec.commandLine().getOut();
    told.printf(
        Locale.ROOT,
        "%s  %dx%d, %d cells%n",
        file,
        result.image().getWidth(),
        result.image().getHeight(),
        result.cells().size());
    told.flush();
    return CommandLine.ExitCode.OK;
  }

  /** Returns what all cells have in common. */
  TextToImage request() throws IOException {
    return picture.request(model.defaults(), !keepRandomSeeds);
  }

  /** Returns the grid that the command line asks for. */
  Grid<TextToImage.Builder> grid(TextToImage request) {
    Grid.Builder<TextToImage.Builder> builder =
        Grid.builder(request).drawLegend(!noLegend).margin(margin).keepRandomSeeds(keepRandomSeeds);
    if (x != null) {
      builder.x(x.axis());
    }
    if (y != null) {
      builder.y(y.axis());
    }
    if (z != null) {
      builder.z(z.axis());
    }
    return builder.build();
  }

  private GridResult run(Grid<TextToImage.Builder> grid) throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    ProgressLine progress = ProgressLine.of(err);
    try (CancelOnExit exit = new CancelOnExit(err);
        Pipeline pipeline = model.load(done -> progress.show("loading", done, ""))) {
      GridResult result = exit.watch(grid.start(pipeline, step -> tell(progress, step))).await();
      progress.clear();
      model.tellMemory(pipeline, spec.commandLine().getOut());
      return result;
    } finally {
      progress.clear();
    }
  }

  private static void tell(ProgressLine progress, GridProgress step) {
    progress.show(
        "painting", step.fraction(), "cell %d of %d".formatted(step.cell() + 1, step.cells()));
  }

  private void writeCells(GridResult result) throws IOException {
    if (cells == null) {
      return;
    }
    Files.createDirectories(cells);
    for (GridCell cell : result.cells()) {
      String name = "%d-%d-%d.png".formatted(cell.x() + 1, cell.y() + 1, cell.z() + 1);
      int count = cell.generation().images().size();
      List<Path> files = OutputFiles.of(cells.resolve(name), count).pictures();
      for (int i = 0; i < count; i++) {
        cell.generation().write(i, files.get(i));
      }
    }
  }
}
