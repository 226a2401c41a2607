package io.pentimento.sampling;

/** The noise levels a model was trained on, by timestep. */
public interface NoiseLevels {
  /** Returns the number of training timesteps, 1000 for all Stable Diffusion models. */
  int size();

  /** Returns sigma of a whole timestep: {@code sqrt((1 - alphaBar) / alphaBar)}. */
  double sigma(int timestep);

  /** Returns sigma of a fractional timestep, interpolating ln sigma linearly. */
  double sigmaAt(double timestep);

  /** Returns the fractional timestep of a sigma. */
  double timestepAt(double sigma);
}
