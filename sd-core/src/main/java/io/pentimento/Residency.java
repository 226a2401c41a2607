package io.pentimento;

/** Which of a model's networks are in memory at a time. */
public enum Residency {
  /** All of them, from the start: the fastest. */
  ALL,

  /**
   * One after the other: each is read from the model's files when a run needs it and freed when no
   * run does, so that the largest network counts in memory and not their sum. The same pictures
   * come of it, later by what reading takes: text encoder, U-Net and autoencoder once a request, or
   * more often where one is made of several parts. Runs on several threads share what is in memory,
   * and may be at different networks. The files must stay as they are while the pipeline is open.
   *
   * <p>The first rough preview needs the autoencoder beside the U-Net. Tiny autoencoders,
   * ControlNets and upscalers stay in memory.
   */
  SEQUENTIAL
}
