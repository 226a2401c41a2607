package io.pentimento.prompt;

/**
 * A prompt and its negative in the WebUI's manner.
 *
 * @param prompt what to denoise toward, possibly with AND, editing, attention and tags
 * @param negativePrompt what to denoise away from, possibly empty
 */
public record PromptTexts(String prompt, String negativePrompt) {}
