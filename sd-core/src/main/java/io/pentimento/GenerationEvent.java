package io.pentimento;

/** Something that happened in a run, in order, on the run's thread. */
public sealed interface GenerationEvent permits StepFinished, PictureMade {}
