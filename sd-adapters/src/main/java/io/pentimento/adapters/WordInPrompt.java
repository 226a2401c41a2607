package io.pentimento.adapters;

import io.pentimento.patch.ModelLayout;
import io.pentimento.patch.PatchTarget;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An embedding that no one asked for but by a word that occurs in a prompt. For another kind of
 * model it is left out, as in the WebUI: the word then is one like any other.
 */
record WordInPrompt(TextualInversion embedding) implements Adapter {
  private static final Logger LOG = LoggerFactory.getLogger(WordInPrompt.class);

  @Override
  public void check(ModelLayout layout) {}

  @Override
  public void apply(PatchTarget target) {
    if (embedding.file().fits(target.layout())) {
      embedding.apply(target);
    } else {
      LOG.info(
          "The embedding {} is for another kind of model than {}: its word is read as text.",
          embedding.file(),
          target.layout().modelName());
    }
  }

  @Override
  public Optional<String> tag() {
    return Optional.empty();
  }
}
