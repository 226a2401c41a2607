package io.pentimento;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import io.pentimento.internal.TorchEngine;
import io.pentimento.model.TrialBlock;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries how fast and how exactly a device computes the parts of a U-Net: a few tenths of a second,
 * once a JVM, so that all networks of a program choose alike.
 */
final class PrecisionTrial {
  private static final Logger LOG = LoggerFactory.getLogger(PrecisionTrial.class);

  /** Of the first level of Stable Diffusion 1.5. */
  private static final int CHANNELS = 320;

  private static final int SIDE = 32;

  /** Few enough to end soon on a processor that has no instructions for bfloat16 at all. */
  private static final int FEW_CHANNELS = 64;

  private static final int SMALL_SIDE = 16;

  private static final int REPEATS = 3;
  private static final long ENOUGH_NANOS = 150_000_000;

  /** What was chosen, by whether it is for the GPU. */
  private static final Map<Boolean, PrecisionChoice> CHOSEN = new ConcurrentHashMap<>();

  private PrecisionTrial() {}

  /** Returns the choice for the GPU or the CPU; other threads wait for the first one's trial. */
  static PrecisionChoice on(boolean gpu) {
    return CHOSEN.computeIfAbsent(gpu, PrecisionTrial::choose);
  }

  private static PrecisionChoice choose(boolean gpu) {
    TorchEngine engine = TorchEngine.start(OptionalInt.empty());
    engine.enterThread();
    try (Scope scope = engine.open("precision trial", gpu ? engine.gpu() : Device.cpu())) {
      PrecisionChoice choice = gpu ? onGpu(scope) : onCpu(scope);
      String device = gpu ? "GPU" : "CPU";
      LOG.info("Precision.AUTO is {} on the {}: {}.", choice.type(), device, choice.reason());
      return choice;
    }
  }

  private static PrecisionChoice onGpu(Scope scope) {
    return PrecisionChoice.onGpu(
        isFinite(scope, NumberType.FLOAT16), isFinite(scope, NumberType.BFLOAT16));
  }

  private static boolean isFinite(Scope parent, NumberType type) {
    try (Scope scope = parent.open("block")) {
      return scope.isFinite(new TrialBlock(scope, type, CHANNELS, SIDE).apply(scope));
    } catch (EngineException e) {
      LOG.debug("A block of a U-Net failed in {}.", type, e);
      return false;
    }
  }

  private static PrecisionChoice onCpu(Scope scope) {
    try {
      BlockTrial few = measured(scope, FEW_CHANNELS, SMALL_SIDE);
      return PrecisionChoice.onCpu(few.isHopeless() ? few : measured(scope, CHANNELS, SIDE));
    } catch (EngineException e) {
      LOG.debug("A block of a U-Net failed in bfloat16.", e);
      return PrecisionChoice.wide("bfloat16 failed, " + String.valueOf(e.getMessage()).strip());
    }
  }

  /** Computes a block in both types by turns, so that what else the machine does meets both. */
  private static BlockTrial measured(Scope parent, int channels, int side) {
    try (Scope scope = parent.open("blocks")) {
      TrialBlock wide = new TrialBlock(scope, NumberType.FLOAT32, channels, side);
      TrialBlock narrow = new TrialBlock(scope, NumberType.BFLOAT16, channels, side);
      double error = error(values(scope, wide), values(scope, narrow));
      long start = System.nanoTime();
      double wideSeconds = Double.POSITIVE_INFINITY;
      double narrowSeconds = Double.POSITIVE_INFINITY;
      for (int i = 0; i < REPEATS && System.nanoTime() - start < ENOUGH_NANOS; i++) {
        wideSeconds = Math.min(wideSeconds, seconds(scope, wide));
        narrowSeconds = Math.min(narrowSeconds, seconds(scope, narrow));
      }
      return new BlockTrial(wideSeconds, narrowSeconds, error);
    }
  }

  private static float[] values(Scope parent, TrialBlock block) {
    try (Scope scope = parent.open("values")) {
      return Scope.floats(block.apply(scope), scope);
    }
  }

  private static double seconds(Scope parent, TrialBlock block) {
    try (Scope scope = parent.open("time")) {
      long start = System.nanoTime();
      block.apply(scope);
      return (System.nanoTime() - start) / 1e9;
    }
  }

  private static double error(float[] wide, float[] narrow) {
    double squares = 0;
    double away = 0;
    for (int i = 0; i < wide.length; i++) {
      double difference = (double) narrow[i] - wide[i];
      squares += (double) wide[i] * wide[i];
      away += difference * difference;
    }
    return Math.sqrt(away / squares);
  }
}
