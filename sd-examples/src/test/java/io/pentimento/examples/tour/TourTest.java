package io.pentimento.examples.tour;

import static org.assertj.core.api.Assertions.assertThat;

import io.pentimento.Generation;
import io.pentimento.GenerationRequest;
import io.pentimento.examples.DemoModel;
import io.pentimento.examples.Sd;
import io.pentimento.image.ImageSize;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the lessons show as code, without a model: the Java compiles and the commands are
 * understood.
 */
class TourTest {
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> java_compiles() throws IOException {
    return chapters()
        .map(chapter -> DynamicTest.dynamicTest(chapter.name(), () -> compile(chapter.java())));
  }

  @TestFactory
  Stream<DynamicTest> commands_areUnderstood() throws IOException {
    return chapters()
        .map(chapter -> DynamicTest.dynamicTest(chapter.name(), () -> parse(chapter.command())));
  }

  private static List<Lesson> lessons() throws IOException {
    return List.of(
        new WordsLesson(),
        new StrengthLesson(),
        new EyesLesson(),
        new AreaLesson(),
        new AdaptersLesson(DemoModel.adapters()));
  }

  private static Stream<Chapter> chapters() throws IOException {
    List<Chapter> chapters = new ArrayList<>();
    for (Lesson lesson : lessons()) {
      chapters.add(lesson.teach(TourTest::blank));
    }
    return chapters.stream();
  }

  private static Generation blank(GenerationRequest request) {
    BufferedImage picture = new BufferedImage(96, 96, BufferedImage.TYPE_INT_RGB);
    return new Generation(
        List.of(picture),
        request.sampling().seeds().drawn(1),
        ImageSize.of(picture),
        request,
        "portraits",
        Map::of,
        Duration.ZERO);
  }

  private static void parse(String command) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(command);
    while (matcher.find()) {
      words.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
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
