// A document's life: added, added again, changed, read by those it is for, deleted without a trace.
import { expect } from '../fixtures.ts';
import type { Caller } from './caller.ts';
import { fresh, test, type Added, type Read } from './document.ts';
import { expectRefusal } from './refusal.ts';
import { newId } from './turn.ts';

test('adding the same again changes nothing, other words make a revision, deletion leaves nothing', async ({
	library,
	administrator
}) => {
	const name = fresh('md');
	const word = `quintuplet${newId().slice(0, 8)}`;
	const first = (await library.send({ name, text: `The ${word} is played on Mondays.` })).json as Added;
	const again = (await library.send({ name, text: `The ${word} is played on Mondays.\n` })).json as Added;
	expect([again.status, again.revision, again.documentId]).toEqual([
		'unchanged',
		first.revision,
		first.documentId
	]);
	const second = (await library.send({ name, text: `The ${word} is played on Fridays.` })).json as Added;
	expect([second.status, second.documentId]).toEqual(['revised', first.documentId]);
	const search = async () => {
		const { json } = await administrator.post('/api/knowledge/search', {
			query: word,
			filters: { documentIds: [first.documentId] }
		});
		return (json as { passages: { text: string }[] }).passages.map(({ text }) => text);
	};
	expect((await search()).join()).toContain('Fridays');
	expect((await search()).join()).not.toContain('Mondays');
	const old = await administrator.get(
		`/api/knowledge/documents/${first.documentId}?revision=${first.revision}`
	);
	expect((old.json as Read).text).toContain('Mondays');
	expect((await administrator.call('DELETE', `/api/knowledge/documents/${first.documentId}`)).status).toBe(
		204
	);
	expect(await search()).toEqual([]);
	for (const revision of [first.revision, second.revision])
		expectRefusal(
			await administrator.get(`/api/knowledge/documents/${first.documentId}?revision=${revision}`),
			'not-found'
		);
	expectRefusal(
		await administrator.call('DELETE', `/api/knowledge/documents/${first.documentId}`),
		'not-found'
	);
});

test('a document for teachers is not there for anybody else', async ({ library, newVisitor }) => {
	const word = `zarzuela${newId().slice(0, 8)}`;
	const text = `The ${word} rehearsal is in room four.`;
	const { documentId, revision } = (await library.send({ name: fresh('md'), text, audience: 'teachers' }))
		.json as Added;
	const addresses = [
		`/api/knowledge/documents/${documentId}`,
		`/api/knowledge/documents/${documentId}?revision=${revision}`,
		`/api/knowledge/documents/${documentId}/passage?start=0&end=10`
	];
	const finds = async (caller: Caller) => {
		const { json } = await caller.post('/api/knowledge/search', { query: word });
		return (json as { passages: { documentId: string }[] }).passages.some(
			(passage) => passage.documentId === documentId
		);
	};
	const teacher = await newVisitor().enterAs('teacher');
	for (const address of addresses) expect((await teacher.get(address)).status).toBe(200);
	expect(await finds(teacher)).toBe(true);
	for (const other of [newVisitor(), await newVisitor().enterAs('user')]) {
		for (const address of addresses) {
			const hidden = expectRefusal(await other.get(address), 'not-found', address);
			const unknown = expectRefusal(await other.get(address.replace(documentId, newId())), 'not-found');
			expect(hidden).toEqual(unknown);
		}
		expect(await finds(other)).toBe(false);
		const list = await other.get(`/api/knowledge/documents?q=${word}&limit=100`);
		expect(list.text).not.toContain(documentId);
		const page = await other.get(`/knowledge/${documentId}`, { headers: { accept: 'text/html' } });
		expect(page.status).toBe(404);
		expect(page.text).not.toContain(word);
	}
});

test('a passage outside its document is not found', async ({ library, administrator }) => {
	const answer = await library.send({
		name: fresh('md'),
		text: 'Ten words, of which this passage may show any part.'
	});
	const { documentId } = answer.json as Added;
	const passage = (query: string) =>
		administrator.get(`/api/knowledge/documents/${documentId}/passage?${query}`);
	expect((await passage('start=0&end=9')).status).toBe(200);
	for (const query of ['start=5&end=5', 'start=9&end=2', 'start=1000&end=1001'])
		expectRefusal(await passage(query), 'not-found', query);
	for (const query of ['', 'start=a&end=b', 'start=-1&end=4', 'start=0.5&end=4', 'start=0&end=9&revision=x'])
		expectRefusal(await passage(query), 'invalid', query);
});
