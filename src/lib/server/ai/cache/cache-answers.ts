// What a model says to the same words, it need not be asked twice within a day. Only what depends on nobody is kept: whoever orders the
// answer says so (IMPERSONAL), and whatever a tool but the search has told makes it personal. The key holds all that the model was given:
// its rules, the question, the passages with their revisions. Another revision, another rule or another question is another key, so there
// is nothing that could be stale.
import type {
	LanguageModelV4,
	LanguageModelV4CallOptions,
	LanguageModelV4Prompt,
	LanguageModelV4StreamPart,
	SharedV4ProviderOptions
} from '@ai-sdk/provider';
import { z } from 'zod';
import { sha256Hex } from '#lib/shared/ids.ts';
import type { TimedCache } from './timed-cache.ts';

/** Tells a model that the order depends on nothing personal. */
export const IMPERSONAL: SharedV4ProviderOptions = { segue: { impersonal: true } };

/** The tool whose results are the same for everybody who may ask alike. */
const SEARCH = 'search_knowledge_base';
const MOST_CHARACTERS = 20_000;
/** A kept answer is read in pieces of this size, as one that is being written. */
const PIECE = 24;

const Kept = z.object({
	text: z.string(),
	calls: z.array(z.object({ toolName: z.literal(SEARCH), input: z.string() })),
	finishReason: z.object({ unified: z.enum(['stop', 'tool-calls']), raw: z.string().optional() })
});
type Kept = z.infer<typeof Kept>;

export function cacheAnswers(model: LanguageModelV4, cache: TimedCache): LanguageModelV4 {
	return {
		specificationVersion: 'v4',
		provider: model.provider,
		modelId: model.modelId,
		supportedUrls: model.supportedUrls,
		doGenerate: (options) => model.doGenerate(options),
		async doStream(options) {
			if (!isImpersonal(options)) return model.doStream(options);
			const key = await keyOf(model, options);
			const kept = parse(await cache.read(key));
			if (kept !== undefined) return { stream: replay(kept) };
			const { stream, ...rest } = await model.doStream(options);
			return { ...rest, stream: stream.pipeThrough(keepWhole((whole) => cache.keep(key, whole))) };
		}
	};
}

function isImpersonal({ providerOptions, prompt }: LanguageModelV4CallOptions): boolean {
	if (providerOptions?.['segue']?.['impersonal'] !== true) return false;
	return prompt.every(
		(message) =>
			message.role !== 'tool' ||
			message.content.every((part) => part.type === 'tool-result' && part.toolName === SEARCH)
	);
}

async function keyOf(
	{ provider, modelId }: LanguageModelV4,
	{ prompt, tools = [], temperature, maxOutputTokens }: LanguageModelV4CallOptions
): Promise<string> {
	return sha256Hex(
		JSON.stringify([
			provider,
			modelId,
			temperature ?? null,
			maxOutputTokens ?? null,
			tools,
			withoutAccidents(prompt)
		])
	);
}

/** The ids of calls and how long a tool took differ each time, and change nothing. */
function withoutAccidents(prompt: LanguageModelV4Prompt): unknown {
	return prompt.map(({ role, content }) => [
		role,
		typeof content === 'string'
			? content
			: content.map((part) => {
					if (part.type === 'tool-call') return [part.type, part.toolName, part.input];
					if (part.type !== 'tool-result') return part;
					const { output } = part;
					return [part.type, part.toolName, output.type === 'json' ? withoutTimes(output.value) : output];
				})
	]);
}

function withoutTimes(value: unknown): unknown {
	return typeof value === 'object' && value !== null ? { ...value, metadata: undefined } : value;
}

function parse(text: string | undefined): Kept | undefined {
	if (text === undefined) return undefined;
	try {
		return Kept.safeParse(JSON.parse(text)).data;
	} catch {
		return undefined;
	}
}

/** Passes everything on, and hands over what was said once it came to a good end. */
function keepWhole(
	keep: (whole: string) => void
): TransformStream<LanguageModelV4StreamPart, LanguageModelV4StreamPart> {
	let text = '';
	const calls: { toolName: string; input: string }[] = [];
	let hasFailed = false;
	return new TransformStream({
		transform(part, controller) {
			controller.enqueue(part);
			if (part.type === 'text-delta') text += part.delta;
			else if (part.type === 'tool-call') calls.push({ toolName: part.toolName, input: part.input });
			else if (part.type === 'error') hasFailed = true;
			else if (part.type === 'finish' && !hasFailed) {
				const { finishReason } = part;
				const whole = Kept.safeParse({ text, calls, finishReason });
				const isSomething = text !== '' || calls.length > 0;
				if (whole.success && isSomething && text.length <= MOST_CHARACTERS) keep(JSON.stringify(whole.data));
			}
		}
	});
}

function replay({ text, calls, finishReason }: Kept): ReadableStream<LanguageModelV4StreamPart> {
	const parts: LanguageModelV4StreamPart[] = [{ type: 'stream-start', warnings: [] }];
	if (text !== '') {
		parts.push({ type: 'text-start', id: 'kept' });
		for (let at = 0; at < text.length; at += PIECE)
			parts.push({ type: 'text-delta', id: 'kept', delta: text.slice(at, at + PIECE) });
		parts.push({ type: 'text-end', id: 'kept' });
	}
	for (const { toolName, input } of calls)
		parts.push({ type: 'tool-call', toolCallId: `kept-${crypto.randomUUID()}`, toolName, input });
	parts.push({
		type: 'finish',
		finishReason: { ...finishReason, raw: finishReason.raw },
		usage: NOTHING_USED
	});
	return new ReadableStream({
		pull(controller) {
			const part = parts.shift();
			if (part === undefined) controller.close();
			else controller.enqueue(part);
		}
	});
}

const NOTHING_USED = {
	inputTokens: { total: 0, noCache: 0, cacheRead: 0, cacheWrite: 0 },
	outputTokens: { total: 0, text: 0, reasoning: 0 }
};
