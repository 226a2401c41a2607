package io.pentimento.examples;

import io.pentimento.adapters.AdapterStack;
import io.pentimento.adapters.Lora;
import io.pentimento.patch.StepWeight;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The adapters of one request, by their files. */
final class AdapterOptions {
  private static final String WEIGHT = " A weight behind it, as in FILE:0.8, must be a number.";

  @Option(
      names = "--lora",
      paramLabel = "FILE[:WEIGHT[:TE_WEIGHT]]",
      converter = WeightedFile.OfLora.class,
      description =
          "A LoRA, or one of its kin, how much it counts, 1 unless set, and how much in the text"
              + " encoder, the same unless set. May be given again, as the two below.")
  private List<WeightedFile> loras = new ArrayList<>();

  @Option(
      names = "--embedding",
      paramLabel = "FILE",
      description = "An embedding, which prompts name by its word.")
  private List<Path> embeddings = new ArrayList<>();

  @Option(
      names = "--hypernetwork",
      paramLabel = "FILE[:STRENGTH]",
      converter = WeightedFile.OfHypernetwork.class,
      description =
          "A hypernetwork, and how much it counts, 1 unless set. Each changes what those before it"
              + " made.")
  private List<WeightedFile> hypernetworks = new ArrayList<>();

  /**
   * Reads the adapters.
   *
   * @throws IOException if a file is missing or damaged
   */
  AdapterStack stack() throws IOException {
    AdapterStack.Builder stack = AdapterStack.builder();
    for (WeightedFile lora : loras) {
      require("--lora", lora.file(), WEIGHT);
      double weight = lora.weight(0, 1);
      stack.add(
          Lora.read(lora.file(), weight)
              .withWeights(StepWeight.of(weight), StepWeight.of(lora.weight(1, weight))));
    }
    for (Path embedding : embeddings) {
      require("--embedding", embedding, "");
      stack.textualInversion(embedding);
    }
    for (WeightedFile hypernetwork : hypernetworks) {
      require("--hypernetwork", hypernetwork.file(), WEIGHT);
      stack.hypernetwork(hypernetwork.file(), hypernetwork.weight(0, 1));
    }
    return stack.build();
  }

  private static void require(String option, Path file, String hint) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException(option + " " + file + ": there is no such file." + hint);
    }
  }
}
