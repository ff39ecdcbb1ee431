import { describe, expect, it } from 'vitest';
import { DeskDrafts } from './desk-drafts.svelte.ts';

function machine(content = new Map<string, string>()) {
	let ids = 0;
	let now = 0;
	const store = {
		getItem: (key: string) => content.get(key) ?? null,
		setItem: (key: string, value: string) => void content.set(key, value)
	};
	return {
		content,
		open: (key = 'ana/one') =>
			new DeskDrafts(
				store,
				key,
				() => `id ${++ids}`,
				() => ++now
			)
	};
}

describe('what somebody of the school has begun to write', () => {
	it('is there again after the machine was closed, under the id it may have been sent with', () => {
		const desk = machine();
		const drafts = desk.open();
		drafts.text = 'Good mor';
		const { id } = drafts.of('message');
		const again = desk.open();
		expect(again.of('message')).toEqual({ id, text: 'Good mor' });
		again.arrived('message');
		expect(again.text).toBe('');
		expect(again.of('message').id).not.toBe(id);
		expect(desk.open().text).toBe('');
	});

	it('stays of the kind it was written as, and with the conversation and the person it was written for', () => {
		const desk = machine();
		const drafts = desk.open();
		drafts.kind = 'note';
		drafts.text = 'Owes us two lessons.';
		drafts.kind = 'message';
		expect(drafts.text).toBe('');
		drafts.text = 'Hello.';
		expect(desk.open('ben/one').text).toBe('');
		expect(desk.open('ana/two').text).toBe('');
		const again = desk.open();
		expect([again.kind, again.text, again.of('note').text]).toEqual([
			'message',
			'Hello.',
			'Owes us two lessons.'
		]);
	});

	it('takes a suggestion in after what stands there, as a message', () => {
		const drafts = machine().open();
		drafts.insert('A lesson lasts 45 minutes.');
		expect(drafts.text).toBe('A lesson lasts 45 minutes.');
		drafts.text = 'Hello! ';
		drafts.kind = 'note';
		drafts.insert('A lesson lasts 45 minutes.');
		expect([drafts.kind, drafts.text]).toEqual(['message', 'Hello!\n\nA lesson lasts 45 minutes.']);
	});

	it('is kept of the newest conversations only, and passes over what is no draft', () => {
		const desk = machine();
		for (let at = 0; at < 60; at++) desk.open(`ana/${at}`).text = `${at}`;
		expect(desk.open('ana/59').text).toBe('59');
		expect(desk.open('ana/0').text).toBe('');
		for (const hostile of [
			'',
			'[]',
			'null',
			'{"ana/one":1}',
			'{"ana/one":{"at":1,"drafts":{"message":2,"x":3}}}'
		])
			expect(machine(new Map([['segue:desk-drafts', hostile]])).open().text).toBe('');
		expect(
			new DeskDrafts(
				undefined,
				'k',
				() => 'id',
				() => 1
			).text
		).toBe('');
	});
});
