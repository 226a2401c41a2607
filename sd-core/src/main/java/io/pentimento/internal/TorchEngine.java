package io.pentimento.internal;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * The PyTorch engine, started once a JVM, with the operations that DJL's binding lacks. They are
 * TorchScript that this library writes itself ({@code kernels.ts.txt}), so they are the engine's
 * own and need no native code of ours.
 */
public final class TorchEngine {
  /** The libtorch with which the kernels and the numbers were tested. */
  private static final String TESTED_VERSION = "2.7.1";

  private final PtNDManager manager;
  private final PtSymbolBlock kernels;

  private TorchEngine(PtNDManager manager, PtSymbolBlock kernels) {
    this.manager = manager;
    this.kernels = kernels;
  }

  private static final class Holder {
    static final TorchEngine INSTANCE = load();
  }

  /**
   * Starts the engine, or returns it if it runs.
   *
   * @param threads CPU threads of one operation; only the first call of a JVM can choose
   * @throws EngineException if the native library is missing or another version than tested
   */
  public static TorchEngine start(OptionalInt threads) {
    threads.ifPresent(count -> setUnlessSet("ai.djl.pytorch.num_threads", Integer.toString(count)));
    try {
      return Holder.INSTANCE;
    } catch (ExceptionInInitializerError | NoClassDefFoundError e) {
      throw new EngineException(
          "The PyTorch engine did not start. The native library ai.djl.pytorch:pytorch-native-cpu:"
              + TESTED_VERSION
              + " with this machine's classifier (linux-x86_64, linux-aarch64, osx-aarch64 or"
              + " win-x86_64) must be on the class path; nothing is downloaded at run time.",
          e);
    }
  }

  private static TorchEngine load() {
    // Nothing may be fetched and nobody called: DJL would look for natives on the network and ping
    // an EC2 address.
    setUnlessSet("ai.djl.offline", "true");
    setUnlessSet("OPT_OUT_TRACKING", "true");
    Engine engine = Engine.getEngine("PyTorch");
    PtNDManager manager =
        (PtNDManager) NDManager.newBaseManager(Device.cpu(), engine.getEngineName());
    manager.setName("pentimento engine");
    try {
      JniUtils.setGraphExecutorOptimize(false);
      return new TorchEngine(manager, script(manager, Kernels.hasOneDnn()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (EngineException e) {
      throw new EngineException(
          "The operations of this library were tested with PyTorch "
              + TESTED_VERSION
              + " and did not load in "
              + engine.getVersion()
              + ". Put ai.djl.pytorch:pytorch-jni and pytorch-native-cpu of the tested version on"
              + " the class path.",
          e);
    }
  }

  /**
   * Loads the operations.
   *
   * @param oneDnn whether those that have another form for oneDNN have that one
   */
  static PtSymbolBlock script(PtNDManager manager, boolean oneDnn) throws IOException {
    String source =
        resource("kernels.ts.txt")
            + (oneDnn
                ? resource("kernels-winograd.ts.txt") + resource("kernels-onednn.ts.txt")
                : resource("kernels-plain.ts.txt"));
    byte[] archive = TorchArchive.of(source);
    return JniUtils.loadModule(manager, new ByteArrayInputStream(archive), false, false);
  }

  private static String resource(String name) throws IOException {
    try (InputStream source = TorchEngine.class.getResourceAsStream(name)) {
      if (source == null) {
        throw new IllegalStateException(name + " is missing from the sd-core jar.");
      }
      return new String(source.readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  private static void setUnlessSet(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /** Returns how many CPU threads one operation uses. */
  public int threads() {
    return JniUtils.getNumThreads();
  }

  /** Tells whether the engine can use an NVIDIA GPU here. */
  public boolean hasGpu() {
    return Engine.getEngine("PyTorch").getGpuCount() > 0;
  }

  /**
   * Returns the first GPU.
   *
   * @throws IllegalStateException if the engine can use none
   */
  public Device gpu() {
    if (!hasGpu()) {
      throw new IllegalStateException(
          "The engine found no GPU. A CUDA build of libtorch must be named by PYTORCH_LIBRARY_PATH;"
              + " or use ComputeDevice.CPU.");
    }
    return Device.gpu();
  }

  /**
   * Prepares the calling thread: no gradients are recorded, and scripts run as written. Both
   * settings are per thread; without the second, libtorch profiles and recompiles each operation on
   * its first calls (15 ms each).
   */
  public void enterThread() {
    JniUtils.setGradMode(false);
    JniUtils.setGraphExecutorOptimize(false);
  }

  /**
   * Reads a model on a thread that ends with it, while the caller waits. libgomp keeps a team of
   * threads for each thread that ever computed, and where it counts more of them than there are
   * processors, those that wait for each other go to sleep: steps of runs on other threads would
   * take 6 to 10 % longer as long as the caller's thread lives.
   *
   * @throws IOException if the task does
   */
  public <T> T readApart(Callable<T> task) throws IOException {
    FutureTask<T> reading =
        new FutureTask<>(
            () -> {
              enterThread();
              return task.call();
            });
    Thread thread = new Thread(reading, "pentimento-load");
    thread.setDaemon(true);
    thread.start();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return reading.get();
        } catch (InterruptedException e) {
          // Reading ends as it would on this thread: with what a file's channel throws.
          interrupted = true;
          thread.interrupt();
        }
      }
    } catch (ExecutionException e) {
      throw thrown(Objects.requireNonNull(e.getCause()));
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static IOException thrown(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    if (cause instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    return cause instanceof IOException known ? known : new IOException(cause);
  }

  /** Opens a scope for native memory that its opener closes. */
  public Scope open(String name, Device device) {
    NDManager scope = manager.newSubManager(device);
    scope.setName(name);
    return new Scope((PtNDManager) scope, Kernels.on(device, kernels));
  }
}
