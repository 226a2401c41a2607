package io.pentimento.examples.tour;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;

class PageTest {
  private static final Figure FIGURE =
      Figure.of("one.png", "a < b & \"c\"", new BufferedImage(96, 64, BufferedImage.TYPE_INT_RGB));
  private static final Chapter CHAPTER =
      new Chapter("part", "A title", "Some text", List.of(FIGURE), "List<String> list;\n", "./sd txt2img \"x\"", "");

  @Test
  void chapter_hasHeadingPicturesAndCode() {
    String page = Page.html(List.of(CHAPTER), "It took a while.");

    assertThat(page)
        .startsWith("<!DOCTYPE html>")
        .contains("<a href=\"#part\">A title</a>", "<section id=\"part\">\n<h2>A title</h2>\n<p>Some text</p>")
        .contains("<img src=\"one.png\" width=\"96\" height=\"64\" alt=\"a &lt; b &amp; &quot;c&quot;\">")
        .contains("<pre><code>List&lt;String&gt; list;</code></pre>")
        .contains("./sd txt2img &quot;x&quot;")
        .contains("It took a while.")
        .doesNotContain("class=\"finding\"");
  }

  @Test
  void finding_isShownWhereThereIsOne() {
    Chapter chapter = new Chapter("part", "A title", "Text", List.of(), "", "", "Changed: 0");

    assertThat(Page.html(List.of(chapter), "")).contains("<p class=\"finding\">Changed: 0</p>");
  }

  @Test
  void page_needsNothingFromElsewhere() {
    assertThat(Page.html(List.of(CHAPTER), "")).doesNotContain("http:", "https:", "<script", "src=\"/");
  }
}
