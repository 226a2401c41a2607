package io.pentimento.sampling;

/**
 * The timesteps that a scheduler class of diffusers runs on. The rounding is NumPy's, half to even,
 * and its {@code arange} is followed to the digit because timesteps are rounded from it.
 */
enum DiffusersGrid {
  /** EulerDiscreteScheduler and EulerAncestralDiscreteScheduler: fractional timesteps. */
  EULER(TimestepSpacing.LINSPACE) {
    @Override
    double[] linspace(int steps, int size) {
      double[] timesteps = new double[steps];
      for (int i = 0; i < steps; i++) {
        timesteps[steps - 1 - i] = (float) even(i, steps, size);
      }
      return timesteps;
    }
  },
  /**
   * DPMSolverMultistepScheduler: whole timesteps, one more than steps of which the smallest is left
   * out.
   */
  DPM_SOLVER(TimestepSpacing.LINSPACE) {
    @Override
    double[] linspace(int steps, int size) {
      double[] timesteps = new double[steps];
      for (int i = 1; i <= steps; i++) {
        timesteps[steps - i] = Math.rint(even(i, steps + 1, size));
      }
      return timesteps;
    }

    @Override
    double[] leading(int steps, int size, int offset) {
      double[] timesteps = new double[steps];
      int stride = size / (steps + 1);
      for (int i = 1; i <= steps; i++) {
        timesteps[steps - i] = clamped((double) i * stride + offset, size);
      }
      return timesteps;
    }
  },
  /** DDIMScheduler: whole timesteps. */
  DDIM(TimestepSpacing.LEADING) {
    @Override
    double[] linspace(int steps, int size) {
      double[] timesteps = new double[steps];
      for (int i = 0; i < steps; i++) {
        timesteps[steps - 1 - i] = Math.rint(even(i, steps, size));
      }
      return timesteps;
    }
  },
  /**
   * LCMScheduler: evenly chosen of the 50 timesteps that networks are distilled for, whatever the
   * spacing.
   */
  LCM(TimestepSpacing.LEADING) {
    private static final int KNOWN_TIMESTEPS = 50;

    @Override
    double[] timesteps(int steps, SchedulerSettings settings) {
      int size = settings.levels().size();
      int known = Math.min(KNOWN_TIMESTEPS, size);
      int stride = size / known;
      double[] timesteps = new double[steps];
      for (int i = 0; i < steps; i++) {
        int index = (int) Math.floor(i * (known / (double) steps));
        timesteps[i] = (double) (known - index) * stride - 1;
      }
      return timesteps;
    }

    @Override
    double[] linspace(int steps, int size) {
      throw new IllegalStateException("This scheduler has no spacing.");
    }
  };

  private final TimestepSpacing preferred;

  DiffusersGrid(TimestepSpacing preferred) {
    this.preferred = preferred;
  }

  /**
   * Returns the grid of the scheduler that a sampler is called by in diffusers; samplers of one's
   * own run as Euler.
   */
  static DiffusersGrid of(Sampler sampler) {
    if (sampler instanceof DiffusersTwin twin) {
      return twin.grid();
    }
    return sampler.family() == Sampler.Family.TIMESTEP ? DDIM : EULER;
  }

  /** Returns the spacing that is used with a model's settings. */
  TimestepSpacing spacing(SchedulerSettings settings) {
    return settings.spacing() == TimestepSpacing.UNSPECIFIED ? preferred : settings.spacing();
  }

  /** Returns the timesteps of a run, from large to small. */
  double[] timesteps(int steps, SchedulerSettings settings) {
    int size = settings.levels().size();
    return switch (spacing(settings)) {
      case LINSPACE -> linspace(steps, size);
      case LEADING, UNSPECIFIED -> leading(steps, size, settings.stepsOffset());
      case TRAILING -> trailing(steps, size);
    };
  }

  abstract double[] linspace(int steps, int size);

  double[] leading(int steps, int size, int offset) {
    double[] timesteps = new double[steps];
    int stride = size / steps;
    for (int i = 0; i < steps; i++) {
      timesteps[steps - 1 - i] = clamped((double) i * stride + offset, size);
    }
    return timesteps;
  }

  private static double[] trailing(int steps, int size) {
    double[] timesteps = new double[steps];
    double stride = (size - (double) size / steps) - size;
    for (int i = 0; i < steps; i++) {
      timesteps[i] = clamped(Math.rint(size + i * stride) - 1, size);
    }
    return timesteps;
  }

  private static double even(int index, int count, int size) {
    return count > 1 ? index * ((size - 1.0) / (count - 1)) : 0;
  }

  private static double clamped(double timestep, int size) {
    return Math.min(Math.max(timestep, 0), size - 1);
  }
}
