package io.pentimento;

import io.pentimento.sampling.SchedulerSettings;

/**
 * The model that takes over in a pass, at work.
 *
 * @param network its network
 * @param scheduler its noise levels and what its network predicts
 * @param conditioning the prompts as its text encoders read them
 * @param at where it takes over
 */
record SecondModel(
    PromptedNetwork network, SchedulerSettings scheduler, Conditioning conditioning, SwitchPoint at)
    implements AutoCloseable {
  /** Hears that its network is not needed any more. */
  @Override
  public void close() {
    network.close();
  }
}
