// What somebody of the school answered, as a document of the school's knowledge: drafted with personal data masked, read over and published by
// whoever may write knowledge, once. The document's name comes from the message, so that two who publish at the same time write one document.
import { eq, sql } from 'drizzle-orm';
import { m } from '#lib/paraglide/messages.js';
import type { Actor } from '#lib/shared/actor.ts';
import { AppError } from '#lib/shared/errors.ts';
import type { Knowledge } from '../knowledge/index.ts';
import { schema, type Database } from '../platform/index.ts';
import { maskWords, type Mask } from './masking/mask.ts';
import type { PublishAnswer } from './requests.ts';

const { answerDocuments, messages } = schema;

const TITLE_LENGTH = 120;
const LOOKED_BACK = 20;

export interface AnswerDraft {
	title: string;
	text: string;
	/** The document it became already. */
	documentId: string | null;
}

interface Source {
	text: string;
	question: string;
}

/** Throws `not-found` for a message of another conversation, `invalid` for one that no person of the school wrote. */
async function findSource(database: Database, conversationId: string, messageId: string): Promise<Source> {
	const branch = await database.all<{ role: string; text: string }>(sql`
		WITH RECURSIVE back(id, depth) AS (
			SELECT ${messageId}, 0
			UNION ALL
			SELECT m.parent_id, b.depth + 1 FROM back b JOIN messages m ON m.id = b.id WHERE b.depth < ${LOOKED_BACK}
		)
		SELECT m.role AS "role", m.text AS "text" FROM back b JOIN ${messages} m ON m.id = b.id
		WHERE m.conversation_id = ${conversationId} ORDER BY b.depth`);
	const [answer] = branch;
	if (answer === undefined) throw new AppError('not-found', m.transcripts_message_unknown());
	if (answer.role !== 'agent') throw new AppError('invalid', m.transcripts_message_not_agents());
	return { text: answer.text, question: branch.find(({ role }) => role === 'user')?.text ?? '' };
}

async function documentOf(database: Database, messageId: string): Promise<string | null> {
	const [known] = await database
		.select({ documentId: answerDocuments.documentId })
		.from(answerDocuments)
		.where(eq(answerDocuments.messageId, messageId));
	return known?.documentId ?? null;
}

export async function draftAnswer(
	database: Database,
	{ id, mask }: { id: string; mask: Mask },
	messageId: string
): Promise<AnswerDraft> {
	const [{ text, question }, documentId] = await Promise.all([
		findSource(database, id, messageId),
		documentOf(database, messageId)
	]);
	return { title: asTitle(mask.text(question).text), text: mask.text(text).text, documentId };
}

/** The document that it became, now or before. Whoever asks may write knowledge. */
export async function publishAnswer(
	{ database, knowledge }: { database: Database; knowledge: Pick<Knowledge, 'addDocument'> },
	actor: Actor,
	conversation: { id: string; personId: string },
	messageId: string,
	{ title, text, audience }: PublishAnswer,
	now: number
): Promise<{ documentId: string; isNew: boolean }> {
	await findSource(database, conversation.id, messageId);
	const known = await documentOf(database, messageId);
	if (known !== null) return { documentId: known, isNew: false };
	const left = maskWords().find((word) => title.includes(word) || text.includes(word));
	if (left !== undefined) throw new AppError('invalid', m.transcripts_mask_left({ word: left }));
	const { documentId } = await knowledge.addDocument(actor, {
		name: `answers/${messageId}.md`,
		mediaType: 'text/markdown',
		source: `# ${title}\n\n${text}\n`,
		...{ title, audience, tags: ['answers'] }
	});
	await database
		.insert(answerDocuments)
		.values({
			...{ messageId, conversationId: conversation.id, personId: conversation.personId, documentId },
			...{ createdBy: actor.userId ?? '', createdAt: now }
		})
		.onConflictDoNothing();
	return { documentId, isNew: true };
}

/** The first sentence, on one line. */
function asTitle(question: string): string {
	const line = question.replace(/\s+/g, ' ').trim();
	const sentence = /^.{8,}?[.?!](?=\s|$)/u.exec(line)?.[0] ?? line;
	if (sentence.length <= TITLE_LENGTH) return sentence;
	const cut = sentence.slice(0, TITLE_LENGTH);
	return `${cut.slice(0, Math.max(40, cut.lastIndexOf(' ')))}…`;
}
