import { describe, expect, it } from 'vitest';
import { createTurnQueue, type Said } from './turn-queue.ts';

const said = (id: string): Said => ({ id, text: `what was said as ${id}`, source: 'spoken' });

describe('the queue of what was said', () => {
	it('gives one at a time, in order', () => {
		const queue = createTurnQueue();
		for (const id of ['a', 'b']) queue.offer(said(id));
		expect(queue.take()?.id).toBe('a');
		expect(queue.take()).toBeUndefined();
		expect(queue.isEmpty()).toBe(false);
		queue.done();
		expect(queue.take()?.id).toBe('b');
		queue.done();
		expect(queue.isEmpty()).toBe(true);
	});

	it('takes the same id once, while it waits, while it is out and afterwards', () => {
		const queue = createTurnQueue();
		expect(queue.offer(said('a'))).toBe('taken');
		expect(queue.offer(said('a'))).toBe('known');
		queue.take();
		expect(queue.offer(said('a'))).toBe('known');
		queue.done();
		expect(queue.offer(said('a'))).toBe('known');
		expect(queue.take()).toBeUndefined();
	});

	it('takes again what could not be dealt with', () => {
		const queue = createTurnQueue();
		queue.offer(said('a'));
		queue.take();
		queue.done(true);
		expect(queue.offer(said('a'))).toBe('taken');
	});

	it('says when nothing more fits, and forgets only what is long past', () => {
		const queue = createTurnQueue();
		const outcomes = Array.from({ length: 21 }, (_, at) => queue.offer(said(`${at}`)));
		expect(outcomes.lastIndexOf('taken')).toBe(19);
		expect(outcomes[20]).toBe('full');
		for (let at = 0; at < 300; at++) {
			queue.take();
			queue.done();
			queue.offer(said(`more ${at}`));
		}
		expect(queue.offer(said('more 299'))).toBe('known');
	});
});
