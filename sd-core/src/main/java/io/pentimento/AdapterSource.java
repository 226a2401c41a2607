package io.pentimento;

import io.pentimento.patch.ModelPatch;
import io.pentimento.prompt.HypernetTag;
import io.pentimento.prompt.LoraTag;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Finds the adapters that prompts name. Safe for use by many threads. */
@FunctionalInterface
public interface AdapterSource {
  /**
   * What the prompts of one pass say.
   *
   * @param loras the tags of LoRAs, in the order of the prompt
   * @param hypernetworks the tags of hypernetworks, in the order of the prompt
   * @param texts the prompt without tags and the negative prompt, in which embeddings may be named
   */
  record Names(List<LoraTag> loras, List<HypernetTag> hypernetworks, List<String> texts) {
    /** Copies the lists. */
    public Names {
      loras = List.copyOf(loras);
      hypernetworks = List.copyOf(hypernetworks);
      texts = List.copyOf(texts);
    }
  }

  /**
   * What was found.
   *
   * @param patch what the adapters change
   * @param unknown the tags for which there is no adapter, as a warning should name them; they are
   *     left out
   */
  record Found(ModelPatch patch, List<String> unknown) {
    /** Copies the list. */
    public Found {
      unknown = List.copyOf(unknown);
    }
  }

  /**
   * Finds adapters; what is asked twice should be equal both times, since changed models are kept
   * by their patch.
   *
   * @throws IOException if files cannot be read
   */
  Found find(Names names) throws IOException;

  /** Knows no adapters. */
  static AdapterSource none() {
    return names -> {
      List<String> unknown = new ArrayList<>();
      names.loras().forEach(tag -> unknown.add("<lora:" + tag.name() + ">"));
      names.hypernetworks().forEach(tag -> unknown.add("<hypernet:" + tag.name() + ">"));
      return new Found(ModelPatch.none(), unknown);
    };
  }
}
