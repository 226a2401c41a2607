package io.pentimento.examples.tour;

import static org.assertj.core.api.Assertions.assertThat;

import io.pentimento.Generation;
import io.pentimento.GenerationRequest;
import io.pentimento.Loopback;
import io.pentimento.TextToImage;
import io.pentimento.examples.DemoModel;
import io.pentimento.examples.Sd;
import io.pentimento.image.ImageSize;
import io.pentimento.inpaint.Detail;
import io.pentimento.inpaint.Mask;
import io.pentimento.inpaint.Outpaint;
import io.pentimento.vision.Detection;
import io.pentimento.vision.DetectionBox;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the lessons show as code, without a model: the Java compiles and the commands are
 * understood.
 */
class TourTest {
  /** As a shell splits them: quotes may begin within a word. */
  private static final Pattern WORD = Pattern.compile("(?:\"[^\"]*\"|[^\\s\"])+");

  private static final Pattern READ =
      Pattern.compile(
          "(?:--(?:image|mask|over|region) |new"
              + " File\\(\"|Mask\\.read\\(Path\\.of\\(\")([\\w-]+\\.png)");

  /** Sees the same in every picture. */
  private static final Sight SIGHT =
      new Sight(
          (picture, confidence) ->
              List.of(Detection.of("face", 0.9, new DetectionBox(10, 10, 40, 50))),
          picture -> "red hair",
          picture -> Mask.rectangle(ImageSize.of(picture), new Rectangle(20, 5, 40, 20)),
          picture -> Mask.rectangle(ImageSize.of(picture), new Rectangle(20, 5, 40, 91)));

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> java_compiles() throws IOException {
    return chapters()
        .map(chapter -> DynamicTest.dynamicTest(chapter.name(), () -> compile(chapter.java())));
  }

  @TestFactory
  Stream<DynamicTest> commands_areUnderstood() throws IOException {
    return chapters()
        .map(
            chapter ->
                DynamicTest.dynamicTest(
                    chapter.name(), () -> chapter.command().lines().forEach(TourTest::parse)));
  }

  @Test
  void picturesThatCommandsRead_areOnThePageByThen() throws IOException {
    Set<String> shown = new HashSet<>();
    chapters()
        .forEach(
            chapter -> {
              chapter.figures().forEach(figure -> shown.add(figure.file()));
              assertThat(shown).as(chapter.name()).containsAll(read(chapter.command()));
              assertThat(shown).as(chapter.name()).containsAll(read(chapter.java()));
            });
  }

  private static List<String> read(String code) {
    return READ.matcher(code).results().map(found -> found.group(1)).toList();
  }

  @Test
  void files_areNamedOnce() throws IOException {
    List<String> files =
        chapters().flatMap(chapter -> chapter.figures().stream()).map(Figure::file).toList();

    assertThat(files.stream().filter(file -> !file.equals("portrait.png"))).doesNotHaveDuplicates();
  }

  @Test
  void portrait_isPaintedOnce() {
    List<GenerationRequest> painted = new ArrayList<>();
    Painter painter =
        new PortraitOnce(
            (request, onTheWay) -> {
              painted.add(request);
              return blank(request, onTheWay);
            });
    TextToImage same = TextToImage.builder(Portrait.PROMPT).sampling(Portrait.sampling()).build();

    Generation first = painter.paint(Portrait.request());
    assertThat(painter.paint(same)).isSameAs(first);
    painter.paint(same.toBuilder().seed(5).build());

    assertThat(painted).hasSize(2);
  }

  private static List<Lesson> lessons() throws IOException {
    return List.of(
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
        new AdaptersLesson(DemoModel.adapters()),
        new FacesLesson(SIGHT),
        new DescribeLesson(SIGHT),
        new SelectLesson(SIGHT),
        new SubjectLesson(SIGHT));
  }

  private static Stream<Chapter> chapters() throws IOException {
    List<Chapter> chapters = new ArrayList<>();
    for (Lesson lesson : lessons()) {
      chapters.add(lesson.teach(TourTest::blank));
    }
    return chapters.stream();
  }

  /** Stands in for a model: grey that does not change, in the size that a lesson counts on. */
  private static Generation blank(
      GenerationRequest request, Consumer<? super BufferedImage> onTheWay) {
    int width = request instanceof Outpaint ? 192 : 96;
    BufferedImage picture = new BufferedImage(width, 96, BufferedImage.TYPE_INT_RGB);
    if (request instanceof Loopback loopback) {
      for (int loop = 0; loop < loopback.loops(); loop++) {
        onTheWay.accept(picture);
      }
    }
    return new Generation(
        List.of(picture),
        request.sampling().seeds().drawn(1),
        ImageSize.of(picture),
        searched(request),
        "portraits",
        Map::of,
        Duration.ZERO);
  }

  private static GenerationRequest searched(GenerationRequest request) {
    return request instanceof Detail detail
        ? detail.toBuilder()
            .detections(detail.detector().detect(detail.image(), detail.selection().confidence()))
            .build()
        : request;
  }

  private static void parse(String command) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(command);
    while (matcher.find()) {
      words.add(matcher.group().replace("\"", ""));
    }
    assertThat(words.remove(0)).isEqualTo("./sd");
    Sd.commandLine().parseArgs(words.toArray(String[]::new));
  }

  private void compile(String java) {
    String source =
        """
        import io.pentimento.*;
        import io.pentimento.adapters.*;
        import io.pentimento.examples.*;
        import io.pentimento.image.*;
        import io.pentimento.inpaint.*;
        import io.pentimento.sampling.*;
        import io.pentimento.vision.*;
        import java.awt.Rectangle;
        import java.awt.image.BufferedImage;
        import java.io.File;
        import java.nio.file.Path;
        import javax.imageio.ImageIO;
        class Shown {
          void shown(Pipeline pipeline) throws Exception {
            %s
          }
        }
        """
            .formatted(java);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    List<String> options =
        List.of(
            "-proc:none", "-cp", System.getProperty("java.class.path"), "-d", folder.toString());
    JavaFileObject file =
        new SimpleJavaFileObject(URI.create("string:///Shown.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    boolean compiled = compiler.getTask(messages, null, null, options, null, List.of(file)).call();
    assertThat(compiled).as(messages.toString()).isTrue();
  }
}
