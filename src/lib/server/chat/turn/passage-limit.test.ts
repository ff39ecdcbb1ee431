import { expect, it } from 'vitest';
import { z } from 'zod';
import type { RegisteredTool, ToolContext } from '../../tools/index.ts';
import { limitPassages } from './passage-limit.ts';

function tool(name: string, calls: unknown[]): RegisteredTool {
	return {
		name,
		description: '',
		parameters: z.object({}),
		confirmation: 'never',
		canUndo: false,
		undo: () => Promise.reject(new Error('nothing to undo')),
		call(input) {
			calls.push(input);
			return Promise.resolve({ success: true, data: null, metadata: { durationMs: 0 } });
		}
	};
}

async function inputsWith(variant: string | undefined): Promise<unknown[]> {
	const calls: unknown[] = [];
	const tools = limitPassages(
		[tool('search_knowledge_base', calls), tool('hand_over', calls)],
		Promise.resolve(variant)
	);
	for (const one of tools) await one.call({ query: 'fees', top_k: 6 }, {} as ToolContext);
	return calls;
}

it('asks the search for as many passages as the variant says, and leaves other tools alone', async () => {
	expect(await inputsWith('three')).toEqual([
		{ query: 'fees', top_k: 3 },
		{ query: 'fees', top_k: 6 }
	]);
	expect(await inputsWith('ten')).toEqual([
		{ query: 'fees', top_k: 10 },
		{ query: 'fees', top_k: 6 }
	]);
});

it('changes nothing where no variant is in force, or one it does not know', async () => {
	expect((await inputsWith(undefined))[0]).toEqual({ query: 'fees', top_k: 6 });
	expect((await inputsWith('hundred'))[0]).toEqual({ query: 'fees', top_k: 6 });
});
