// Llama now and then writes a tool call as its answer ({"type":"function","name":…} or <function=…>) instead of making it. Such a text
// becomes the call it stands for, when a tool of that name was offered; any other text goes out unchanged. Only a text that begins
// like a call is held back, and only while it can still be one.
import type { LanguageModelV4StreamPart } from '@ai-sdk/provider';
import { z } from 'zod';
import { newId } from '#lib/shared/ids.ts';

const LONGEST_CALL = 4_000;
const PYTHON_TAG = '<|python_tag|>';
const OPENINGS = ['{', '[{', PYTHON_TAG, '<function='];
const TAGGED = /^<function=([\w-]+)>([\s\S]*?)(?:<\/function>)?$/;

const WrittenCall = z
	.union([
		z.object({ name: z.string(), parameters: z.record(z.string(), z.unknown()) }),
		z.object({ name: z.string(), arguments: z.record(z.string(), z.unknown()) }),
		z.object({
			function: z.object({ name: z.string(), arguments: z.record(z.string(), z.unknown()) })
		})
	])
	.transform((call) => {
		if ('function' in call) return { name: call.function.name, input: call.function.arguments };
		return { name: call.name, input: 'parameters' in call ? call.parameters : call.arguments };
	});
type WrittenCall = z.infer<typeof WrittenCall>;
const WrittenCalls = z.union([WrittenCall.transform((call) => [call]), z.array(WrittenCall).min(1)]);

/** The calls a whole text stands for; none when it is anything else. */
export function readWrittenCalls(text: string, toolNames: ReadonlySet<string>): WrittenCall[] {
	const trimmed = text.trim().replace(PYTHON_TAG, '').trim();
	const [, name, body] = TAGGED.exec(trimmed) ?? [];
	const calls = WrittenCalls.safeParse(
		name === undefined ? parseJson(trimmed) : { name, arguments: parseJson(body ?? '') }
	);
	return calls.success && calls.data.every((call) => toolNames.has(call.name)) ? calls.data : [];
}

export function makeWrittenCalls(
	toolNames: ReadonlySet<string>
): TransformStream<LanguageModelV4StreamPart, LanguageModelV4StreamPart> {
	/** The text that may be a call, and the parts it came in; undefined once it cannot be one. */
	let held: { text: string; parts: LanguageModelV4StreamPart[] } | undefined;
	let hasCalled = false;
	type Controller = TransformStreamDefaultController<LanguageModelV4StreamPart>;

	function release(controller: Controller): void {
		for (const part of held?.parts ?? []) controller.enqueue(part);
		held = undefined;
	}

	return new TransformStream({
		transform(part, controller) {
			switch (part.type) {
				case 'text-start':
					held = { text: '', parts: [part] };
					return;
				case 'text-delta':
					if (held === undefined) break;
					held.text += part.delta;
					held.parts.push(part);
					if (!mayBeCall(held.text)) release(controller);
					return;
				case 'text-end': {
					if (held === undefined) break;
					const calls = readWrittenCalls(held.text, toolNames);
					if (calls.length === 0) {
						release(controller);
						break;
					}
					held = undefined;
					hasCalled = true;
					for (const { name, input } of calls)
						controller.enqueue({
							type: 'tool-call',
							toolCallId: newId(),
							toolName: name,
							input: JSON.stringify(input)
						});
					return;
				}
				case 'finish':
					if (!hasCalled) break;
					controller.enqueue({
						...part,
						finishReason: { ...part.finishReason, unified: 'tool-calls' }
					});
					return;
				default:
					break;
			}
			controller.enqueue(part);
		},
		flush: release
	});
}

function mayBeCall(text: string): boolean {
	const begun = text.trimStart();
	return (
		begun.length <= LONGEST_CALL &&
		OPENINGS.some((opening) => begun.startsWith(opening) || opening.startsWith(begun))
	);
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
