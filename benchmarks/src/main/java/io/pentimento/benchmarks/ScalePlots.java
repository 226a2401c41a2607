package io.pentimento.benchmarks;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Font;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.apache.commons.math3.stat.regression.SimpleRegression;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.w3c.dom.Document;

/**
 * Draws the rows of {@link ScaleMeasurement} as SVG files, one a curve for seconds and one for
 * memory.
 *
 * <pre>
 * java -cp "benchmarks/target/classes:$(cat benchmarks/target/classpath)" \
 *     io.pentimento.benchmarks.ScalePlots ROWS.csv FOLDER
 * </pre>
 */
public final class ScalePlots {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 400;
  private static final double MEGA = 1e6;

  /** After the point: letters are drawn as shapes, which more would only make larger. */
  private static final int DIGITS = 2;

  /** A line goes through so many of the first points. */
  private static final int FIRST = 3;

  private static final String MEMORY = "peak of the process";

  /** A curve: for each line of a plot its points by x. */
  private final Map<String, Map<Double, Double>> seconds = new LinkedHashMap<>();

  private final Map<String, Map<Double, Double>> mebibytes = new LinkedHashMap<>();

  /** Draws: the rows and a folder. */
  public static void main(String[] arguments) throws IOException {
    Map<ScaleMeasurement.Curve, ScalePlots> curves = read(Path.of(arguments[0]));
    Path folder = Files.createDirectories(Path.of(arguments[1]));
    for (Map.Entry<ScaleMeasurement.Curve, ScalePlots> entry : curves.entrySet()) {
      String name = "scale-" + entry.getKey().name().toLowerCase(Locale.ROOT);
      ScalePlots plots = entry.getValue();
      write(chart(entry.getKey(), "seconds", plots.seconds), folder.resolve(name + "-time.svg"));
      write(chart(entry.getKey(), "MiB", plots.mebibytes), folder.resolve(name + "-memory.svg"));
    }
  }

  /** Reads rows: curve, x, precision, phase, seconds, peak MiB. Of equal points the last counts. */
  static Map<ScaleMeasurement.Curve, ScalePlots> read(Path rows) throws IOException {
    Map<ScaleMeasurement.Curve, ScalePlots> curves = new TreeMap<>();
    for (String row : Files.readAllLines(rows)) {
      String[] cells = row.split(",", -1);
      if (cells[0].equals("curve")) {
        continue;
      }
      ScaleMeasurement.Curve curve =
          ScaleMeasurement.Curve.valueOf(cells[0].toUpperCase(Locale.ROOT));
      double x = Double.parseDouble(cells[1]);
      double along = curve == ScaleMeasurement.Curve.RESOLUTION ? x * x / MEGA : x;
      ScalePlots plots = curves.computeIfAbsent(curve, unknown -> new ScalePlots());
      if (!cells[3].equals(ScaleMeasurement.WARM_UP)) {
        put(plots.seconds, cells[3] + ", " + cells[2], along, Double.parseDouble(cells[4]));
        put(plots.mebibytes, MEMORY + ", " + cells[2], along, Double.parseDouble(cells[5]));
      }
    }
    return curves;
  }

  private static void put(Map<String, Map<Double, Double>> lines, String name, double x, double y) {
    lines.computeIfAbsent(name, unknown -> new TreeMap<>()).put(x, y);
  }

  /** Returns the seconds of each phase and precision by x. */
  Map<String, Map<Double, Double>> seconds() {
    return seconds;
  }

  /**
   * Returns what a straight line through the first three points has at each x.
   *
   * @param points at least two
   */
  static List<Double> straight(Map<Double, Double> points) {
    SimpleRegression line = new SimpleRegression();
    points.entrySet().stream()
        .limit(FIRST)
        .forEach(point -> line.addData(point.getKey(), point.getValue()));
    return points.keySet().stream().map(line::predict).toList();
  }

  private static XYChart chart(
      ScaleMeasurement.Curve curve, String unit, Map<String, Map<Double, Double>> lines) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .xAxisTitle(title(curve))
            .yAxisTitle(unit)
            .build();
    style(chart);
    List<Color> colours = List.of(new Color(0x1F77B4), new Color(0xD95F02), new Color(0x4D9221));
    int next = 0;
    for (Map.Entry<String, Map<Double, Double>> line : lines.entrySet()) {
      Color colour = colours.get(next++ % colours.size());
      List<Double> x = new ArrayList<>(line.getValue().keySet());
      XYSeries measured =
          chart.addSeries(line.getKey(), x, new ArrayList<>(line.getValue().values()));
      measured.setMarker(SeriesMarkers.CIRCLE).setMarkerColor(colour).setLineColor(colour);
      if (curve == ScaleMeasurement.Curve.RESOLUTION && x.size() > FIRST) {
        chart
            .addSeries(line.getKey() + ": line of the first three", x, straight(line.getValue()))
            .setMarker(SeriesMarkers.NONE)
            .setLineColor(colour)
            .setLineStyle(
                new BasicStroke(
                    1, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL, 1, new float[] {4, 4}, 0));
      }
    }
    return chart;
  }

  private static String title(ScaleMeasurement.Curve curve) {
    return switch (curve) {
      case RESOLUTION -> "million pixels (256, 512, ... squared)";
      case BATCH -> "pictures of 256 × 256 in a request";
      case CONCURRENT -> "requests at a time, of four of 512 × 512";
      case LORAS -> "LoRAs of rank 32, 512 × 512";
    };
  }

  private static void style(XYChart chart) {
    Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    chart
        .getStyler()
        .setLegendPosition(Styler.LegendPosition.OutsideS)
        .setLegendLayout(Styler.LegendLayout.Vertical)
        .setLegendFont(font)
        .setLegendBorderColor(Color.WHITE)
        .setChartBackgroundColor(Color.WHITE)
        .setBaseFont(font);
    chart.getStyler().setYAxisMin(0.0).setAxisTitleFont(font).setAxisTickLabelsFont(font);
  }

  private static void write(XYChart chart, Path file) throws IOException {
    SVGGeneratorContext context = SVGGeneratorContext.createDefault(document());
    context.setPrecision(DIGITS);
    SVGGraphics2D pen = new SVGGraphics2D(context, false);
    pen.setSVGCanvasSize(new Dimension(WIDTH, HEIGHT));
    chart.paint(pen, WIDTH, HEIGHT);
    pen.stream(file.toString(), true);
  }

  private static Document document() {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .getDOMImplementation()
          .createDocument("http://www.w3.org/2000/svg", "svg", null);
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("Java's own XML parser must do without settings.", e);
    }
  }
}
