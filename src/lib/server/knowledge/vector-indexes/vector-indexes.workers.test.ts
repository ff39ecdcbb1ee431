import { beforeEach, describe, expect, it, vi } from 'vitest';
import { SYSTEM, VISITOR } from '#lib/shared/actor.ts';
import { AppError } from '#lib/shared/errors.ts';
import {
	createSteps,
	createTinyEmbedder,
	openTestSchool,
	TINY,
	type TestSchool
} from './fixtures/test-school.ts';
import { RETIRE_AFTER_MS, RETRY_AFTER_MS, STALE_MS, STALLED_MS } from './index-keeper.ts';
import { FRESH_MS } from './vector-indexes.ts';

let school: TestSchool;
beforeEach(async () => {
	school = await openTestSchool();
});

const sections = (count: number, word: string) =>
	Array.from({ length: count }, (_value, at) => `## Part ${at}\n\nNumber ${at} is about ${word}.`).join(
		'\n\n'
	);
const find = async (query: string) =>
	(await school.knowledge.search(VISITOR, { query, topK: 20 })).passages.map(({ text }) => text);
const statusOf = async () => (await school.records()).map(({ model, status }) => `${model} ${status}`).sort();

/** Wants the other embedder, and gives the index that is now to be filled. */
async function wantTiny(): Promise<string> {
	school.state.wanted = TINY;
	await school.indexes.start();
	return school.asked.at(-1) ?? '';
}
async function holdsAllChunks(): Promise<void> {
	const active = (await school.records()).find(({ status }) => status === 'active');
	const { count } = await school.storeOf(active!).describe();
	expect(count).toBe(
		(
			await school.database.$client
				.prepare('SELECT count(*) AS n FROM knowledge_chunks')
				.first<{ n: number }>()
		)?.n
	);
}

describe('the record of the index in force', () => {
	it('begins with what is wanted where there are no documents', async () => {
		school.state.wanted = TINY;
		await school.add('a.md', 'Rosin is for bows.');
		expect(await statusOf()).toEqual(['tiny-64 active']);
		expect(school.asked).toEqual([]);
		await holdsAllChunks();
	});

	it('takes the documents of a school without records to be in the first index', async () => {
		await school.add('a.md', 'Rosin is for bows.');
		await school.database.$client.prepare('DELETE FROM knowledge_indexes').run();
		school.state.wanted = TINY;
		const status = await school.indexes.status();
		expect(status).toMatchObject({ active: { model: 'segue-lexical-768-v1' }, isAsWanted: false });
	});

	it('is one, however many find none at once', async () => {
		await Promise.all(Array.from({ length: 8 }, () => school.openIsolate().indexes.status()));
		expect(await statusOf()).toEqual(['segue-lexical-768-v1 active']);
	});
});

