// The embedded answer model behind the AI SDK's language model interface. Deterministic: the same prompt gives the same
// reply. It runs no network call and never waits; sampling settings have no meaning here and are reported as warnings.
import type {
	LanguageModelV4,
	LanguageModelV4CallOptions,
	LanguageModelV4FinishReason,
	LanguageModelV4StreamPart,
	SharedV4Warning
} from '@ai-sdk/provider';
import { contentOf, metadataOf, partsOf, withinTokens, writtenBy } from './parts.ts';
import { decideWithRecordings as decide } from './recording-plan.ts';
import type { Step } from './step.ts';
import { usageOf } from './usage.ts';

export const EMBEDDED_ANSWER_MODEL_ID = 'segue-embedded-answer-1';

const IGNORED_SETTINGS = [
	'temperature',
	'topP',
	'topK',
	'presencePenalty',
	'frequencyPenalty',
	'stopSequences'
] as const;

export type EmbeddedAnswerModelOptions = {
	/** Ids of tool calls; unique across the conversation. Random UUIDs unless a test says otherwise. */
	newId?: () => string;
};

export function createEmbeddedAnswerModel(options: EmbeddedAnswerModelOptions = {}): LanguageModelV4 {
	const newId = options.newId ?? (() => crypto.randomUUID());
	return {
		specificationVersion: 'v4',
		provider: 'segue-embedded',
		modelId: EMBEDDED_ANSWER_MODEL_ID,
		supportedUrls: {},
		async doGenerate(call) {
			call.abortSignal?.throwIfAborted();
			const { step, isCut } = withinTokens(decide(call), call.maxOutputTokens);
			return {
				content: contentOf(step, newId),
				finishReason: finishReasonOf(step, isCut),
				usage: usageOf(call.prompt, writtenBy(step)),
				providerMetadata: metadataOf(step.report),
				warnings: warningsFor(call)
			};
		},
		async doStream(call) {
			call.abortSignal?.throwIfAborted();
			return { stream: streamOf(call, newId) };
		}
	};
}

/** Decides when the first part is asked for, so that a reader's back-pressure reaches the work. */
function streamOf(
	call: LanguageModelV4CallOptions,
	newId: () => string
): ReadableStream<LanguageModelV4StreamPart> {
	const parts = everyPart(call, newId);
	return new ReadableStream<LanguageModelV4StreamPart>({
		pull(controller) {
			if (call.abortSignal?.aborted) {
				controller.error(call.abortSignal.reason);
				return;
			}
			const next = parts.next();
			if (next.done) controller.close();
			else controller.enqueue(next.value);
		},
		cancel() {
			parts.return(undefined);
		}
	});
}

function* everyPart(
	call: LanguageModelV4CallOptions,
	newId: () => string
): Generator<LanguageModelV4StreamPart, undefined> {
	yield { type: 'stream-start', warnings: warningsFor(call) };
	const { step, isCut } = withinTokens(decide(call), call.maxOutputTokens);
	yield* partsOf(step, newId);
	yield {
		type: 'finish',
		finishReason: finishReasonOf(step, isCut),
		usage: usageOf(call.prompt, writtenBy(step)),
		providerMetadata: metadataOf(step.report)
	};
	return undefined;
}

function finishReasonOf(step: Step, isCut: boolean): LanguageModelV4FinishReason {
	if (isCut) return { unified: 'length', raw: 'length' };
	return step.kind === 'call'
		? { unified: 'tool-calls', raw: 'tool-calls' }
		: { unified: 'stop', raw: 'stop' };
}

function warningsFor(call: LanguageModelV4CallOptions): SharedV4Warning[] {
	const warnings: SharedV4Warning[] = IGNORED_SETTINGS.filter((setting) => call[setting] !== undefined).map(
		(feature) => ({ type: 'unsupported', feature })
	);
	if (call.responseFormat?.type === 'json') {
		warnings.push({
			type: 'unsupported',
			feature: 'responseFormat',
			details: 'The embedded answer model writes plain text with citation marks.'
		});
	}
	return warnings;
}
