package io.pentimento.grid;

import io.pentimento.GenerationCancelledException;
import io.pentimento.GenerationFailedException;
import io.pentimento.ImageToImage;
import io.pentimento.Pipeline;
import io.pentimento.RequestBuilder;
import io.pentimento.TextToImage;
import io.pentimento.sampling.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A request whose settings vary along one to three axes, for one labelled picture of all that comes
 * of them: the WebUI's "X/Y/Z plot".
 *
 * <p>All cells have the same seed, which is drawn once where the request leaves it to chance, so
 * that they differ in nothing but the axes. Every cell is planned before the first is run.
 *
 * @param <B> the builder of the request
 */
public final class Grid<B extends RequestBuilder<B>> {
  /** More cells than this are a mistake, or a job for a loop of one's own. */
  private static final int MOST_CELLS = 1000;

  private final Supplier<B> base;
  private final Axis<? super B> x;
  private final Axis<? super B> y;
  private final Axis<? super B> z;
  private final boolean keepRandomSeeds;
  private final GridStyle style;

  private Grid(Builder<B> builder, GridStyle style) {
    this.base = builder.base;
    this.x = builder.x;
    this.y = builder.y;
    this.z = builder.z;
    this.keepRandomSeeds = builder.keepRandomSeeds;
    this.style = style;
  }

  /** Starts a grid of a text-to-image request. */
  public static Builder<TextToImage.Builder> builder(TextToImage request) {
    return builder(request::toBuilder);
  }

  /** Starts a grid of an image-to-image request. */
  public static Builder<ImageToImage.Builder> builder(ImageToImage request) {
    return builder(request::toBuilder);
  }

  /**
   * Starts a grid of any request: {@code Grid.builder(inpaint::toBuilder)}.
   *
   * @param base makes a builder with the settings of the request, a new one each time
   */
  public static <B extends RequestBuilder<B>> Builder<B> builder(Supplier<B> base) {
    return new Builder<>(base);
  }

  /** Returns how many cells there are, 1 to 1000. */
  public int size() {
    return x.size() * y.size() * z.size();
  }

  /**
   * Makes all cells and waits for them.
   *
   * @param progress hears of each step, on a thread of the runs; what it throws ends the grid
   * @throws IllegalArgumentException if a setting does not suit the model, before any work is done;
   *     the message names the cell
   * @throws GenerationFailedException if the engine fails
   * @throws IllegalStateException if the pipeline is closed
   */
  public GridResult run(Pipeline pipeline, Consumer<GridProgress> progress) {
    return start(pipeline, progress).await();
  }

  /**
   * Starts to make all cells on a thread of their own, one after the other.
   *
   * @param progress hears of each step, on a thread of the runs; what it throws ends the grid
   * @return the started grid, whose {@code await} throws {@link GenerationCancelledException} after
   *     {@code cancel}
   * @throws IllegalArgumentException if a setting does not suit the model, before any work is done;
   *     the message names the cell
   */
  public GridRun start(Pipeline pipeline, Consumer<GridProgress> progress) {
    Objects.requireNonNull(progress, "progress");
    Grid<B> drawn = keepRandomSeeds ? this : drawn();
    List<GridJob> jobs = drawn.cells().stream().map(cell -> cell.job(pipeline)).toList();
    checkArea(jobs);
    style.checkFonts();
    GridRun run = new GridRun(pipeline, jobs, drawn::assemble, progress);
    run.begin();
    return run;
  }

  /** Refuses a picture that is too large before its cells are made. */
  private static void checkArea(List<GridJob> jobs) {
    long width = jobs.stream().mapToInt(GridJob::width).max().orElse(1);
    long height = jobs.stream().mapToInt(GridJob::height).max().orElse(1);
    if (width * height * jobs.size() > GridPicture.MOST_PIXELS) {
      throw new IllegalArgumentException(
          "The picture of a grid must have at most %d pixels, but %d cells of %dx%d have more."
              .formatted(GridPicture.MOST_PIXELS, jobs.size(), width, height));
    }
  }

  /** Draws every seed that is left to chance. */
  private Grid<B> drawn() {
    Seeds seeds = base.get().build().sampling().seeds();
    Seeds known = seeds.drawn(1);
    Seeds first = seeds.each().isEmpty() ? seeds.withFirst(known.each().get(0)) : seeds;
    Seeds fixed = known.variation().map(first::withVariation).orElse(first);
    Builder<B> copy =
        new Builder<>(
            () -> {
              B builder = base.get();
              return builder.sampling(builder.build().sampling().withSeeds(fixed));
            });
    copy.x = x.drawn();
    copy.y = y.drawn();
    copy.z = z.drawn();
    return new Grid<>(copy, style);
  }

