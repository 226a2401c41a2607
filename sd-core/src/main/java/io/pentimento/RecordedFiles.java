package io.pentimento;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of a model that pictures record.
 *
 * @param model the model's file; empty for a folder
 * @param vae the file of another autoencoder than the model's own
 */
record RecordedFiles(Optional<ModelFile> model, Optional<ModelFile> vae) {
  private static final Logger LOG = LoggerFactory.getLogger(RecordedFiles.class);

  /** Files of a folder, of which nothing is recorded. */
  static RecordedFiles none() {
    return new RecordedFiles(Optional.empty(), Optional.empty());
  }

  /**
   * Returns the hash of the model's file; empty for a folder.
   *
   * @throws IOException if the file is gone or cannot be read
   */
  Optional<String> modelHash() throws IOException {
    return model.isPresent() ? Optional.of(model.get().shortHash()) : Optional.empty();
  }

  /** Returns the fields of a picture's parameters; files are read for it when first asked. */
  Map<String, String> fields() {
    Map<String, String> fields = new LinkedHashMap<>();
    model.ifPresent(file -> putHash(fields, "Model hash", file));
    vae.ifPresent(
        file -> {
          putHash(fields, "VAE hash", file);
          fields.put("VAE", file.name());
        });
    return fields;
  }

  /** Returns how the WebUI tells of a checkpoint: its name, and its hash if it is a file. */
  String title(String name) {
    try {
      return name + modelHash().map(hash -> " [" + hash + "]").orElse("");
    } catch (IOException e) {
      LOG.warn("The hash of {} is not recorded, since it can no longer be read: {}", name, e);
      return name;
    }
  }

  private static void putHash(Map<String, String> fields, String name, ModelFile file) {
    try {
      fields.put(name, file.shortHash());
    } catch (IOException e) {
      LOG.warn(
          "{} is not recorded, since {} can no longer be read: {}",
          name,
          file.name(),
          e.toString());
    }
  }
}
