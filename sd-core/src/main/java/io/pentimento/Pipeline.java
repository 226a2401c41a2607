package io.pentimento;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import io.pentimento.internal.TorchEngine;
import io.pentimento.model.LatentCodec;
import io.pentimento.patch.ModelPatch;
import io.pentimento.prompt.TokenCount;
import io.pentimento.sampling.LatentSpace;
import io.pentimento.sampling.Prediction;
import io.pentimento.sampling.RefinerModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A loaded model that makes pictures. Safe for use by many threads at once: a request carries its
 * own prompt, sampler and random state, and nothing a request does changes the model. Close it to
 * free its memory.
 */
public final class Pipeline implements RefinerModel, AutoCloseable {
  private final AtomicLong started = new AtomicLong();
  private final TorchEngine engine;
  private final LoadedModel model;
  private final Previews previews;

  /** Runs hold it for reading, {@link #close} for writing. */
  private final ReentrantReadWriteLock open = new ReentrantReadWriteLock();

  private final Set<GenerationRun> running = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  Pipeline(TorchEngine engine, LoadedModel model) {
    this(engine, model, Optional.empty());
  }

  /** Wraps a loaded model; previews are rough without a decoder. */
  Pipeline(TorchEngine engine, LoadedModel model, Optional<LatentCodec> previewDecoder) {
    this.engine = engine;
    this.model = model;
    this.previews = new Previews(engine, model, previewDecoder);
  }

  /**
   * Loads a model with all defaults.
   *
   * @param model a folder in diffusers' layout, with {@code model_index.json}, or a {@code
   *     .safetensors}, {@code .ckpt} or {@code .pt} file in the layout of the original programs
   * @throws IOException if the model cannot be read; a {@code ModelFormatException} where the fault
   *     is its content
   */
  public static Pipeline load(Path model) throws IOException {
    return builder().model(model).build();
  }

  /** Starts to describe which model is loaded, and how. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Reads a request from a picture's parameters: {@link TextToImage#fromParameters}, of what {@link
   * io.pentimento.infotext.PictureFile#readParameters} returns.
   *
   * @throws IllegalArgumentException if a setting has a value that it cannot have; the message
   *     names both
   */
  public static TextToImage fromParameters(String parameters) {
    return TextToImage.fromParameters(parameters);
  }

  /**
   * Makes pictures on the calling thread.
   *
   * @throws IllegalArgumentException if a setting or an adapter does not suit the model, before any
   *     work is done
   * @throws UncheckedIOException if an adapter's file cannot be read, or with {@link
   *     Residency#SEQUENTIAL} one of the model's
   * @throws GenerationFailedException if the engine fails; the pipeline stays usable
   * @throws IllegalStateException if the pipeline is closed
   */
  public Generation generate(GenerationRequest request) {
    GenerationRun run = plan(request, event -> {});
    execute(run);
    return run.await();
  }

  /** Starts to make pictures on a thread of their own, without hearing of progress. */
  public Run start(GenerationRequest request) {
    return start(request, event -> {});
  }

  /**
   * Starts to make pictures on a thread of their own.
   *
   * @param listener hears of progress, on that thread; what it throws ends the run
   * @throws IllegalArgumentException if a setting does not suit the model, before any work is done
   * @throws IllegalStateException if the pipeline is closed
   */
  public Run start(GenerationRequest request, Consumer<GenerationEvent> listener) {
    GenerationRun run = plan(request, Objects.requireNonNull(listener, "listener"));
    Thread thread = new Thread(() -> execute(run), "pentimento-run-" + started.incrementAndGet());
    thread.setDaemon(true);
    thread.start();
    return run;
  }

  /**
   * Refuses a request that {@link #generate} would refuse before any work: for programs that plan
   * many.
   *
   * @throws IllegalArgumentException if a setting does not suit the model
   * @throws IllegalStateException if the pipeline is closed
   */
  public void check(GenerationRequest request) {
    plan(request, event -> {});
  }

