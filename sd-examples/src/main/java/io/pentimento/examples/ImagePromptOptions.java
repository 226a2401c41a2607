package io.pentimento.examples;

import io.pentimento.control.ImageAdapter;
import io.pentimento.control.ImagePrompt;
import io.pentimento.control.PromptedBlocks;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options that show pictures to the model, beside the prompt. */
final class ImagePromptOptions {
  @ArgGroup(
      exclusive = false,
      multiplicity = "0..*",
      order = 9,
      heading =
          "%nPictures beside the prompt, by an IP-Adapter; several, each beginning with"
              + " --ip-adapter, add up:%n")
  private List<Unit> units = new ArrayList<>();

  /**
   * Reads the pictures.
   *
   * @throws IOException if one is missing or damaged, or an adapter's file is missing
   */
  List<ImagePrompt> prompts() throws IOException {
    List<ImagePrompt> prompts = new ArrayList<>();
    for (Unit unit : units) {
      unit.read(unit.adapter(before(unit)), prompts);
    }
    return prompts;
  }

  /**
   * Blends pictures by the one adapter that is named.
   *
   * @param blended the pictures, with the shares in which they count
   * @throws IOException if one is missing or damaged, or the adapter's file is missing
   * @throws IllegalArgumentException if there is no adapter, or several, or it has pictures already
   */
  ImagePrompt blend(List<WeightedPicture> blended) throws IOException {
    if (units.size() != 1 || units.get(0).pictures != null) {
      throw new IllegalArgumentException(
          "There must be one --ip-adapter, which blends the pictures, and no --image-prompt.");
    }
    Unit unit = units.get(0);
    return unit.blend("PICTURE", unit.adapter(Optional.empty()), blended);
  }

  /** Returns the first adapter with the same picture encoder, which is then loaded once. */
  private Optional<ImageAdapterFile> before(Unit unit) {
    return units.stream()
        .takeWhile(other -> other != unit)
        .filter(other -> other.encoder.equals(unit.encoder))
        .findFirst()
        .map(other -> other.adapter(Optional.empty()));
  }

  /** In which parts of the model the pictures count. */
  enum Blocks {
    ALL(PromptedBlocks.all()),
    STYLE(PromptedBlocks.style()),
    LAYOUT(PromptedBlocks.layout()),
    STYLE_AND_LAYOUT(PromptedBlocks.styleAndLayout());

    private final PromptedBlocks blocks;

    Blocks(PromptedBlocks blocks) {
      this.blocks = blocks;
    }
  }

  /** The options of one IP-Adapter. */
  static final class Unit {
    @Option(
        names = "--ip-adapter",
        paramLabel = "FILE",
        required = true,
        description = "An IP-Adapter, plain, plus or full-face: a .safetensors or .bin file.")
    private Path file = Path.of("");

    @Option(
        names = "--image-encoder",
        paramLabel = "FOLDER",
        required = true,
        description =
            "The CLIP picture encoder it was trained with: a folder with config.json, or the file"
                + " of a published one.")
    private Path encoder = Path.of("");

    @Option(
        names = "--image-prompt",
        paramLabel = "PICTURE[=WEIGHT]",
        converter = WeightedPicture.Converter.class,
        description =
            "A picture that the model looks at, and how much it counts, 0 to 3; 1 unless set. May"
                + " be given again.")
    // Without a list at first: picocli would go on filling the same one for the next adapter.
    private @Nullable List<WeightedPicture> pictures;

    @Option(
        names = "--image-prompt-blend",
        description =
            "Look at all pictures of this adapter together; their weights say how much each counts"
                + " beside the others.")
    private boolean blend;

    @Option(
        names = "--image-prompt-take",
        paramLabel = "WHAT",
        description =
            "What is taken of the pictures: all, style, layout or style_and_layout; all unless"
                + " set.")
    private Blocks take = Blocks.ALL;

    @Option(
        names = "--image-prompt-start",
        paramLabel = "SHARE",
        description = "The share of the steps from which they count, 0 to 1; 0 unless set.")
    private double start;

    @Option(
        names = "--image-prompt-end",
        paramLabel = "SHARE",
        description = "The share of the steps until which they count, 0 to 1; 1 unless set.")
    private double end = 1;

    private @Nullable ImageAdapterFile adapter;

    /** Returns the adapter, the same for all requests of the command line. */
    private ImageAdapterFile adapter(Optional<ImageAdapterFile> sharing) {
      if (adapter == null) {
        adapter = new ImageAdapterFile(file, encoder, sharing);
      }
      return adapter;
    }

    private void read(ImageAdapter loaded, List<ImagePrompt> prompts) throws IOException {
      if (pictures == null) {
        throw new IllegalArgumentException(
            "--ip-adapter " + file + " needs a picture. Name one with --image-prompt.");
      }
      if (blend) {
        prompts.add(blend("--image-prompt", loaded, pictures));
        return;
      }
      requireFiles();
      for (WeightedPicture picture : pictures) {
        BufferedImage image = PictureFile.read("--image-prompt", picture.file());
        prompts.add(set(ImagePrompt.of(loaded, image)).withWeight(picture.weight()));
      }
    }

    private ImagePrompt blend(String option, ImageAdapter loaded, List<WeightedPicture> blended)
        throws IOException {
      requireFiles();
      List<ImagePrompt.Blended> shown = new ArrayList<>();
      for (WeightedPicture picture : blended) {
        BufferedImage image = PictureFile.read(option, picture.file());
        shown.add(new ImagePrompt.Blended(image, picture.weight()));
      }
      return set(ImagePrompt.blend(loaded, shown));
    }

    private void requireFiles() throws IOException {
      require("--ip-adapter", file);
      require("--image-encoder", encoder);
    }

    private ImagePrompt set(ImagePrompt prompt) {
      return prompt.withSteps(start, end).withBlocks(take.blocks);
    }

    private static void require(String option, Path path) throws IOException {
      if (!Files.exists(path)) {
        throw new IOException(option + " " + path + ": there is no such file or folder.");
      }
    }
  }
}
