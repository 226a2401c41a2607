package io.pentimento;

import java.util.OptionalLong;

/**
 * How much memory a pipeline takes, in bytes.
 *
 * @param weights what the weights of the model's networks take now, and what adapters change of
 *     them; not what runs compute with them
 * @param peakWeights the most that this ever was
 * @param peakProcess the most physical memory that the whole process ever held, Java's heap and all
 *     pipelines together; empty where the system does not tell, as all but Linux
 */
public record MemoryUse(long weights, long peakWeights, OptionalLong peakProcess) {}
