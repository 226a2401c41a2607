package io.pentimento;

import io.pentimento.sampling.LatentSpace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * A loaded model that makes pictures. Safe for use by many threads at once; close it to free its
 * memory.
 */
public final class Pipeline implements AutoCloseable {
  private Pipeline() {}

  /** Loads a model with all defaults. */
  public static Pipeline load(Path model) throws IOException {
    return builder(model).build();
  }

  /** Starts to describe how a model is loaded. */
  public static Builder builder(Path model) {
    return new Builder();
  }

  /** Makes pictures, and waits for them. */
  public Generation generate(GenerationRequest request) {
    throw new UnsupportedOperationException();
  }

  /** Starts to make pictures. */
  public Run start(GenerationRequest request) {
    return start(request, event -> {});
  }

  /** Starts to make pictures, and reports progress to a listener on the run's thread. */
  public Run start(GenerationRequest request, Consumer<GenerationEvent> listener) {
    throw new UnsupportedOperationException();
  }

  /** Returns the model's latent dimensions. */
  public LatentSpace latentSpace() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}

  /** Describes how a model is loaded. */
  public static final class Builder {
    private Builder() {}

    /** Sets the number type in which the networks compute; {@link Precision#AUTO} unless set. */
    public Builder precision(Precision precision) {
      return this;
    }

    /**
     * Sets how many CPU threads one operation uses; the engine's choice unless set. The first
     * pipeline of a JVM decides.
     */
    public Builder threads(int threads) {
      return this;
    }

    /** Hears how much of the model is loaded, in [0, 1]. */
    public Builder onProgress(java.util.function.DoubleConsumer listener) {
      return this;
    }

    /** Loads the model. */
    public Pipeline build() throws IOException {
      throw new UnsupportedOperationException();
    }
  }
}
