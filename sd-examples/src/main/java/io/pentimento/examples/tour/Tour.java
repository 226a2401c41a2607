package io.pentimento.examples.tour;

import io.pentimento.examples.files.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** All lessons, written into a folder with a page that shows them. */
public final class Tour {
  private static final String PAGE = "index.html";

  private final List<Lesson> lessons;

  private Tour(List<Lesson> lessons) {
    this.lessons = List.copyOf(lessons);
  }

  /**
   * Returns the tour of the bundled model.
   *
   * @param adapters the folder of the model's adapters
   * @param sight what looks at its portraits
   */
  public static Tour ofPortraits(Path adapters, Sight sight) {
    return new Tour(
        List.of(
            new WordsLesson(),
            new StrengthLesson(),
            new EyesLesson(),
            new AreaLesson(),
            new JoinLesson(),
            new ContentLesson(),
            new RegionsLesson(),
            new SketchLesson(),
            new OutpaintLesson(),
            new LoopLesson(),
            new EnlargeLesson(),
            new AdaptersLesson(adapters),
            new FacesLesson(sight),
            new DescribeLesson(sight),
            new SelectLesson(sight),
            new SubjectLesson(sight)));
  }

  /** Returns how many lessons there are. */
  public int length() {
    return lessons.size();
  }

  /**
   * Makes the pictures and writes them and the page.
   *
   * @param folder where to; it is created if there is none
   * @param painter what makes the pictures
   * @param listener hears of each chapter when its pictures are written
   * @return the page
   */
  public Path write(Path folder, Painter painter, Consumer<Chapter> listener) throws IOException {
    Files.createDirectories(folder);
    long start = System.nanoTime();
    List<Chapter> chapters = new ArrayList<>();
    Painter once = new PortraitOnce(painter);
    for (Lesson lesson : lessons) {
      Chapter chapter = lesson.teach(once);
      for (Figure figure : chapter.figures()) {
        WholeFile.write(folder.resolve(figure.file()), figure.content());
      }
      chapters.add(chapter);
      listener.accept(chapter);
    }
    double seconds = Duration.ofNanos(System.nanoTime() - start).toMillis() / 1000.0;
    String made = String.format(Locale.ROOT, "All of them together took %.0f seconds.", seconds);
    Path page = folder.resolve(PAGE);
    WholeFile.write(
        page, part -> Files.writeString(part, Page.html(chapters, made), StandardCharsets.UTF_8));
    return page;
  }
}