  private GenerationRun plan(GenerationRequest request, Consumer<GenerationEvent> listener) {
    if (closed) {
      throw alreadyClosed();
    }
    return new GenerationRun(model, request, listener, previews);
  }

  private void execute(GenerationRun run) {
    Lock reading = open.readLock();
    reading.lock();
    try {
      // Listed before the look at closed: either this run sees that the pipeline closes, or close
      // sees this run.
      running.add(run);
      if (closed) {
        run.refuse(alreadyClosed());
        return;
      }
      engine.enterThread();
      run.execute();
    } catch (RuntimeException | Error e) {
      // Nothing may leave those who wait for the run waiting.
      run.refuse(e);
    } finally {
      running.remove(run);
      reading.unlock();
    }
  }

  private static IllegalStateException alreadyClosed() {
    return new IllegalStateException(
        "The pipeline is closed. Load the model again to make more pictures.");
  }

  /**
   * Counts the tokens of a prompt, as the text encoder will see it: without tags of extra networks,
   * and the most of all its parts and of all texts it is edited to.
   *
   * @param prompt a prompt in the WebUI's manner, with any brackets
   */
  public TokenCount countTokens(String prompt) {
    return countTokens(prompt, ModelPatch.none());
  }

  /**
   * Counts the tokens of a prompt with embeddings of adapters, beside those that the pipeline's own
   * {@link AdapterSource} finds by their words.
   *
   * @throws IllegalArgumentException if an adapter does not suit the model
   * @throws UncheckedIOException if a file cannot be read
   */
  public TokenCount countTokens(String prompt, ModelPatch adapters) {
    return counted(() -> PromptTokens.ofPrompt(model, prompt, adapters));
  }

  /** Counts the tokens of a negative prompt, in which AND and tags are words like others. */
  public TokenCount countNegativeTokens(String negativePrompt) {
    return countNegativeTokens(negativePrompt, ModelPatch.none());
  }

  /**
   * Counts the tokens of a negative prompt in which the embeddings of adapters stand as well.
   *
   * @throws IllegalArgumentException if an adapter does not suit the model
   * @throws UncheckedIOException if a file cannot be read
   */
  public TokenCount countNegativeTokens(String negativePrompt, ModelPatch adapters) {
    return counted(() -> PromptTokens.ofNegativePrompt(model, negativePrompt, adapters));
  }

  private TokenCount counted(Supplier<TokenCount> count) {
    Lock reading = open.readLock();
    reading.lock();
    try {
      if (closed) {
        throw alreadyClosed();
      }
      engine.enterThread();
      return count.get();
    } finally {
      reading.unlock();
    }
  }

  /** Returns the name of the model's file or folder, without its ending. */
  @Override
  public String name() {
    return model.name();
  }

  /** Tells what was found out of the model. */
  public ModelDescription description() {
    return model.description();
  }

  /**
   * Returns the hash that users tell models apart by: the first 10 hexadecimal digits of the
   * SHA-256 of the model's file, which is read for it when first asked; empty for a folder.
   *
   * @throws IOException if the file is gone or cannot be read
   */
  public Optional<String> modelHash() throws IOException {
    return model.files().modelHash();
  }

  /** Tells how much memory the model takes now, and the most it took; also of a closed pipeline. */
  public MemoryUse memoryUse() {
    return model.memory().use();
  }

  /** Returns the type in which the U-Net computes: what AUTO or DEFAULT came to here. */
  public Precision precision() {
    return Precision.of(model.unet().type());
  }

  /** Returns the model's latent dimensions. */
  public LatentSpace latentSpace() {
    return model.space();
  }

  LoadedModel model() {
    return model;
  }

  /** Returns the scope that holds the weights and all runs. */
  Scope scope() {
    return model.scope();
  }

