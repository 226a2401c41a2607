/**
 * Adapters that a request carries: LoRA, textual inversion and hypernetworks.
 *
 * <p>Start at {@link io.pentimento.adapters.AdapterStack}, which a request carries. An adapter
 * belongs to a request and never to the model: two requests with different adapters run at once on
 * one pipeline, and a request without any sees the base weights, bit for bit. The package may use
 * the core module and never the inpainting module.
 */
@NullMarked
package io.pentimento.adapters;

import org.jspecify.annotations.NullMarked;
