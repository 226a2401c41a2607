package io.pentimento.checkpoint.original;

import java.util.Optional;

/** The two names of each tensor of a network, in the original layout and in diffusers'. */
interface TensorNames {
  /** Returns diffusers' name of a tensor; empty for one that is of no module of the network. */
  Optional<String> diffusers(String original);

  /** Returns the original name of a tensor; empty for one that is of no module of the network. */
  Optional<String> original(String diffusers);
}
