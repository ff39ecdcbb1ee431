// What a turn was about stands beside its answer in the searchable tables, whatever became of the answer.
import { and, eq } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import { schema } from '#lib/server/platform/index.ts';
import type { Actor } from '#lib/shared/actor.ts';
import { newId } from '#lib/shared/ids.ts';
import { addArticle, ask, openSchool, person, project } from './fixtures/school.ts';

const services = openSchool();
const { messages } = schema;
const AGENT: Actor = { userId: newId(), role: 'agent', displayName: 'Ada', via: 'session' };

beforeAll(() => addArticle(services));

/** The data-turn parts of the answers, oldest first. */
async function factsOf(conversationId: string): Promise<unknown[]> {
	await project(conversationId);
	const rows = await services.database
		.select({ parts: messages.parts })
		.from(messages)
		.where(and(eq(messages.conversationId, conversationId), eq(messages.role, 'assistant')))
		.orderBy(messages.seq);
	return rows.map(({ parts }) =>
		(parts as { type: string; data?: unknown }[])
			.filter(({ type }) => type === 'data-turn')
			.map(({ data }) => data)
	);
}

it('an answered question, and one that was left to a person', async () => {
	const [anna, id] = [await person(), newId()];
	await ask(services, anna, id, 'How long is a piano lesson?');
	await services.chat.claim(AGENT, id, {});
	const left = await ask(services, anna, id, 'Das ist furchtbar, ich warte seit Wochen auf mein Geld!');
	expect(JSON.stringify(left.events)).not.toContain('data-turn');

	const [[answered], [untold, ...more]] = (await factsOf(id)) as [unknown[], unknown[]];
	expect(answered).toMatchObject({
		...{ intent: 'scheduling', sentiment: 0, language: 'en', topics: ['Lessons'], refused: false },
		...{ confidence: expect.any(Number) as number, entities: [{ kind: 'instrument', text: 'piano' }] },
		toolCalls: [{ toolName: 'search_knowledge_base', success: true }]
	});
	expect(untold).toMatchObject({
		...{ intent: expect.any(String) as string, sentiment: expect.any(Number) as number },
		...{ language: 'de', topics: [], toolCalls: [] }
	});
	// Nobody was sure or unsure of an answer that nobody gave.
	expect(untold).not.toHaveProperty('confidence');
	expect(more).toEqual([]);
});
