package io.pentimento;

import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ComponentConfig;
import io.pentimento.checkpoint.ModelFamily;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where the parts of a model come from; parts have the names of diffusers' folders. */
interface ModelSource extends AutoCloseable {
  /** Returns the file or folder, for messages. */
  Path path();

  /** Returns the family of models that this is one of. */
  ModelFamily family() throws IOException;

  /**
   * Checks that parts are complete, before work starts on the first of them.
   *
   * @throws io.pentimento.checkpoint.ModelFormatException if anything is missing
   */
  void require(List<String> parts) throws IOException;

  /** Returns a part's configuration. */
  ComponentConfig config(String part) throws IOException;

  /** Tells whether a part's configuration is partly guessed. */
  boolean guesses(String part);

  /** Tells whether zeros stand for an empty negative prompt, if it is a model of SDXL. */
  boolean zerosForEmptyPrompt();

  /** Opens a part's tensors, under diffusers' names. */
  Checkpoint weights(String part) throws IOException;

  /**
   * Returns where the autoencoder is if it is a tiny one (TAESD), which has neither a configuration
   * nor weights as others have.
   */
  Optional<Path> tinyAutoencoder() throws IOException;

  /** Returns the folder of a tokenizer, if there is one. */
  Optional<Path> tokenizer(String name);

  /** Finds out how the model was trained. */
  TrainedAs trainedAs() throws IOException;

  /** Tells in words what is there that no network uses. */
  List<String> ignored();

  @Override
  void close() throws IOException;
}
