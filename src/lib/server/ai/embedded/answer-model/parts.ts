// Turns a step of the model into the stream parts, or the content, that the AI SDK expects of a language model.
import type {
	LanguageModelV4Content,
	LanguageModelV4StreamPart,
	SharedV4ProviderMetadata
} from '@ai-sdk/provider';
import type { Step, ToolRequest, TurnReport } from './step.ts';
import { countTokens } from './usage.ts';

export type IdentifiedRequest = ToolRequest & { id: string };

const STEP_TEXT_ID = 'answer';

export function metadataOf(report: TurnReport): SharedV4ProviderMetadata {
	return { segue: { ...report } };
}

/** The parts between `stream-start` and `finish`, one word a delta. Lazily, so that a reader who stops costs nothing. */
export function* partsOf(step: Step, newId: () => string): Generator<LanguageModelV4StreamPart> {
	if (step.kind === 'say') {
		yield { type: 'text-start', id: STEP_TEXT_ID };
		for (const delta of wordsOf(step.text)) yield { type: 'text-delta', id: STEP_TEXT_ID, delta };
		yield { type: 'text-end', id: STEP_TEXT_ID };
		return;
	}
	for (const request of step.requests) {
		const id = newId();
		const input = JSON.stringify(request.input);
		yield { type: 'tool-input-start', id, toolName: request.toolName };
		yield { type: 'tool-input-delta', id, delta: input };
		yield { type: 'tool-input-end', id };
		yield { type: 'tool-call', toolCallId: id, toolName: request.toolName, input };
	}
}

export function contentOf(step: Step, newId: () => string): LanguageModelV4Content[] {
	if (step.kind === 'say') return [{ type: 'text', text: step.text }];
	return step.requests.map((request) => ({
		type: 'tool-call',
		toolCallId: newId(),
		toolName: request.toolName,
		input: JSON.stringify(request.input)
	}));
}

/** Everything the step writes, for counting tokens. */
export function writtenBy(step: Step): string {
	return step.kind === 'say' ? step.text : step.requests.map((request) => JSON.stringify(request)).join(' ');
}

/** A word with the white space behind it, so that the deltas joined are the text. */
export function wordsOf(text: string): string[] {
	return text.match(/\s*\S+\s*/gu) ?? (text === '' ? [] : [text]);
}

/** The step cut to the number of tokens the caller allows; tool calls are never cut, half a call is none. */
export function withinTokens(
	step: Step,
	maxOutputTokens: number | undefined
): { step: Step; isCut: boolean } {
	if (step.kind === 'call' || maxOutputTokens === undefined) return { step, isCut: false };
	let tokens = 0;
	let text = '';
	for (const word of wordsOf(step.text)) {
		tokens += countTokens(word);
		if (tokens > maxOutputTokens) return { step: { ...step, text: text.trimEnd() }, isCut: true };
		text += word;
	}
	return { step, isCut: false };
}
