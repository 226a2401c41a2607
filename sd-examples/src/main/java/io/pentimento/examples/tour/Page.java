package io.pentimento.examples.tour;

import java.util.List;

/** Writes chapters as one HTML page that needs nothing but the picture files beside it. */
final class Page {
  private static final String STYLE =
      """
      :root { color-scheme: light dark; --ink: #1d1d24; --soft: #62626e; --paper: #fbfaf7; --card: #ffffff;
        --line: #e4e1d8; --accent: #a4451c; }
      @media (prefers-color-scheme: dark) { :root { --ink: #ececf1; --soft: #a2a2ae; --paper: #17171b;
        --card: #202026; --line: #35353d; --accent: #f0945f; } }
      * { box-sizing: border-box; }
      body { margin: 0; background: var(--paper); color: var(--ink); font: 17px/1.6 system-ui, sans-serif; }
      header, main { max-width: 1280px; margin: 0 auto; padding: 0 24px; }
      header { padding-top: 56px; }
      h1 { font-size: 44px; line-height: 1.1; margin: 0 0 12px; letter-spacing: -0.02em; }
      h2 { font-size: 27px; line-height: 1.2; margin: 0 0 8px; }
      p { max-width: 68ch; margin: 0 0 16px; }
      nav a { color: var(--accent); margin-right: 18px; text-decoration: none; }
      nav a:hover { text-decoration: underline; }
      section { padding: 40px 0; border-bottom: 1px solid var(--line); }
      section:last-child { border-bottom: none; }
      .pictures { display: grid; grid-template-columns: repeat(auto-fill, 288px); gap: 20px; margin: 20px 0; }
      figure { margin: 0; background: var(--card); border: 1px solid var(--line); border-radius: 8px;
        overflow: hidden; }
      figure img { display: block; width: 286px; height: auto; image-rendering: pixelated; }
      figcaption { padding: 8px 12px 10px; font-size: 14px; color: var(--soft); }
      .finding { color: var(--accent); font-weight: 600; }
      pre { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 14px 16px;
        overflow-x: auto; font: 14px/1.5 ui-monospace, monospace; margin: 0 0 12px; }
      """;

  private Page() {}

  /**
   * Writes the page.
   *
   * @param chapters what is on it, in order
   * @param made what made it and how long that took
   */
  static String html(List<Chapter> chapters, String made) {
    StringBuilder page = new StringBuilder();
    page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .append("<title>Pentimento: a tour</title>\n<style>\n")
        .append(STYLE)
        .append("</style>\n</head>\n<body>\n<header>\n<h1>Pentimento</h1>\n")
        .append("<p>Stable Diffusion inside a Java program. Every picture on this page was made on this machine, by the")
        .append(" code beside it; the commands name files of this folder. ")
        .append(escape(made))
        .append("</p>\n<nav>");
    for (Chapter chapter : chapters) {
      page.append("<a href=\"#%s\">%s</a>".formatted(escape(chapter.name()), escape(chapter.title())));
    }
    page.append("</nav>\n</header>\n<main>\n");
    chapters.forEach(chapter -> page.append(section(chapter)));
    return page.append("</main>\n</body>\n</html>\n").toString();
  }

  private static String section(Chapter chapter) {
    StringBuilder section = new StringBuilder();
    section
        .append("<section id=\"%s\">\n".formatted(escape(chapter.name())))
        .append("<h2>%s</h2>\n<p>%s</p>\n".formatted(escape(chapter.title()), escape(chapter.text())))
        .append("<div class=\"pictures\">\n");
    chapter.figures().forEach(figure -> section.append(figure(figure)));
    section.append("</div>\n");
    if (!chapter.finding().isEmpty()) {
      section.append("<p class=\"finding\">%s</p>\n".formatted(escape(chapter.finding())));
    }
    return section
        .append("<pre><code>%s</code></pre>\n".formatted(escape(chapter.java().strip())))
        .append("<pre><code>%s</code></pre>\n</section>\n".formatted(escape(chapter.command().strip())))
        .toString();
  }

  private static String figure(Figure figure) {
    String caption = escape(figure.caption());
    return "<figure><img src=\"%s\" width=\"%d\" height=\"%d\" alt=\"%s\"><figcaption>%s</figcaption></figure>\n"
        .formatted(escape(figure.file()), figure.width(), figure.height(), caption, caption);
  }

  /** Makes text safe inside elements and quoted attributes. */
  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
