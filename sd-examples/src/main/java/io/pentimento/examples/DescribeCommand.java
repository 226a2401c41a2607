package io.pentimento.examples;

import io.pentimento.ComputeDevice;
import io.pentimento.Precision;
import io.pentimento.vision.Captioner;
import io.pentimento.vision.ClipModel;
import io.pentimento.vision.DeepDanbooru;
import io.pentimento.vision.Interrogator;
import io.pentimento.vision.RankedText;
import io.pentimento.vision.TagStyle;
import io.pentimento.vision.VisionKind;
import io.pentimento.vision.WdTagger;
import io.pentimento.vision.WordList;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells in words what a picture shows. */
@Command(
    name = "describe",
    description = "Tells what a picture shows, in the words of a prompt.",
    mixinStandardHelpOptions = true,
    versionProvider = ProgramVersion.class,
    sortOptions = false,
    abbreviateSynopsis = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  sd describe portrait.png",
      "  sd describe girl.png --with wd-vit-tagger-v3/model.safetensors --threshold 0.5",
      "  sd describe girl.png --with model-resnet_custom_v3.pt --order score --ranks",
      "  sd describe girl.png --with blip-image-captioning-base --beams 3",
      "  sd describe girl.png --with blip-image-captioning-base --with clip-vit-large-patch14"
          + " --words interrogate",
      "",
      "What a file holds is told by what is in it. BLIP and CLIP together are the WebUI's"
          + " \"Interrogate CLIP\"."
    })
final class DescribeCommand implements Callable<Integer> {
  private static final Set<VisionKind> DESCRIBING =
      Set.of(VisionKind.BLIP, VisionKind.CLIP, VisionKind.DEEP_DANBOORU, VisionKind.WD_TAGGER);

  @Parameters(paramLabel = "PICTURE", description = "The picture to describe.")
  private Path image = Path.of("");

