package io.pentimento;

import io.pentimento.patch.ModelPatch;
import io.pentimento.prompt.Emphasis;
import io.pentimento.prompt.Timeline;
import io.pentimento.prompt.TokenCount;
import io.pentimento.prompt.TokenCounter;
import io.pentimento.sampling.Sampling;
import java.util.function.Function;

/** Counts the tokens of texts as a model would read them, with the words that adapters bring. */
final class PromptTokens {
  private PromptTokens() {}

  static TokenCount ofPrompt(LoadedModel model, String prompt, ModelPatch adapters) {
    return count(model, prompt, adapters, counter -> counter.prompt(prompt, usual()));
  }

  static TokenCount ofNegativePrompt(LoadedModel model, String prompt, ModelPatch adapters) {
    return count(model, prompt, adapters, counter -> counter.negativePrompt(prompt, usual()));
  }

  private static Timeline usual() {
    return Timeline.firstPass(Sampling.defaults().steps());
  }

  private static TokenCount count(
      LoadedModel model,
      String text,
      ModelPatch adapters,
      Function<TokenCounter, TokenCount> count) {
    ModelPatch patch = adapters.and(PassPatch.wordsIn(model, text));
    try (PatchedModels.Lease lease = model.patched().use(model, patch)) {
      return count.apply(new TokenCounter(lease.model().chunker(), Emphasis.ORIGINAL));
    }
  }
}
