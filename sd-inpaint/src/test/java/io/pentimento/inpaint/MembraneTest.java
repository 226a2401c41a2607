package io.pentimento.inpaint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class MembraneTest {
  /** A random map of levels, free in a few discs. */
  private record Scene(int width, int height, boolean[] free, float[] values) {
    static Scene of(long seed, int width, int height) {
      Random random = new Random(seed);
      boolean[] free = new boolean[width * height];
      for (int disc = 0; disc < 3; disc++) {
        double x = random.nextDouble() * width;
        double y = random.nextDouble() * height;
        double radius = random.nextDouble() * Math.max(width, height) / 2;
        for (int i = 0; i < free.length; i++) {
          free[i] |= Math.hypot(i % width - x, i / width - y) < radius;
        }
      }
      free[random.nextInt(free.length)] = false;
      float[] values = new float[free.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = 40 * (float) random.nextGaussian();
      }
      return new Scene(width, height, free, values);
    }

    float[] interpolated() {
      float[] result = values.clone();
      new Membrane(width, height, free).interpolate(result);
      return result;
    }

    /** Solves to the end by sweeps alone, in 64 bits. */
    double[] exact() {
      double[] u = new double[values.length];
      for (int i = 0; i < u.length; i++) {
        u[i] = free[i] ? 0 : values[i];
      }
      for (double change = 1; change > 1e-7; ) {
        change = 0;
        for (int i = 0; i < u.length; i++) {
          if (free[i]) {
            double mean = mean(u, i % width, i / width);
            // Over-relaxed, or thousands of sweeps would be needed.
            double next = u[i] + 1.8 * (mean - u[i]);
            change = Math.max(change, Math.abs(next - u[i]));
            u[i] = next;
          }
        }
      }
      return u;
    }

    private double mean(double[] u, int x, int y) {
      double sum = 0;
      int count = 0;
      int[][] steps = {{-1, 0}, {1, 0}, {0, -1}, {0, 1}};
      for (int[] step : steps) {
        int column = x + step[0];
        int row = y + step[1];
        if (column >= 0 && row >= 0 && column < width && row < height) {
          sum += u[row * width + column];
          count++;
        }
      }
      return sum / count;
    }
  }

  @Property(tries = 60)
  void interpolate_solvesLaplacesEquation(
      @ForAll long seed,
      @ForAll @IntRange(min = 2, max = 70) int width,
      @ForAll @IntRange(min = 2, max = 70) int height) {
    Scene scene = Scene.of(seed, width, height);
    double[] exact = scene.exact();
    float[] actual = scene.interpolated();
    for (int i = 0; i < actual.length; i++) {
      if (scene.free[i]) {
        assertThat((double) actual[i])
            .as("cell %d, %d", i % width, i / width)
            .isCloseTo(exact[i], Offset.offset(0.3));
      } else {
        assertThat(actual[i]).isEqualTo(scene.values[i]);
      }
    }
  }

  @Test
  void interpolate_continuesAPlane() {
    int side = 300;
    boolean[] free = new boolean[side * side];
    float[] values = new float[free.length];
    for (int i = 0; i < free.length; i++) {
      int x = i % side;
      int y = i / side;
      free[i] = x > 0 && y > 0 && x < side - 1 && y < side - 1;
      values[i] = free[i] ? 1000 : 0.5f * x - 0.25f * y;
    }
    new Membrane(side, side, free).interpolate(values);
    for (int i = 0; i < free.length; i++) {
      float expected = 0.5f * (i % side) - 0.25f * (i / side);
      assertThat(values[i]).isCloseTo(expected, Offset.offset(0.3f));
    }
  }

  @Test
  void isClamped_needsACellToHoldOnTo() {
    boolean[] free = new boolean[12];
    Arrays.fill(free, true);
    assertThat(new Membrane(4, 3, free).isClamped()).isFalse();
    free[5] = false;
    assertThat(new Membrane(4, 3, free).isClamped()).isTrue();
  }
}
