package io.pentimento;

import io.pentimento.patch.ModelPatch;
import io.pentimento.prompt.ExtraNetwork;
import io.pentimento.prompt.ExtraNetworks;
import io.pentimento.prompt.PromptTexts;
import io.pentimento.sampling.RegionalPrompt;
import io.pentimento.sampling.Sampling;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a pass changes of the model.
 *
 * @param patch the request's own adapters, then those that its prompts name
 * @param unknown what tags name and nothing is found for
 */
record PassPatch(ModelPatch patch, List<String> unknown) {
  PassPatch {
    unknown = List.copyOf(unknown);
  }

  /**
   * Finds what prompts name, and refuses what does not suit the model.
   *
   * @throws IllegalArgumentException if an adapter is for another kind of model
   * @throws UncheckedIOException if a file cannot be read
   */
  static PassPatch of(LoadedModel model, Sampling sampling, PromptTexts texts) {
    ExtraNetworks networks = ExtraNetworks.of(texts.prompt());
    AdapterSource.Names names =
        new AdapterSource.Names(
            networks.loras(),
            networks.hypernets(),
            Stream.concat(
                    Stream.of(networks.text(), texts.negativePrompt()),
                    sampling.network().regions().regions().stream().map(RegionalPrompt::prompt))
                .toList());
    try {
      AdapterSource.Found found = model.adapters().find(names);
      ModelPatch patch = sampling.patch().and(found.patch());
      if (!patch.isEmpty()) {
        patch.check(PatchedParts.layout(model));
      }
      List<String> unknown = new ArrayList<>(found.unknown());
      networks.tags().stream()
          .filter(tag -> !isKnownKind(tag))
          .map(ExtraNetwork::toString)
          .forEach(unknown::add);
      return new PassPatch(patch, unknown);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Finds the embeddings that a text names.
   *
   * @throws UncheckedIOException if a file cannot be read
   */
  static ModelPatch wordsIn(LoadedModel model, String text) {
    try {
      String words = ExtraNetworks.of(text).text();
      return model
          .adapters()
          .find(new AdapterSource.Names(List.of(), List.of(), List.of(words)))
          .patch();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isKnownKind(ExtraNetwork tag) {
    return List.of("lora", "lyco", "hypernet").contains(tag.kind());
  }
}
