// What whoever takes a conversation over is given, from the conversation's object and the school's tables.
import { describe, expect, it } from 'vitest';
import { SYSTEM, type Actor } from '#lib/shared/actor.ts';
import { newId } from '#lib/shared/ids.ts';
import { addArticle, ask, openSchool, person, project } from './fixtures/school.ts';

const AGENT: Actor = { userId: 'agent', role: 'agent', via: 'session', displayName: 'Ana' };
const failsWith = (code: string): unknown => expect.objectContaining({ name: 'AppError', code });
const quiet = () => new AbortController().signal;

async function asked(...questions: string[]) {
	const services = openSchool();
	await addArticle(services);
	const actor = await person();
	const conversationId = newId();
	for (const question of questions) await ask(services, actor, conversationId, question);
	await project(conversationId);
	return { services, actor, conversationId };
}

describe('the prepared hand-over', () => {
	it('tells what was asked, what was tried and who asks, with what they have open elsewhere', async () => {
		const { services, actor, conversationId } = await asked(
			'How long does a piano lesson last?',
			'Let me talk to a human, please.'
		);
		const other = newId();
		await ask(services, actor, other, 'When are lessons?');
		await project(other);
		const open = await services.tickets.create(actor, {
			...{ subject: 'My upload keeps failing', description: 'At 50 %.', clientKey: newId() }
		});
		const handover = await services.preparedHandovers.read(AGENT, conversationId);
		expect(handover.summary.join(' ')).toContain('45 minutes');
		expect(handover.openQuestion).toMatchObject({
			text: 'How long does a piano lesson last?',
			isAnswered: true
		});
		expect(handover.tried).toContainEqual({ toolName: 'search_knowledge_base', success: true });
		expect(handover.sentiment?.mean).toBeTypeOf('number');
		expect(handover.person).toMatchObject({
			role: 'guest',
			language: 'en',
			conversations: [{ conversationId: other }],
			recordings: []
		});
		// Beside it may stand the one that the wish for a person is escalated with.
		const { number, status } = open;
		expect(handover.person?.tickets).toContainEqual(expect.objectContaining({ number, status }));
	});

	it('suggests a reply that rests on an article, and stores nothing of it', async () => {
		const { services, conversationId } = await asked('How long does a piano lesson last?');
		const before = await services.chat.view(AGENT, conversationId);
		const reply = await services.preparedHandovers.suggest(AGENT, conversationId, quiet());
		expect(reply.question).toBe('How long does a piano lesson last?');
		expect(reply.text).toContain('45 minutes');
		const [first] = reply.citations;
		expect(first?.title).toBe('Lessons');
		expect(reply.text.slice(first?.textStart, first?.textEnd)).toBe(first?.sentence);
		expect((await services.chat.view(AGENT, conversationId)).seq).toBe(before.seq);
	});

	it('offers no reply to what the articles do not hold, and none to what a person has settled', async () => {
		const { services, actor, conversationId } = await asked('Who won the football match yesterday?');
		const nothing = await services.preparedHandovers.suggest(AGENT, conversationId, quiet());
		expect(nothing).toMatchObject({ text: '', citations: [] });
		const { position } = await services.chat.claim(AGENT, conversationId, {});
		await ask(services, actor, conversationId, 'How long does a piano lesson last?');
		expect(await services.preparedHandovers.read(AGENT, conversationId)).toMatchObject({
			openQuestion: { text: 'How long does a piano lesson last?', isAnswered: false }
		});
		await services.chat.say(AGENT, conversationId, {
			...{ position, clientMessageId: newId(), text: '45 minutes.' }
		});
		expect((await services.preparedHandovers.read(AGENT, conversationId)).openQuestion).toBeNull();
		expect((await services.preparedHandovers.suggest(AGENT, conversationId, quiet())).question).toBeNull();
	});

	it('says nothing that whoever asked may not read', async () => {
		const { services, conversationId } = await asked('What is the code of the alarm in the cello room?');
		const add = (audience: 'staff' | 'public') =>
			services.knowledge.addDocument(SYSTEM, {
				...{ name: `alarm-${audience}.md`, mediaType: 'text/markdown', audience },
				source: `# Alarm for ${audience}\n\nThe code of the alarm in the cello room is 4711.`
			});
		await add('staff');
		const suggest = () => services.preparedHandovers.suggest(AGENT, conversationId, quiet());
		expect((await suggest()).text).toBe('');
		await add('public');
		expect((await suggest()).text).toContain('4711');
	});

	it('is for those who may take conversations', async () => {
		const { services, actor, conversationId } = await asked('How long does a piano lesson last?');
		for (const call of [
			() => services.preparedHandovers.read(actor, conversationId),
			() => services.preparedHandovers.suggest(actor, conversationId, quiet())
		])
			await expect(call()).rejects.toEqual(failsWith('forbidden'));
		await expect(services.preparedHandovers.read(AGENT, newId())).rejects.toEqual(failsWith('not-found'));
	});
});