  @Option(
      names = "--with",
      paramLabel = "FILE",
      description =
          "A network's file or folder; may be repeated: BLIP's caption network, CLIP, DeepDanbooru,"
              + " or a WD tagger that is a vision transformer. Without any, the bundled model's"
              + " portraits are described by plain rules of colour.")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--words",
      paramLabel = "FILE",
      description =
          "A file of one word a line, or a folder of such, among which CLIP chooses; may be"
              + " repeated. Of flavors.top3.txt it takes three, else one.")
  private List<Path> words = new ArrayList<>();

  @Option(
      names = "--lines",
      paramLabel = "N",
      description = "How many lines of each file of words are read, 0 for all; 1500 unless set.")
  private int lines = WordList.USUAL_LINES;

  @Mixin private TagOptions tags = new TagOptions();
  @Mixin private CaptionLimits caption = new CaptionLimits();

  @Option(
      names = "--precision",
      paramLabel = "TYPE",
      description =
          "The number type of the networks: one of ${COMPLETION-CANDIDATES}, in any case."
              + " DEFAULT, unless set, is FLOAT32 on a CPU, FLOAT16 on a GPU; AUTO is the fastest"
              + " that is near it, by a short trial.")
  private Precision precision = Precision.DEFAULT;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    BufferedImage picture = PictureFile.read("PICTURE", image);
    Map<VisionKind, Path> networks = networks();
    DescribeNeed.check(spec.commandLine().getParseResult(), networks.keySet());
    if (networks.isEmpty()) {
      tell(PlainColours.describe(picture));
      spec.commandLine().getErr().println("By rules of colour, not by a network: see --with.");
      return CommandLine.ExitCode.OK;
    }
    List<WordList> lists = lists();
    if (lists.isEmpty() && networks.containsKey(VisionKind.CLIP)) {
      throw new IllegalArgumentException(
          "CLIP chooses among words: name a file or folder of them with --words.");
    }
    describe(picture, networks, lists);
    return CommandLine.ExitCode.OK;
  }

  private void describe(BufferedImage picture, Map<VisionKind, Path> networks, List<WordList> lists)
      throws IOException {
    Path blip = networks.get(VisionKind.BLIP);
    Path clip = networks.get(VisionKind.CLIP);
    Set<VisionKind> alone = new LinkedHashSet<>(networks.keySet());
    if (blip != null && clip != null) {
      tell(interrogated(blip, clip, picture, lists));
      alone.removeAll(Set.of(VisionKind.BLIP, VisionKind.CLIP));
    }
    for (Map.Entry<VisionKind, Path> network : networks.entrySet()) {
      if (alone.contains(network.getKey())) {
        told(network.getKey(), network.getValue(), picture, lists).forEach(this::tell);
      }
    }
  }

  private List<String> told(VisionKind kind, Path file, BufferedImage picture, List<WordList> lists)
      throws IOException {
    return switch (kind) {
      case BLIP -> List.of(captioned(file, picture));
      case CLIP -> ranked(file, picture, lists);
      case DEEP_DANBOORU -> List.of(drawn(file, picture));
      case WD_TAGGER -> List.of(tagged(file, picture));
      default -> throw new IllegalStateException("No describer is of the kind " + kind + ".");
    };
  }

  private void tell(String line) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }

  /** Finds out what the files hold. */
  private Map<VisionKind, Path> networks() throws IOException {
    Map<VisionKind, Path> networks = new EnumMap<>(VisionKind.class);
    for (Path file : files) {
      VisionKind kind = VisionKind.of(file);
      if (!DESCRIBING.contains(kind)) {
        throw new IllegalArgumentException(
            "--with must name a network that describes, but %s holds one of the kind %s."
                .formatted(file, kind));
      }
      if (networks.put(kind, file) != null) {
        throw new IllegalArgumentException(
            "--with must name one network of a kind, but two are of the kind %s.".formatted(kind));
      }
    }
    return networks;
  }

  private List<WordList> lists() throws IOException {
    List<WordList> lists = new ArrayList<>();
    for (Path path : words) {
      if (Files.isDirectory(path)) {
        lists.addAll(WordList.readFolder(path, lines));
      } else {
        lists.add(WordList.read(path, lines));
      }
    }
    return lists;
  }

  private String interrogated(Path blip, Path clip, BufferedImage picture, List<WordList> lists)
      throws IOException {
    try (Interrogator interrogator =
        Interrogator.load(blip, clip, lists, precision, ComputeDevice.AUTO)) {
      return interrogator.interrogate(picture, caption.options()).prompt(tags.ranks());
    }
  }

  private String captioned(Path file, BufferedImage picture) throws IOException {
    try (Captioner captioner = Captioner.load(file, precision, ComputeDevice.AUTO)) {
      return captioner.caption(picture, caption.options());
    }
  }

  private List<String> ranked(Path file, BufferedImage picture, List<WordList> lists)
      throws IOException {
    List<String> told = new ArrayList<>();
    try (ClipModel clip = ClipModel.load(file, precision, ComputeDevice.AUTO)) {
      for (WordList list : lists) {
        for (RankedText word :
            clip.rank(picture, list.words()).stream().limit(list.best()).toList()) {
          told.add(
              String.format(
                  Locale.ROOT,
                  "%s: %s (%.3f, likeness %.3f)",
                  list.name(),
                  word.text(),
                  word.probability(),
                  word.cosine()));
        }
      }
    }
    return told;
  }

  private String drawn(Path file, BufferedImage picture) throws IOException {
    try (DeepDanbooru tagger = DeepDanbooru.load(file, precision, ComputeDevice.AUTO)) {
      return tagger.describe(picture, tags.deepDanbooru(), tags.apply(TagStyle.deepDanbooru()));
    }
  }

  private String tagged(Path file, BufferedImage picture) throws IOException {
    try (WdTagger tagger = WdTagger.load(file, precision, ComputeDevice.AUTO)) {
      return tagger.describe(picture, tags.wdTagger(), tags.apply(TagStyle.wdTagger()));
    }
  }
}
