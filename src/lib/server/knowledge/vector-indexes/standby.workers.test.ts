// An index that stands by: kept as complete as the one in force, asked when that one's model is away, and never mixed with it.
import { beforeEach, describe, expect, it } from 'vitest';
import { SYSTEM, VISITOR } from '#lib/shared/actor.ts';
import { AppError } from '#lib/shared/errors.ts';
import {
	createTinyEmbedder,
	EMBEDDED,
	openTestSchool,
	TINY,
	type TestSchool
} from './fixtures/test-school.ts';
import { RETIRE_AFTER_MS, RETRY_AFTER_MS, STALE_MS } from './index-keeper.ts';

let school: TestSchool;
/** What the remote model does next. */
let tiny: () => Promise<void>;
const AWAY = new AppError('unavailable', 'The embedding model is away just now.', { retryable: false });

beforeEach(async () => {
	school = await openTestSchool();
	tiny = async () => undefined;
	school.state.tiny = createTinyEmbedder(() => tiny());
	school.state.wanted = TINY;
	school.state.standbys = [EMBEDDED];
});

const statusOf = async () => (await school.records()).map(({ model, status }) => `${model} ${status}`).sort();
const find = async (query: string) =>
	(await school.knowledge.search(VISITOR, { query, topK: 5 })).passages.map(({ text }) => text);
const counts = async () =>
	Promise.all(
		(await school.records())
			.filter(({ status }) => status === 'active' || status === 'standby')
			.map(async (record) => (await school.storeOf(record).describe()).count)
	);

/** The remote model's index in force, and the embedded one beside it. */
async function standBoth(): Promise<void> {
	await school.add('a.md', 'Rosin is for bows.');
	await school.indexes.status();
	await school.idle();
	await school.run(school.asked.at(-1) ?? '');
	school.clock.advance(STALE_MS + 1);
	expect(await statusOf()).toEqual(['segue-lexical-768-v1 standby', 'tiny-64 active']);
}

describe('an index that stands by', () => {
	it('is filled by itself, beside the one in force', async () => {
		await standBoth();
		expect(await counts()).toEqual([1, 1]);
		expect(await school.indexes.status()).toMatchObject({
			active: { model: 'tiny-64' },
			isAsWanted: true,
			standbys: ['segue-lexical-768-v1']
		});
	});

	it('gets what is added, changed and removed', async () => {
		await standBoth();
		await school.add('b.md', 'A metronome ticks.');
		await school.add('b.md', 'A metronome ticks twice.');
		expect(await counts()).toEqual([2, 2]);
		const { documents } = await school.knowledge.listDocuments(SYSTEM);
		for (const { id } of documents) await school.knowledge.deleteDocument(SYSTEM, id);
		expect(await counts()).toEqual([0, 0]);
	});

	it('gets also what is added by an isolate that does not know of it yet', async () => {
		await school.add('a.md', 'Rosin is for bows.');
		const late = school.openIsolate();
		await late.knowledge.search(VISITOR, { query: 'rosin', topK: 1 });
		await school.idle();
		await school.run(school.asked.at(-1) ?? '');
		await late.knowledge.addDocument(SYSTEM, {
			...{ name: 'b.md', mediaType: 'text/markdown', source: 'A capo clamps.' }
		});
		expect(await counts()).toEqual([2, 2]);
	});

	it('answers a search with its own vectors when the other model is away', async () => {
		await standBoth();
		const index = await school.indexes.current();
		expect([index?.embedder.modelId, index?.standby?.embedder.modelId]).toEqual([
			'tiny-64',
			'segue-lexical-768-v1'
		]);
		tiny = () => Promise.reject(AWAY);
		expect(await find('rosin')).toEqual(['Rosin is for bows.']);
		expect(school.lines.join()).toContain('search goes on with other vectors');
		expect(school.lines.join()).not.toContain('search goes on without vectors');
	});

	it('is asked when the other gives vectors of another size, which reach no index', async () => {
		await standBoth();
		school.state.tiny = {
			...school.state.tiny,
			doEmbed: async () => ({ embeddings: [[1, 2, 3]], warnings: [] })
		};
		expect(await find('rosin')).toEqual(['Rosin is for bows.']);
		expect(school.lines.join()).toContain('search goes on with other vectors');
	});

	it('leaves words alone when its own model is gone, too', async () => {
		await standBoth();
		tiny = () => Promise.reject(AWAY);
		school.state.isEmbeddedThere = false;
		expect(await find('rosin')).toEqual(['Rosin is for bows.']);
		expect(school.lines.join()).toContain('search goes on without vectors');
	});

	it('takes the place of the other at once when settings want it', async () => {
		await standBoth();
		const before = school.asked.length;
		[school.state.wanted, school.state.standbys] = [EMBEDDED, []];
		await school.indexes.status();
		await school.idle();
		expect(await statusOf()).toEqual(['segue-lexical-768-v1 active', 'tiny-64 retired']);
		expect(school.asked).toHaveLength(before);
	});

	it('is what an index in force becomes when another takes its place', async () => {
		[school.state.wanted, school.state.standbys] = [EMBEDDED, []];
		await school.add('a.md', 'Rosin is for bows.');
		[school.state.wanted, school.state.standbys] = [TINY, [EMBEDDED]];
		await school.indexes.start();
		await school.run(school.asked.at(-1) ?? '');
		expect(await statusOf()).toEqual(['segue-lexical-768-v1 standby', 'tiny-64 active']);
		expect(await counts()).toEqual([1, 1]);
	});

	it('is retired when nobody wants it any more, and emptied when nobody remembers it', async () => {
		await standBoth();
		const standing = (await school.records()).find(({ status }) => status === 'standby');
		school.state.standbys = [];
		await school.indexes.status();
		await school.idle();
		expect(await statusOf()).toEqual(['segue-lexical-768-v1 retired', 'tiny-64 active']);
		school.clock.advance(RETIRE_AFTER_MS);
		await school.fill.clearRetired();
		expect(await statusOf()).toEqual(['tiny-64 active']);
		expect((await school.storeOf(standing!).describe()).count).toBe(0);
	});

	it('that cannot be written to does not hold the knowledge up: it stands by no more, and is filled anew', async () => {
		[school.state.wanted, school.state.standbys] = [EMBEDDED, [TINY]];
		await school.add('a.md', 'Rosin is for bows.');
		await school.indexes.status();
		await school.idle();
		await school.run(school.asked.at(-1) ?? '');
		expect(await statusOf()).toEqual(['segue-lexical-768-v1 active', 'tiny-64 standby']);
		tiny = () => Promise.reject(AWAY);
		await school.add('b.md', 'A metronome ticks.');
		expect(await find('metronome')).toContain('A metronome ticks.');
		expect(await statusOf()).toEqual(['segue-lexical-768-v1 active', 'tiny-64 failed']);
		tiny = async () => undefined;
		school.clock.advance(RETRY_AFTER_MS + 1);
		await school.indexes.status();
		await school.idle();
		await school.run(school.asked.at(-1) ?? '');
		expect(await statusOf()).toEqual(['segue-lexical-768-v1 active', 'tiny-64 standby']);
		expect(await counts()).toEqual([2, 2]);
	});
});

