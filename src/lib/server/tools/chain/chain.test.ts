// Chains of tools: what a plan may be, how steps refer to each other, and that each effect happens once whatever step is killed.
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Actor } from '#lib/shared/actor.ts';
import { AppError } from '#lib/shared/errors.ts';
import { createLogger } from '../../observability/index.ts';
import { createManualClock } from '../../platform/index.ts';
import {
	createChainWork,
	createToolRegistry,
	defineTool,
	requireSound,
	runChain,
	withProgress,
	type Chain,
	type ChainPlace,
	type ChainSteps
} from '../index.ts';
import { resolveReferences } from './references.ts';

const PERSON: Actor = { userId: 'p', role: 'user', via: 'session' };
const step = (id: string, tool: string, input: Record<string, unknown> = {}) => ({ id, tool, input });

/** Tools that write down what they do. `failing`: how a tool fails, and how often before it works. */
function workshop(failing: Record<string, { error: Error; times: number }> = {}) {
	const effects: string[] = [];
	const keys = new Set<string>();
	const left = new Map(Object.entries(failing).map(([name, { times }]) => [name, times]));
	const tool = (name: string, more: { writes?: boolean; undoes?: boolean } = {}) =>
		defineTool<Record<string, unknown>, unknown>(
			{
				...{ name, description: name, parameters: z.looseObject({}), timeoutMs: 1_000 },
				confirmation: more.writes === true ? 'always' : 'never',
				idempotencyKey: (_input, { turnId, toolCallId }) => `${turnId}:${toolCallId}`,
				execute(input, { idempotencyKey = '' }) {
					const times = left.get(name) ?? 0;
					left.set(name, times - 1);
					const failure = failing[name];
					if (failure !== undefined && times > 0) return Promise.reject(failure.error);
					// As the rooms do it: one effect for a key.
					if (!keys.has(idempotencyKey)) effects.push(`${name} ${JSON.stringify(input)}`);
					keys.add(idempotencyKey);
					return Promise.resolve({ title: 'Waltz', lines: [{ text: 'Slow.' }, { text: 'Soft.' }], none: [] });
				},
				...(more.undoes === true
					? {
							undo: (_output: unknown, { toolCallId }) => {
								if (!keys.has(`undo ${toolCallId}`)) effects.push(`undo ${name}`);
								keys.add(`undo ${toolCallId}`);
								return Promise.resolve();
							}
						}
					: {})
			},
			{ clock: createManualClock(), log: createLogger({ write: () => undefined }) }
		);
	const tools = createToolRegistry([
		tool('read'),
		tool('open', { writes: true, undoes: true }),
		tool('send', { writes: true })
	]);
	return { tools, effects };
}

const STEPS = [
	step('a', 'read'),
	step('b', 'open', { about: '{{a.title}}' }),
	step('c', 'send', { text: 'Of $a.title: {{a.lines}}' })
];

function openPlace(steps = STEPS) {
	let chain: Chain | null = {
		...{ id: 'chain', title: 'All of it', steps, actor: PERSON, turnId: 't', toolCallId: 'call' },
		...{ outcomes: {}, undone: {} }
	};
	const told: Chain[] = [];
	const place: ChainPlace = {
		chain(_conversationId, _chainId, progress) {
			if (chain !== null && progress !== undefined) chain = withProgress(chain, progress);
			return Promise.resolve(chain);
		},
		endChain() {
			if (chain !== null) told.push(chain);
			chain = null;
			return Promise.resolve(true);
		}
	};
	return { place, told };
}

const KILLED = new Error('killed');

/** A workflow: results of steps that ended are kept; what fails is tried three times. `kill`: the process dies at the nth thing that happens. */
function workflow(kill: number) {
	const kept = new Map<string, string>();
	let count = 0;
	// A dead process does nothing more, whatever it would have caught.
	let isDead = false;
	const mayDie = () => {
		isDead ||= count++ === kill;
		if (isDead) throw KILLED;
	};
	const steps: ChainSteps = {
		async do(name, work) {
			const known = kept.get(name);
			if (known !== undefined) return JSON.parse(known) as never;
			for (let tries = 1; ; tries++)
				try {
					mayDie();
					const result = await work();
					// Its effect is there, that it ended is not known yet.
					mayDie();
					kept.set(name, JSON.stringify(result));
					return result;
				} catch (thrown) {
					if (thrown === KILLED || tries === 3) throw thrown;
				}
		},
		wait: () => Promise.resolve()
	};
	return {
		steps,
		things: () => count,
		restart: () => {
			isDead = false;
		}
	};
}