  /**
   * Keeps the model until {@link #release} on the same thread; returns false if this is closed. It
   * never waits behind a close: pipelines whose runs hold each other could wait forever.
   */
  boolean hold() {
    if (!open.readLock().tryLock()) {
      return false;
    }
    if (closed) {
      release();
      return false;
    }
    return true;
  }

  void release() {
    open.readLock().unlock();
  }

  /**
   * Stops the runs that are under way, each within one step, waits for them and for those that this
   * refines, and frees the model's memory. May be called again.
   *
   * @throws IllegalStateException if a run's own listener calls it, which would wait for itself
   */
  @Override
  public void close() {
    if (open.getReadHoldCount() > 0) {
      throw new IllegalStateException(
          "A run's listener must not close the pipeline, which waits for the run. Cancel the run,"
              + " and close on another thread.");
    }
    closed = true;
    running.forEach(GenerationRun::cancel);
    Lock writing = open.writeLock();
    writing.lock();
    try {
      model.close();
    } finally {
      writing.unlock();
    }
  }

  /** Describes how a model is loaded. */
  public static final class Builder {
    private @Nullable Path path;
    private Precision precision = Precision.DEFAULT;
    private ComputeDevice device = ComputeDevice.AUTO;
    private OptionalInt threads = OptionalInt.empty();
    private Optional<String> variant = Optional.empty();
    private Optional<Path> config = Optional.empty();
    private Optional<Path> vae = Optional.empty();
    private Optional<Path> previewDecoder = Optional.empty();
    private Optional<Prediction> prediction = Optional.empty();
    private boolean zeroTerminalSnr;
    private boolean ema;
    private Residency residency = Residency.ALL;
    private DoubleConsumer progress = fraction -> {};
    private AdapterSource adapters = AdapterSource.none();
    private long adapterBytes = PatchedModels.USUAL_BYTES;

    private Builder() {}

    /**
     * Sets the model: a folder in diffusers' layout, with {@code model_index.json}, or a {@code
     * .safetensors}, {@code .ckpt} or {@code .pt} file in the layout of the original programs.
     */
    public Builder model(Path path) {
      this.path = Objects.requireNonNull(path, "model");
      return this;
    }

    /**
     * Sets what is told of the model beside its files: a folder in diffusers' layout, whose
     * configurations are read and no weights; a {@code .json} file that has such configurations
     * under the names of the parts; or a {@code .yaml} file of the original programs, of which only
     * {@code parameterization} is read. Files of the published models need none.
     */
    public Builder config(Path config) {
      this.config = Optional.of(config);
      return this;
    }

    /**
     * Sets another autoencoder than the model's own: a file with its original or diffusers' names,
     * alone or as a part of a model's file, or a folder with {@code config.json}.
     *
     * <p>A tiny one (TAESD) is fast and draws less finely. It may be a folder of diffusers'
     * AutoencoderTiny, a file with its names, or one of the original {@code taesd_encoder} and
     * {@code taesd_decoder}, the other of which is found beside it; {@code .safetensors} or {@code
     * .pth}. Without the encoder only requests that start from no picture can be made.
     */
    public Builder vae(Path vae) {
      this.vae = Optional.of(vae);
      return this;
    }

    /** Sets what the U-Net predicts, whatever the files say. */
    public Builder predictionType(Prediction prediction) {
      this.prediction = Optional.of(prediction);
      return this;
    }

    /**
     * Sets whether the model was trained with a last noise level that holds practically no signal;
     * as the files say unless set.
     */
    public Builder zeroTerminalSnr(boolean zeroTerminalSnr) {
      this.zeroTerminalSnr = zeroTerminalSnr;
      return this;
    }

    /**
     * Sets whether the averaged weights are taken where a file has both them and the plain ones;
     * the plain ones unless set.
     */
    public Builder emaWeights(boolean ema) {
      this.ema = ema;
      return this;
    }

