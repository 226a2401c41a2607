package io.pentimento.sampling;

/** A sampler whose scheduler in diffusers spaces its timesteps in a way of its own. */
interface DiffusersTwin {
  /** Returns that spacing. */
  DiffusersGrid grid();
}
