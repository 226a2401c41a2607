package io.pentimento.examples.recipes;

import io.pentimento.Generation;
import io.pentimento.Pipeline;
import io.pentimento.TextToImage;
import io.pentimento.adapters.AdapterLibrary;
import io.pentimento.adapters.AdapterStack;
import io.pentimento.adapters.BlockWeights;
import io.pentimento.adapters.Lora;
import io.pentimento.examples.DemoModel;
import io.pentimento.grid.Axis;
import io.pentimento.grid.Grid;
import io.pentimento.grid.GridResult;
import io.pentimento.patch.ModelPatch;
import io.pentimento.patch.StepWeight;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Gives each request its own LoRA, embeddings and hypernetwork, on one model that stays as it is.
 */
public final class UseAdapters {
  private static final String PROMPT = "golden crown, 1girl, violet, beach";

  private UseAdapters() {}

  /** Writes {@code adapted.png}, {@code late.png}, {@code named.png} and {@code weights.png}. */
  public static void main(String[] arguments) throws IOException {
    Path folder = DemoModel.adapters();
    AdapterLibrary library = AdapterLibrary.builder().mixed(folder).build();
    try (Pipeline pipeline =
        Pipeline.builder().model(DemoModel.portraits()).adapters(library).build()) {
      generate(pipeline, stack(folder), 20).writePng(Path.of("adapted.png"));
      generate(pipeline, late(folder), 20).writePng(Path.of("late.png"));
      named(pipeline, 20).writePng(Path.of("named.png"));
      weights(pipeline, folder, 20).write(Path.of("weights.png"));
    }
  }

  /** The files of one request, and how much each counts. */
  static AdapterStack stack(Path folder) throws IOException {
    return AdapterStack.builder()
        .lora(folder.resolve("golden-crown.safetensors"), 0.8)
        .textualInversion(folder.resolve("violet.pt"))
        .textualInversion(folder.resolve("bad-portrait.pt"))
        .hypernetwork(folder.resolve("sepia.pt"), 0.5)
        .build();
  }

  /** A LoRA that begins at step 5, counts less in the text encoder, and only in some blocks. */
  static AdapterStack late(Path folder) throws IOException {
    StepWeight unet =
        new StepWeight(List.of(new StepWeight.Stretch(0, 0), new StepWeight.Stretch(5, 1)));
    Lora crown =
        Lora.read(folder.resolve("golden-crown.safetensors"), 1)
            .withWeights(unet, StepWeight.of(0.5))
            .withBlocks(BlockWeights.parse("OUTALL"));
    return AdapterStack.builder().add(crown).build();
  }

  static Generation generate(Pipeline pipeline, ModelPatch adapters, int steps) {
    return pipeline.generate(request(steps).adapters(adapters).build());
  }

  /** The same by the names that the pipeline's library knows. */
  static Generation named(Pipeline pipeline, int steps) {
    String tags = "<lora:golden-crown:0.8> <hypernet:sepia:0.5>";
    return pipeline.generate(request(steps).prompt(PROMPT + tags).build());
  }

  /** A labelled picture of one LoRA at several weights. */
  static GridResult weights(Pipeline pipeline, Path folder, int steps) throws IOException {
    Lora crown = Lora.read(folder.resolve("golden-crown.safetensors"), 1);
    Axis<TextToImage.Builder> axis =
        Axis.of(
            "Crown",
            List.of(0.0, 0.5, 1.0),
            (builder, weight) ->
                builder.adapters(
                    new AdapterStack(
                        List.of(crown.withWeights(StepWeight.of(weight), StepWeight.of(weight))))));
    return Grid.builder(request(steps).build()).x(axis).build().run(pipeline, cell -> {});
  }

  static TextToImage.Builder request(int steps) {
    return TextToImage.builder(PROMPT)
        .negativePrompt("bad-portrait")
        .steps(steps)
        .guidanceScale(4)
        .seed(21);
  }
}