async function run(failing: Parameters<typeof workshop>[0] = {}, kill = Infinity) {
	const { tools, effects } = workshop(failing);
	const { place, told } = openPlace();
	const { steps, things, restart } = workflow(kill);
	const work = () => createChainWork({ place, tools, conversationId: 'conversation', chainId: 'chain' });
	const isKilled = await runChain(work(), steps).then(
		() => false,
		() => true
	);
	restart();
	if (isKilled) await runChain(work(), steps);
	return { effects, told, things: things() };
}

const BROKEN = new AppError('conflict', 'It is closed.');
const AWAY = new AppError('unavailable', 'Away.');

describe('a chain', () => {
	it('gives each step what earlier ones gave', async () => {
		const { effects, told } = await run();
		expect(effects).toEqual([
			'read {}',
			'open {"about":"Waltz"}',
			String.raw`send {"text":"Of $a.title: - Slow.\n- Soft."}`
		]);
		expect(told).toHaveLength(1);
	});

	it('tries again what may pass', async () => {
		expect((await run({ open: { error: AWAY, times: 2 } })).effects).toHaveLength(3);
	});

	it.each([
		['for good', BROKEN],
		['again and again', AWAY]
	])('that fails %s is undone, the last first, and told', async (_how, error) => {
		const { effects, told } = await run({ send: { error, times: 99 } });
		expect(effects).toEqual(['read {}', 'open {"about":"Waltz"}', 'undo open']);
		expect(told).toMatchObject([{ outcomes: { c: { ok: false } }, undone: { b: true } }]);
	});

	it.each([
		['that works', {}],
		['whose last step fails', { send: { error: BROKEN, times: 99 } }],
		['whose second step does not answer', { open: { error: AWAY, times: 99 } }]
	])('%s comes to the same end once, wherever it is killed', async (_which, failing) => {
		const whole = await run(failing);
		expect(whole.things).toBeGreaterThan(6);
		for (let kill = 0; kill < whole.things; kill++) {
			const killed = await run(failing, kill);
			expect(killed.effects).toEqual(whole.effects);
			expect(killed.told).toEqual(whole.told);
		}
	});
});

describe('a plan', () => {
	const { tools } = workshop();
	it.each([
		['a tool that is not there', [step('a', 'read'), step('b', 'fly')], 'fly'],
		[
			'a step that refers to a later one',
			[step('a', 'read', { x: '{{b.title}}' }), step('b', 'read')],
			'before'
		],
		['a step that refers to itself', [step('a', 'read', { x: ['$a.title'] }), step('b', 'read')], 'before'],
		['two steps of one name', [step('a', 'read'), step('a', 'read')], 'Two steps'],
		['a change behind which nothing could be undone', [step('a', 'send'), step('b', 'read')], 'last step'],
		['too much', [step('a', 'read', { x: 'x'.repeat(20_001) }), step('b', 'read')], 'too much']
	])('is refused with %s', (_what, steps, words) => {
		expect(() => requireSound({ title: 't', steps }, tools)).toThrow(words);
	});

	it('is sound otherwise', () => {
		expect(() => requireSound({ title: 't', steps: STEPS }, tools)).not.toThrow();
	});
});

describe('a reference', () => {
	const data = new Map<string, unknown>([['a', { n: 7, none: [], deep: [{ text: 'x' }] }]]);

	it.each([
		['$a.n', 7],
		['{{a.n}} and {{ a.deep.0 }}', '7 and x'],
		['$b.n costs $5.00 {{b.n}}', '$b.n costs $5.00 {{b.n}}'],
		['', '']
	])('%j is %j', (written, value) => {
		expect(resolveReferences({ deep: [written] }, data)).toEqual({ deep: [value] });
	});

	it.each(['$a.none', '{{a.gone}}', '$a.constructor', '{{a.deep.length.x}}'])(
		'%j finds nothing to go on with',
		(written) => {
			expect(() => resolveReferences(written, data)).toThrow('nothing to go on with');
		}
	);
});
