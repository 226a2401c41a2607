package io.pentimento;

import io.pentimento.sampling.Refiner;

/**
 * A second model of a pass, with the prompts as its text encoders read them.
 *
 * @param refiner the settings
 * @param model the model under the pass's changes
 * @param conditioning the prompts
 */
record Refinement(Refiner refiner, PatchedModel model, Conditioning conditioning) {}
