package io.pentimento.examples;

import io.pentimento.Pipeline;
import io.pentimento.TextToImage;
import io.pentimento.adapters.Adapter;
import io.pentimento.adapters.AdapterLibrary;
import io.pentimento.adapters.AdapterMetadata;
import io.pentimento.adapters.AdapterMismatchException;
import io.pentimento.adapters.AdapterStack;
import io.pentimento.adapters.Hypernetwork;
import io.pentimento.adapters.LibraryAdapter;
import io.pentimento.adapters.Lora;
import io.pentimento.adapters.TextualInversion;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists the adapters that prompts may name. */
@Command(
    name = "adapters",
    description =
        "Lists the adapters that prompts may name, with what is known of each: a line with its"
            + " name, one with words that make it show, model and hash.",
    mixinStandardHelpOptions = true,
    versionProvider = ProgramVersion.class,
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {"  sd adapters", "  sd adapters models/Lora embeddings --fit --model models/sd15"})
final class AdaptersCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "DIR",
      arity = "0..*",
      description = "Folders to list, beside those of --adapters and of the bundled model.")
  private List<Path> folders = new ArrayList<>();

  @Option(names = "--fit", description = "Load the model, and tell which adapters do not fit it.")
  private boolean fit;

  @Mixin private ModelOptions model = new ModelOptions();

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    model.check();
    for (Path folder : folders) {
      LibraryOptions.require(folder.toString(), folder);
    }
    AdapterLibrary library = model.library(folders);
    List<LibraryAdapter> adapters = library.adapters();
    PrintWriter out = spec.commandLine().getOut();
    if (adapters.isEmpty()) {
      out.println("No adapters: name a folder that holds some.");
    } else if (fit) {
      try (Pipeline pipeline = model.load(done -> {})) {
        for (LibraryAdapter adapter : adapters) {
          out.println(told(library, adapter));
          out.println("  " + fits(pipeline, library, adapter));
        }
      }
    } else {
      for (LibraryAdapter adapter : adapters) {
        out.println(told(library, adapter));
      }
    }
    out.flush();
    return CommandLine.ExitCode.OK;
  }

  private static String told(AdapterLibrary library, LibraryAdapter adapter) {
    String first = named(adapter) + "  " + adapter.path();
    try {
      AdapterMetadata known = library.metadata(adapter);
      String words =
          known.triggerWords().isEmpty() ? "" : "words: " + String.join(", ", known.triggerWords());
      String base =
          known.baseModelName().or(() -> known.baseModel().map(Enum::name)).orElse("unknown");
      return "%s%n  %smodel: %s, hash: %s"
          .formatted(
              first, words.isEmpty() ? "" : words + "; ", base, library.hash(adapter).autoV2());
    } catch (IOException e) {
      return "%s%n  cannot be read: %s".formatted(first, FailureReport.explain(e));
    }
  }

  /** Returns how a prompt says it. */
  private static String named(LibraryAdapter adapter) {
    return switch (adapter.kind()) {
      case LORA -> "<lora:" + adapter.name() + ":1>";
      case HYPERNETWORK -> "<hypernet:" + adapter.name() + ":1>";
      case TEXTUAL_INVERSION -> adapter.simpleName();
    };
  }

  private static String fits(Pipeline pipeline, AdapterLibrary library, LibraryAdapter adapter) {
    try {
      AdapterStack stack = AdapterStack.builder().add(read(library, adapter)).build();
      pipeline.check(TextToImage.builder("").adapters(stack).build());
      return "fits";
    } catch (AdapterMismatchException e) {
      return "does not fit: " + e.getMessage();
    } catch (IOException e) {
      return "cannot be read: " + FailureReport.explain(e);
    }
  }

  private static Adapter read(AdapterLibrary library, LibraryAdapter adapter) throws IOException {
    return switch (adapter.kind()) {
      case LORA -> Lora.read(adapter.path(), 1);
      case HYPERNETWORK -> Hypernetwork.read(adapter.path(), 1);
      case TEXTUAL_INVERSION -> TextualInversion.of(library.textualInversion(adapter));
    };
  }
}