describe('an index whose model is changed while it is filled', () => {
	it('is put in force by nobody when the settings want another by then', async () => {
		await standBoth();
		const OTHER = { ...TINY, provider: 'other/embedded' };
		school.state.wanted = OTHER;
		await school.indexes.start();
		const id = school.asked.at(-1) ?? '';
		await school.fill.embedSlice(id);
		school.state.wanted = TINY;
		expect(await school.fill.swap(id)).toBe('over');
		expect(await statusOf()).toEqual(['segue-lexical-768-v1 standby', 'tiny-64 active', 'tiny-64 retired']);
	});

	it('takes no vector of another size', async () => {
		[school.state.wanted, school.state.standbys] = [EMBEDDED, []];
		await school.add('a.md', 'Rosin is for bows.');
		school.state.wanted = TINY;
		await school.indexes.start();
		school.state.tiny = {
			...school.state.tiny,
			doEmbed: async ({ values }) => ({ embeddings: values.map(() => [1, 2, 3]), warnings: [] })
		};
		await school.run(school.asked.at(-1) ?? '');
		expect(await statusOf()).toEqual(['segue-lexical-768-v1 active', 'tiny-64 failed']);
		expect(await find('rosin')).toEqual(['Rosin is for bows.']);
	});
});

describe('a model whose vectors nobody has measured', () => {
	const UNMEASURED = { ...TINY, dimensions: undefined };

	it('is measured before its index is begun, and known by that from then on', async () => {
		[school.state.wanted, school.state.standbys] = [EMBEDDED, []];
		await school.add('a.md', 'Rosin is for bows.');
		school.state.wanted = UNMEASURED;
		await school.indexes.start();
		await school.run(school.asked.at(-1) ?? '');
		const active = (await school.records()).find(({ status }) => status === 'active');
		expect(active).toMatchObject({ model: 'tiny-64', dimensions: 64 });
		expect(await school.indexes.status()).toMatchObject({ isAsWanted: true });
	});

	it('that cannot be asked keeps nobody from searching, says why, and is tried again later', async () => {
		school.state.wanted = UNMEASURED;
		school.state.standbys = [];
		school.state.measure = () => Promise.reject(AWAY);
		await school.add('a.md', 'Rosin is for bows.');
		await school.idle();
		expect(await statusOf()).toEqual(['segue-lexical-768-v1 active', 'tiny-64 failed']);
		expect(await school.indexes.status()).toMatchObject({ failed: { problem: AWAY.message } });
		expect(await find('rosin')).toEqual(['Rosin is for bows.']);
		school.state.measure = async (kind) => ({ ...kind, dimensions: 64 });
		school.clock.advance(RETRY_AFTER_MS + 1);
		await school.indexes.status();
		await school.idle();
		await school.run(school.asked.at(-1) ?? '');
		expect(await statusOf()).toContain('tiny-64 active');
	});
});