  /** Makes the requests of all cells. */
  private List<PlannedCell> cells() {
    List<PlannedCell> cells = new ArrayList<>();
    for (int plane = 0; plane < z.size(); plane++) {
      for (int row = 0; row < y.size(); row++) {
        for (int column = 0; column < x.size(); column++) {
          cells.add(cell(column, row, plane));
        }
      }
    }
    return cells;
  }

  private PlannedCell cell(int column, int row, int plane) {
    B builder = base.get();
    // An option of the sampler must not be lost to an axis of samplers behind it.
    for (boolean last : new boolean[] {false, true}) {
      apply(x, column, builder, last);
      apply(y, row, builder, last);
      apply(z, plane, builder, last);
    }
    String title =
        Stream.of(x.labels().get(column), y.labels().get(row), z.labels().get(plane))
            .filter(label -> !label.isEmpty())
            .collect(Collectors.joining(", "));
    return new PlannedCell(column, row, plane, title, builder.build());
  }

  private static <B> void apply(Axis<? super B> axis, int index, B builder, boolean last) {
    if (axis.isLast() == last) {
      axis.apply(index, builder);
    }
  }

  private GridResult assemble(List<GridCell> cells) {
    return new GridResult(
        GridPicture.draw(cells, List.of(x.labels(), y.labels(), z.labels()), style),
        cells,
        GridParameters.of(cells.get(0).generation(), List.of(x, y, z)));
  }

  /**
   * Builds a {@link Grid}.
   *
   * @param <B> the builder of the request
   */
  public static final class Builder<B extends RequestBuilder<B>> {
    private final Supplier<B> base;
    private Axis<? super B> x = Axis.none();
    private Axis<? super B> y = Axis.none();
    private Axis<? super B> z = Axis.none();
    private boolean drawLegend = true;
    private boolean keepRandomSeeds;
    private int margin;

    private Builder(Supplier<B> base) {
      this.base = Objects.requireNonNull(base, "base");
    }

    /** Sets what varies from left to right. */
    public Builder<B> x(Axis<? super B> axis) {
      this.x = Objects.requireNonNull(axis, "x");
      return this;
    }

    /** Sets what varies from top to bottom. */
    public Builder<B> y(Axis<? super B> axis) {
      this.y = Objects.requireNonNull(axis, "y");
      return this;
    }

    /** Sets what varies from one grid of the picture to the next, which are below each other. */
    public Builder<B> z(Axis<? super B> axis) {
      this.z = Objects.requireNonNull(axis, "z");
      return this;
    }

    /** Sets whether the values are written beside the cells; they are unless set. */
    public Builder<B> drawLegend(boolean drawLegend) {
      this.drawLegend = drawLegend;
      return this;
    }

    /** Sets the white pixels between the cells, 0 to 1000; 0 unless set. */
    public Builder<B> margin(int margin) {
      if (margin < 0 || margin > 1000) {
        throw new IllegalArgumentException(
            "margin must be in [0, 1000] pixels, but got: " + margin + ".");
      }
      this.margin = margin;
      return this;
    }

    /**
     * Sets whether each cell draws its own seed where the request, or a value of an axis, is -1;
     * one seed is drawn for all cells unless set.
     */
    public Builder<B> keepRandomSeeds(boolean keepRandomSeeds) {
      this.keepRandomSeeds = keepRandomSeeds;
      return this;
    }

    /**
     * Builds the grid.
     *
     * @throws IllegalArgumentException if an axis has a value that its setting cannot have, or
     *     there are more than 1000 cells; the message names axis and value
     */
    public Grid<B> build() {
      long cells = (long) x.size() * y.size() * z.size();
      if (cells > MOST_CELLS) {
        throw new IllegalArgumentException(
            "A grid must have at most %d cells, but got: %d, from %d by %d by %d values."
                .formatted(MOST_CELLS, cells, x.size(), y.size(), z.size()));
      }
      Grid<B> grid = new Grid<>(this, new GridStyle(drawLegend, margin));
      grid.cells();
      return grid;
    }
  }
}
