package io.pentimento.examples;

import io.pentimento.RequestBuilder;
import io.pentimento.control.ControlMode;
import io.pentimento.control.ControlUnit;
import io.pentimento.control.Preprocessor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options that name ControlNets, which steer a picture by others. */
final class ControlOptions {
  @ArgGroup(
      exclusive = false,
      multiplicity = "0..*",
      order = 8,
      heading = "%nA ControlNet; several, each beginning with --control, add up:%n")
  private List<Unit> units = new ArrayList<>();

  /** Gives the units to a request. */
  <B extends RequestBuilder<B>> B apply(B builder) throws IOException {
    List<ControlUnit> control = new ArrayList<>();
    for (Unit unit : units) {
      control.add(unit.read());
    }
    return control.isEmpty() ? builder : builder.control(control.toArray(ControlUnit[]::new));
  }

  /** The options of one ControlNet. */
  static final class Unit {
    @Option(
        names = "--control",
        paramLabel = "FILE",
        required = true,
        description =
            "A ControlNet: a .safetensors or .pth file, or a folder in diffusers' layout.")
    private Path file = Path.of("");

    @Option(
        names = "--control-config",
        paramLabel = "FILE",
        description = "The config.json of the network, for files that are not of the usual sizes.")
    private @Nullable Path config;

    @Option(
        names = "--control-base",
        paramLabel = "FILE",
        description =
            "The file or folder of the model to which the ControlNet's file holds the difference"
                + " alone.")
    private @Nullable Path base;

    @Option(
        names = "--control-image",
        paramLabel = "FILE",
        description = "The picture it looks at; the one that is started from unless set.")
    private @Nullable Path image;

    @Option(
        names = "--control-type",
        paramLabel = "NAME",
        converter = PreprocessorConverter.class,
        completionCandidates = PreprocessorConverter.class,
        description =
            "What is made of the picture first: one of ${COMPLETION-CANDIDATES}; none unless set.")
    private Preprocessor type = Preprocessor.none();

    @Option(
        names = "--control-weight",
        paramLabel = "W",
        description = "How strongly it counts, 0 to 2; 1 unless set.")
    private double weight = 1;

    @Option(
        names = "--control-start",
        paramLabel = "SHARE",
        description = "The share of the steps from which it counts, 0 to 1; 0 unless set.")
    private double start;

    @Option(
        names = "--control-end",
        paramLabel = "SHARE",
        description = "The share of the steps until which it counts, 0 to 1; 1 unless set.")
    private double end = 1;

    @Option(
        names = "--control-mode",
        paramLabel = "NAME",
        description = "What counts for more, balanced, prompt or control; balanced unless set.")
    private ControlMode mode = ControlMode.BALANCED;

    @Option(
        names = "--control-inside-mask",
        description = "Let it count only where the mask lets the picture change.")
    private boolean insideMask;

    ControlUnit read() throws IOException {
      if (!Files.exists(file)) {
        throw new IOException("--control " + file + ": there is no such file or folder.");
      }
      ControlUnit unit =
          ControlUnit.ofOwnPicture(
                  new ControlFile(file, Optional.ofNullable(config), Optional.ofNullable(base)))
              .withPreprocessor(type)
              .withWeight(weight)
              .withSteps(start, end)
              .withMode(mode)
              .withInsideMask(insideMask);
      return image == null ? unit : unit.withPicture(PictureFile.read("--control-image", image));
    }
  }
}
