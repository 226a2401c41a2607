package io.pentimento.examples.tour;

import io.pentimento.Generation;
import io.pentimento.GenerationRequest;

/** Makes the pictures of a lesson: {@code pipeline::generate}, or what reports progress around it. */
@FunctionalInterface
public interface Painter {
  /** Makes the pictures of a request. */
  Generation paint(GenerationRequest request);
}
