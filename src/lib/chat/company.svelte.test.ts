import { describe, expect, it } from 'vitest';
import type { LiveRequest } from '#lib/shared/conversation/live.ts';
import { Company } from './company.svelte.ts';

function open() {
	const said: LiveRequest[] = [];
	let now = 0;
	const timers: { at: number; ring: () => void }[] = [];
	const company = new Company(
		{
			now: () => now,
			wait: (ms) => new Promise((resolve) => timers.push({ at: now + ms, ring: resolve }))
		},
		(request) => said.push(request)
	);
	async function pass(ms: number): Promise<void> {
		now += ms;
		for (const timer of timers.splice(0)) {
			if (timer.at <= now) timer.ring();
			else timers.push(timer);
		}
		await Promise.resolve();
		await Promise.resolve();
	}
	company.take({ type: 'ready', seq: 1, key: 'me' });
	company.take({
		type: 'presence',
		people: [
			{ key: 'me', role: 'owner', tabs: 2 },
			{ key: 'ada', role: 'staff', name: 'Ada', tabs: 1 }
		]
	});
	return { company, said, pass };
}

const names = (people: readonly { name?: string }[]) => people.map(({ name }) => name);

describe('company in a conversation', () => {
	it('is the others, until the line breaks', () => {
		const { company } = open();
		expect(names(company.others)).toEqual(['Ada']);
		company.clear();
		expect(company.others).toEqual([]);
	});

	it('types for a while after it last said so, and no longer than it is here', async () => {
		const { company, pass } = open();
		company.take({ type: 'typing', key: 'ada', isTyping: true });
		await pass(4_000);
		company.take({ type: 'typing', key: 'ada', isTyping: true });
		await pass(4_000);
		expect(names(company.typists)).toEqual(['Ada']);
		await pass(2_000);
		expect(company.typists).toEqual([]);
		company.take({ type: 'typing', key: 'ada', isTyping: true });
		company.take({ type: 'typing', key: 'ada', isTyping: false });
		expect(company.typists).toEqual([]);
		company.take({ type: 'typing', key: 'ada', isTyping: true });
		company.take({ type: 'presence', people: [{ key: 'me', role: 'owner', tabs: 2 }] });
		expect(company.typists).toEqual([]);
	});

	it('hears every few seconds that I type, and once that I have stopped', async () => {
		const { company, said, pass } = open();
		company.write('');
		for (const words of ['H', 'Ho', 'How']) company.write(words);
		await pass(3_000);
		company.write('How long');
		company.write('');
		company.write('');
		expect(said.map(({ isTyping }) => isTyping)).toEqual([true, true, false]);
	});

	it('is told nothing when nobody is there', () => {
		const { company, said } = open();
		company.take({ type: 'presence', people: [{ key: 'me', role: 'owner', tabs: 1 }] });
		company.write('How');
		expect(said).toEqual([]);
	});
});