describe('another embedder', () => {
	it('is noticed without being told, and begun once', async () => {
		await school.add('a.md', 'Rosin is for bows.');
		school.state.wanted = TINY;
		await Promise.all(
			Array.from({ length: 8 }, () =>
				school.openIsolate().knowledge.search(VISITOR, { query: 'rosin', topK: 1 })
			)
		);
		await school.idle();
		expect(new Set(school.asked).size).toBe(1);
		expect(await statusOf()).toEqual(['segue-lexical-768-v1 active', 'tiny-64 building']);
	});

	it('is begun once also by two who ask for it at the same time', async () => {
		school.state.wanted = TINY;
		const others = [school.openIsolate(), school.openIsolate()];
		await Promise.all(others.map(({ knowledge }) => knowledge.embedAgain(SYSTEM)));
		expect(new Set(school.asked).size).toBe(1);
	});

	it('fills its index while searches use the old one, then takes its place; the old one is emptied later', async () => {
		await school.add('long.md', sections(450, 'rosin'));
		const [old] = await school.records();
		const id = await wantTiny();
		const seen: string[] = [];
		const { steps, sleeps } = createSteps({
			after: async (name) => {
				const index = await school.indexes.current();
				const { building } = await school.indexes.status();
				seen.push(
					`${name}: ${index?.embedder.modelId} ${building ? `${building.done}/${building.total}` : ''}`
				);
				if (name === 'catch up 0') expect((await school.storeOf(old!).describe()).count).toBe(450);
			}
		});
		await school.run(id, steps);
		expect(seen.map((line) => line.trim())).toEqual([
			'slice 0: segue-lexical-768-v1 200/450',
			'slice 1: segue-lexical-768-v1 400/450',
			'slice 2: segue-lexical-768-v1 450/450',
			'slice 3: segue-lexical-768-v1 450/450',
			'settled 1.0: segue-lexical-768-v1 450/450',
			// This isolate remembers the old one for a while yet; then it reads again.
			'swap 1: segue-lexical-768-v1',
			'catch up 0: tiny-64',
			'clear: tiny-64'
		]);
		expect(sleeps).toEqual([RETIRE_AFTER_MS]);
		expect(RETIRE_AFTER_MS).toBeGreaterThan(STALE_MS);
		expect(await statusOf()).toEqual(['tiny-64 active']);
		expect((await school.storeOf(old!).describe()).count).toBe(0);
		await holdsAllChunks();
		expect(await find('rosin')).toHaveLength(20);
	});

	it('goes on after a crash in any of its steps, and ends with every vector once', async () => {
		const whole = createSteps();
		await school.add('long.md', sections(250, 'rosin'));
		await school.run(await wantTiny(), whole.steps);
		for (const crashIn of whole.journal.keys()) {
			school = await openTestSchool();
			await school.add('long.md', sections(250, 'rosin'));
			const id = await wantTiny();
			const broken = createSteps({ crashIn });
			expect(await Promise.race([school.run(id, broken.steps), broken.crashed])).toBe('crashed');
			const again = createSteps({ journal: broken.journal });
			await school.run(id, again.steps);
			expect(await statusOf(), crashIn).toEqual(['tiny-64 active']);
			await holdsAllChunks();
		}
	});

	it('keeps up with documents that are added, changed and removed meanwhile', async () => {
		await school.add('long.md', sections(250, 'rosin'));
		const { documentId: leaving } = await school.add('leaving.md', 'A metronome ticks.');
		const { documentId: changing } = await school.add('changing.md', 'A mute is silver.');
		const id = await wantTiny();
		const { steps } = createSteps({
			after: async (name) => {
				if (name === 'slice 0') await school.add('new.md', 'A capo clamps.');
				if (name === 'slice 1') await school.knowledge.deleteDocument(SYSTEM, leaving);
				if (name === 'settled 1.0') await school.add('changing.md', 'A mute is leather.');
			}
		});
		await school.run(id, { ...steps, sleep: async () => holdsAllChunks() });
		school.clock.advance(STALE_MS + 1);
		expect(await statusOf()).toEqual(['tiny-64 active']);
		await holdsAllChunks();
		const index = (await school.indexes.current())!;
		const nearest = async (text: string, documentIds?: string[]) => {
			const { embeddings } = await index.embedder.doEmbed({ values: [text] });
			return index.vectors.query(embeddings[0] ?? [], { topK: 1, ...(documentIds ? { documentIds } : {}) });
		};
		expect(await nearest('A metronome ticks.', [leaving])).toEqual([]);
		expect((await nearest('Changing\nA mute is leather.', [changing]))[0]?.score).toBeGreaterThan(0.9);
		expect(await find('leather mute')).toContain('A mute is leather.');
	});

	it('takes out what was deleted between reading a chunk and storing its vector', async () => {
		const { documentId } = await school.add('leaving.md', 'A metronome ticks.');
		await school.add('a.md', 'Rosin is for bows.');
		let isFirst = true;
		school.state.tiny = createTinyEmbedder(async () => {
			if (!isFirst) return;
			isFirst = false;
			await school.knowledge.deleteDocument(SYSTEM, documentId);
		});
		await school.run(await wantTiny());
		await holdsAllChunks();
	});

	it('also gets what an isolate adds that still remembers the old index', async () => {
		await school.add('a.md', 'Rosin is for bows.');
		const late = school.openIsolate();
		await late.knowledge.search(VISITOR, { query: 'rosin', topK: 1 });
		const { steps } = createSteps({
			after: async (name) => {
				if (name === 'swap 1')
					await late.knowledge.addDocument(SYSTEM, {
						name: 'b.md',
						mediaType: 'text/markdown',
						source: 'A capo clamps.'
					});
			}
		});
		const id = await wantTiny();
		await school.run(id, { ...steps, sleep: async () => holdsAllChunks() });
		await holdsAllChunks();
	});

	it('that fails leaves the old index in force, says why, and is not tried again at once', async () => {
		await school.add('a.md', 'Rosin is for bows.');
		school.state.tiny = createTinyEmbedder(async () => {
			throw new AppError('rate-limited', 'The embedding model is busy.');
		});
		await school.run(await wantTiny());
		expect(await statusOf()).toEqual(['segue-lexical-768-v1 active', 'tiny-64 failed']);
		expect(await school.indexes.status()).toMatchObject({
			failed: { problem: 'The embedding model is busy.' }
		});
		expect(await find('rosin')).toHaveLength(1);
		const before = school.asked.length;
		await school.idle();
		expect(school.asked).toHaveLength(before);
		school.clock.advance(RETRY_AFTER_MS + 1);
		await school.indexes.status();
		await school.idle();
		expect(school.asked).toHaveLength(before + 1);
		school.state.tiny = createTinyEmbedder();
		await school.run(school.asked.at(-1) ?? '');
		expect(await statusOf()).toEqual(['tiny-64 active']);
	});

	it('shows what is in the way while it may still pass', async () => {
		await school.add('a.md', 'Rosin is for bows.');
		school.state.tiny = createTinyEmbedder(async () => {
			throw new AppError('rate-limited', 'The embedding model is busy.');
		});
		await expect(school.fill.embedSlice(await wantTiny())).rejects.toMatchObject({ code: 'rate-limited' });
		expect((await school.indexes.status()).building).toMatchObject({
			problem: 'The embedding model is busy.'
		});
		school.state.tiny = createTinyEmbedder();
		await school.fill.embedSlice(school.asked.at(-1) ?? '');
		expect((await school.indexes.status()).building).toEqual({ done: 1, total: 1 });
	});

	it('does not empty an index that was replaced only just now, whoever clears', async () => {
		await school.add('a.md', 'Rosin is for bows.');
		await school.run(await wantTiny());
		const [tiny] = await school.records();
		await school.indexes.start();
		const broken = createSteps({ crashIn: 'swap 1' });
		await Promise.race([school.run(school.asked.at(-1) ?? '', broken.steps), broken.crashed]);
		await school.fill.clearRetired();
		expect((await school.storeOf(tiny!).describe()).count).toBe(1);
		school.clock.advance(RETIRE_AFTER_MS);
		await school.fill.clearRetired();
		expect(await statusOf()).toEqual(['tiny-64 active']);
	});

	it('is woken when nothing has been heard of it for long', async () => {
		const id = await wantTiny();
		school.asked.length = 0;
		await school.indexes.status();
		school.clock.advance(STALLED_MS + 1);
		await school.indexes.status();
		await school.idle();
		expect(school.asked).toEqual([id]);
	});

	it('is woken also when only the old index is left to be emptied', async () => {
		await school.add('a.md', 'Rosin is for bows.');
		const id = await wantTiny();
		const broken = createSteps({ crashIn: 'swap 1' });
		await Promise.race([school.run(id, broken.steps), broken.crashed]);
		school.asked.length = 0;
		school.clock.advance(RETIRE_AFTER_MS + STALLED_MS + 1);
		await school.indexes.status();
		await school.idle();
		expect(school.asked).toEqual([id]);
		// Begun from nothing, as a restarted workflow does.
		await school.run(id);
		expect(await statusOf()).toEqual(['tiny-64 active']);
	});
});

describe('a search', () => {
	it('goes by words alone, and says so, when no embedder at hand made the index', async () => {
		await school.add('a.md', 'Rosin is for bows.');
		school.state.isEmbeddedThere = false;
		expect(await find('rosin')).toEqual(['Rosin is for bows.']);
		expect(school.lines.join('')).toContain('without vectors');
		expect(await school.indexes.status()).toMatchObject({ active: { isSearchable: false } });
		await school.add('b.md', 'Rosin is sticky.');
		expect(await find('rosin')).toHaveLength(2);
	});

	it('pays no trip for knowing the index: it is remembered, and read again behind it', async () => {
		const prepare = vi.spyOn(school.database.$client, 'prepare');
		await school.indexes.current();
		await school.idle();
		const first = prepare.mock.calls.length;
		for (let n = 0; n < 50; n++) await school.indexes.current();
		expect(prepare.mock.calls).toHaveLength(first);
		school.clock.advance(FRESH_MS + 1);
		await Promise.all([school.indexes.current(), school.indexes.current()]);
		await school.idle();
		expect(prepare.mock.calls).toHaveLength(first + 1);
		prepare.mockRestore();
	});
});
