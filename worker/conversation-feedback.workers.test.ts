import { describe, expect, it } from 'vitest';
import { FeedbackQuery } from '#lib/shared/conversation/feedback.ts';
import { SYSTEM, type Actor } from '#lib/shared/actor.ts';
import { newId } from '#lib/shared/ids.ts';
import { addArticle, ask, openSchool, person, project } from './fixtures/school.ts';

const AGENT: Actor = { userId: 'agent', role: 'agent', via: 'session' };
const failsWith = (code: string): unknown => expect.objectContaining({ name: 'AppError', code });
const query = (wish: Partial<FeedbackQuery> = {}) => FeedbackQuery.parse(wish);

async function rated(value: 'up' | 'down', reason?: string) {
	const services = openSchool();
	await addArticle(services);
	const actor = await person();
	const conversationId = newId();
	await ask(services, actor, conversationId, 'How long does a piano lesson last?');
	const { messages } = await services.chat.messages(actor, conversationId, { limit: 10 });
	const messageId = messages[1]!.id;
	const rate = async (given: { value: 'up' | 'down' | null; reason?: string | undefined }) => {
		await services.chat.rate(actor, conversationId, messageId, given);
		await project(conversationId);
	};
	await rate({ value, reason });
	const find = async (wish: Partial<FeedbackQuery> = {}) => {
		const { ratings } = await services.feedback.list(SYSTEM, query({ limit: 100, ...wish }));
		return ratings.find((rating) => rating.messageId === messageId);
	};
	return { services, actor, conversationId, messageId, rate, find };
}

describe('the review of ratings', () => {
	it('shows a rating with its reason, question, answer and sources, the bad ones first of all', async () => {
		const { find } = await rated('down', 'Not what I asked.');
		expect(await find()).toMatchObject({
			value: 'down',
			reason: 'Not what I asked.',
			question: 'How long does a piano lesson last?',
			reviewedAt: null
		});
		const rating = await find();
		expect(rating?.answer).toContain('45 minutes');
		expect(rating?.citations[0]?.title).toBe('Lessons');
		expect(await find({ value: 'up' })).toBeUndefined();
	});

	it('puts a reviewed one away, and brings it back when that is undone', async () => {
		const { services, find, messageId, actor } = await rated('down');
		const { updatedAt } = (await find())!;
		const review = { messageId, personId: actor.userId!, updatedAt };
		await services.feedback.review(SYSTEM, { ...review, isReviewed: true });
		expect(await find()).toBeUndefined();
		expect((await find({ reviewed: 'any' }))?.reviewedAt).toBeTypeOf('number');
		await services.feedback.review(SYSTEM, { ...review, isReviewed: false });
		expect((await find())?.reviewedAt).toBeNull();
	});

	it('is open again when the person changes the rating, and not when it is only sent again', async () => {
		const { services, find, messageId, actor, rate, conversationId } = await rated('down');
		const { updatedAt } = (await find())!;
		const review = { messageId, personId: actor.userId!, updatedAt, isReviewed: true };
		await services.feedback.review(SYSTEM, review);
		await services.chat.change(actor, conversationId, { title: 'Another title' });
		await project(conversationId);
		expect(await find()).toBeUndefined();
		await rate({ value: 'down', reason: 'Still wrong.' });
		expect((await find())?.reason).toBe('Still wrong.');
		await expect(services.feedback.review(SYSTEM, review)).rejects.toEqual(failsWith('conflict'));
	});

	it('goes page by page without a rating lost or doubled', async () => {
		await rated('up');
		await rated('up');
		const { services } = await rated('up');
		const seen: string[] = [];
		let cursor: string | undefined;
		do {
			const page = await services.feedback.list(SYSTEM, query({ value: 'up', limit: 1, cursor }));
			expect(page.ratings).toHaveLength(1);
			seen.push(...page.ratings.map(({ messageId }) => messageId));
			cursor = page.nextCursor ?? undefined;
		} while (cursor !== undefined);
		expect(new Set(seen).size).toBe(seen.length);
		expect(seen.length).toBeGreaterThanOrEqual(3);
		await expect(services.feedback.list(SYSTEM, query({ cursor: 'x' }))).rejects.toEqual(
			failsWith('invalid')
		);
	});

	it('is read by agents and marked by administrators alone', async () => {
		const { services, messageId, actor } = await rated('down');
		const review = { messageId, personId: actor.userId!, updatedAt: 0, isReviewed: true };
		await expect(services.feedback.list(AGENT, query())).resolves.toBeDefined();
		await expect(services.feedback.review(AGENT, review)).rejects.toEqual(failsWith('forbidden'));
		await expect(services.feedback.list(actor, query())).rejects.toEqual(failsWith('forbidden'));
	});

	it('leaves a deleted conversation out', async () => {
		const { services, actor, conversationId, find } = await rated('down');
		await services.chat.remove(actor, conversationId);
		await project(conversationId);
		expect(await find()).toBeUndefined();
	});
});
