// Documents that contradict or repeat each other, with the school's own services.
import { beforeEach, describe, expect, it } from 'vitest';
import { schema } from '#lib/server/platform/index.ts';
import { SYSTEM, type Actor } from '#lib/shared/actor.ts';
import { newId } from '#lib/shared/ids.ts';
import { openSchool } from './fixtures/school.ts';

const { consistency, knowledge, database } = openSchool();
const admin: Actor = { userId: newId(), role: 'admin', via: 'session' };
const list = (kind: 'contradiction' | 'duplicate' = 'contradiction', dismissed = false) =>
	consistency.list(admin, { kind, dismissed });
const write = (name: string, source: string) =>
	knowledge.addDocument(SYSTEM, { name, mediaType: 'text/markdown', source });
const FEES =
	'# Fees\n\nA late charge of £10 is added when a payment is 14 days late. Fees are paid by direct debit.';
const LATER = '# Payment\n\nA late charge of £10 is added when a payment is 28 days late.';

beforeEach(async () => {
	await database.delete(schema.knowledgeFindings);
	for (const { id } of (await knowledge.listDocuments(SYSTEM)).documents)
		await knowledge.deleteDocument(SYSTEM, id);
});

describe('what does not go together', () => {
	it('is found once, at its place in both documents, and goes when one is mended', async () => {
		await write('fees.md', FEES);
		await write('payment.md', LATER);
		expect((await list()).waiting).toBe(2);
		expect(await consistency.compare(admin)).toBe(2);
		expect(await consistency.compare(admin), 'nothing has changed').toBe(0);
		const { findings, counts, waiting } = await list();
		expect({ counts, waiting }).toEqual({ counts: { contradiction: 1, duplicate: 0 }, waiting: 0 });
		for (const side of [findings[0]!.a, findings[0]!.b]) {
			const { text } = await knowledge.getDocument(SYSTEM, side.documentId, side.revision);
			expect(text.slice(side.start, side.end)).toBe(side.text);
		}
		await write('payment.md', LATER.replace('28', '14'));
		expect((await list()).waiting).toBe(1);
		await consistency.upkeep();
		expect((await list()).findings).toEqual([]);
		expect((await list('duplicate')).findings).toHaveLength(1);
	});

	it('stays dismissed while both stand, also when one moves, and goes with its document', async () => {
		await write('fees.md', FEES);
		const { documentId } = await write('payment.md', LATER);
		await consistency.upkeep();
		const { id } = (await list()).findings[0]!;
		await consistency.dismiss(admin, id, true);
		expect((await list()).findings).toEqual([]);
		await write('payment.md', LATER.replace('\n\n', '\n\nBills are sent before the term. '));
		await consistency.upkeep();
		expect((await list()).findings).toEqual([]);
		const { findings } = await list('contradiction', true);
		const moved = findings[0]!.a.documentId === documentId ? findings[0]!.a : findings[0]!.b;
		const { text } = await knowledge.getDocument(SYSTEM, documentId);
		expect(text.slice(moved.start, moved.end)).toBe(moved.text);
		await consistency.dismiss(admin, id, false);
		expect((await list()).findings).toHaveLength(1);
		await knowledge.deleteDocument(SYSTEM, documentId);
		expect((await list()).findings).toEqual([]);
		await expect(consistency.dismiss(admin, id, true)).rejects.toMatchObject({ code: 'not-found' });
	});

	it('is shown to who writes the knowledge alone', async () => {
		const agent: Actor = { userId: newId(), role: 'agent', via: 'session' };
		await expect(consistency.list(agent, { kind: 'duplicate', dismissed: false })).rejects.toMatchObject({
			code: 'forbidden'
		});
		await expect(consistency.compare(agent)).rejects.toMatchObject({ code: 'forbidden' });
		await expect(consistency.dismiss(agent, 'x', true)).rejects.toMatchObject({ code: 'forbidden' });
	});
});