    /** Sets which networks are in memory at a time; all unless set. */
    public Builder residency(Residency residency) {
      this.residency = Objects.requireNonNull(residency, "residency");
      return this;
    }

    /** Sets the number type in which networks compute; {@link Precision#DEFAULT} unless set. */
    public Builder precision(Precision precision) {
      this.precision = Objects.requireNonNull(precision, "precision");
      return this;
    }

    /** Sets where networks compute; the first GPU that can be used, else the CPU, unless set. */
    public Builder device(ComputeDevice device) {
      this.device = Objects.requireNonNull(device, "device");
      return this;
    }

    /**
     * Sets how many CPU threads one operation uses; as many as there are cores unless set. It holds
     * for the whole JVM: only the first pipeline can choose.
     */
    public Builder threads(int threads) {
      if (threads < 1) {
        throw new IllegalArgumentException("threads must be at least 1, but got: " + threads + ".");
      }
      this.threads = OptionalInt.of(threads);
      return this;
    }

    /**
     * Sets the variant of the weight files to prefer, such as {@code "fp16"}; the plain files
     * unless set.
     */
    public Builder variant(String variant) {
      this.variant = Optional.of(variant);
      return this;
    }

    /**
     * Sets the tiny autoencoder (TAESD) that draws {@link StepFinished#previews()}, from files as
     * {@link #vae} takes them; previews are rough unless set.
     */
    public Builder previewDecoder(Path decoder) {
      this.previewDecoder = Optional.of(decoder);
      return this;
    }

    /** Sets where the adapters are that prompts name; none can be named unless set. */
    public Builder adapters(AdapterSource adapters) {
      this.adapters = Objects.requireNonNull(adapters, "adapters");
      return this;
    }

    /**
     * Sets how many bytes what adapters change of the model may take, 0 or more, so that it is
     * there for the next request with the same adapters; 1 GiB unless set. Runs under way need
     * theirs in any case.
     */
    public Builder adapterMemory(long bytes) {
      if (bytes < 0) {
        throw new IllegalArgumentException(
            "adapterMemory must be 0 bytes or more, but got: " + bytes + ".");
      }
      this.adapterBytes = bytes;
      return this;
    }

    /** Hears how much of the model is loaded, in [0, 1]. */
    public Builder onProgress(DoubleConsumer listener) {
      this.progress = Objects.requireNonNull(listener, "listener");
      return this;
    }

    /**
     * Loads the model.
     *
     * @throws IOException if the model cannot be read; a {@code ModelFormatException} where the
     *     fault is its content
     * @throws IllegalStateException if no model is set, the device or the precision is not to be
     *     had on this machine, or the engine fails
     */
    public Pipeline build() throws IOException {
      Path model = path;
      if (model == null) {
        throw new IllegalStateException(
            "A pipeline needs a model. Call model(Path) with its folder or file.");
      }
      try {
        TorchEngine engine = TorchEngine.start(threads);
        return engine.readApart(() -> load(model, engine));
      } catch (EngineException e) {
        throw new IllegalStateException(String.valueOf(e.getMessage()).strip(), e);
      }
    }

    private Pipeline load(Path model, TorchEngine engine) throws IOException {
      Device where = device.resolve(engine);
      NumberType type = precision.resolve(where.isGpu());
      Scope scope = engine.open("model " + model, where);
      try {
        ModelSettings settings =
            new ModelSettings(
                model, variant, config, vae, prediction, zeroTerminalSnr, ema, residency);
        LoadedModel loaded = ModelLoader.load(settings, scope, type, progress);
        Optional<LatentCodec> previews =
            previewDecoder.isPresent()
                ? Optional.of(DecodedPreview.decoder(previewDecoder.get(), loaded, type))
                : Optional.empty();
        return new Pipeline(
            engine, loaded.with(adapters, new PatchedModels(adapterBytes)), previews);
      } catch (Throwable e) {
        scope.close();
        throw e;
      }
    }
  }
}
