// Follows every question to its end. Guarantees: a question has one row, however often it is answered and however many read at once; what
// became of it is decided once, three days after it was asked, when nothing that decides it can still come. Reads forward through the
// messages by their rowid, a bounded number at a time, so that it can begin anew from nothing.
import { sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { isSameQuestion, UNSURE } from '../chat/index.ts';
import { prepareRaw, type Clock, type Database } from '../platform/index.ts';

const HOUR_MS = 60 * 60_000;
/** For so long a question that is asked again was not answered. */
const SETTLED_AFTER_MS = 72 * HOUR_MS;
const READ_AT_ONCE = 500;
const SETTLED_AT_ONCE = 2_000;
/** Of one person within three days: whoever asks more is no person. */
const COMPARED_AT_MOST = 50;
/** Nothing is asked by these. */
const NO_QUESTION: ReadonlySet<string> = new Set(['small-talk', 'thanks']);
/** Intents, for IN: what is no question to the knowledge. */
export const OTHER_WISHES = sql`('small-talk', 'thanks', 'person', 'complaint', 'ticket-create', 'ticket-status', 'ticket-update')`;

const Report = z.object({
	intent: z.string(),
	confidence: z.number().min(0).max(1),
	refused: z.boolean()
});

interface AnswerRow {
	rowid: number;
	answerId: string;
	conversationId: string;
	personId: string;
	status: string | null;
	report: string | null;
	isLeftToPerson: number;
	/** Words, or the use of a tool. */
	hasSubstance: number;
	answeredAt: number;
	questionId: string | null;
	text: string | null;
	askedAt: number | null;
}

interface Outcome {
	questionId: string;
	answerId: string;
	conversationId: string;
	personId: string;
	askedAt: number;
	answeredAt: number;
	intent: string;
	confidence: number;
	answer: 'given' | 'refused' | 'failed';
}

interface Asked {
	questionId: string;
	personId: string;
	askedAt: number;
	text: string;
}

export interface QuestionFollower {
	/** Reads so many times a bounded number of messages, and settles what is due. True when messages are left to be read. */
	follow(times: number): Promise<boolean>;
}

export function createQuestionFollower(database: Database, clock: Clock): QuestionFollower {
	async function positionNow(): Promise<number> {
		await database.run(
			sql`INSERT INTO report_progress (id, message_rowid) VALUES (1, 0) ON CONFLICT DO NOTHING`
		);
		const [row] = await database.all<{ at: number }>(sql`SELECT message_rowid AS at FROM report_progress`);
		return row?.at ?? 0;
	}

	const readAnswers = (after: number): Promise<AnswerRow[]> =>
		database.all<AnswerRow>(sql`
			SELECT a.rowid AS rowid, a.id AS answerId, a.conversation_id AS conversationId, a.person_id AS personId,
				iif(a.role = 'assistant', a.metadata->>'status', NULL) AS status, a.created_at AS answeredAt,
				(SELECT p.value->>'data' FROM json_each(iif(json_valid(a.parts), a.parts, '[]')) p
					WHERE p.value->>'type' = 'data-turn' LIMIT 1) AS report,
				instr(a.parts, '"with-person"') > 0 AS isLeftToPerson, a.text <> '' OR instr(a.parts, '"tool-') > 0 AS hasSubstance,
				q.id AS questionId, q.text AS text, q.created_at AS askedAt
			FROM messages a LEFT JOIN messages q ON a.role = 'assistant' AND q.id = a.parent_id AND q.role = 'user'
			WHERE a.rowid > ${after} ORDER BY a.rowid LIMIT ${READ_AT_ONCE}`);

	/** What these people asked within three days before any of these. */
	async function askedBefore(asked: readonly Asked[]): Promise<(Asked & Pick<Outcome, 'answer'>)[]> {
		const since = Math.min(...asked.map(({ askedAt }) => askedAt)) - SETTLED_AFTER_MS;
		const people = JSON.stringify([...new Set(asked.map(({ personId }) => personId))]);
		return database.all(sql`
			SELECT o.question_id AS questionId, o.person_id AS personId, o.asked_at AS askedAt, o.answer AS answer, q.text AS text
			FROM json_each(${people}) person
			JOIN question_outcomes o ON o.person_id = person.value AND o.asked_at >= ${since}
			JOIN messages q ON q.id = o.question_id`);
	}

	/** One transaction, and nothing where somebody else has read on meanwhile. */
	async function keep(from: number, to: number, outcomes: Outcome[], again: AskedAgain[]): Promise<void> {
		const isMine = sql`EXISTS (SELECT 1 FROM report_progress WHERE message_rowid = ${from})`;
		const of = (name: string): SQL => sql.raw(`json_extract(one.value, '$.${name}')`);
		await database.$client.batch([
			prepareRaw(
				database,
				sql`INSERT INTO question_outcomes
				(question_id, answer_id, conversation_id, person_id, asked_at, intent, confidence, answer)
				SELECT ${of('questionId')}, ${of('answerId')}, ${of('conversationId')}, ${of('personId')}, ${of('askedAt')},
					${of('intent')}, ${of('confidence')}, ${of('answer')}
				FROM json_each(${JSON.stringify(outcomes)}) one
				WHERE ${isMine} AND EXISTS (SELECT 1 FROM messages m WHERE m.id = ${of('questionId')})
				ON CONFLICT (question_id) DO UPDATE SET answer_id = excluded.answer_id, intent = excluded.intent,
					confidence = excluded.confidence, answer = excluded.answer`
			),
			prepareRaw(
				database,
				sql`UPDATE question_outcomes SET asked_again_at = ${of('at')}
				FROM json_each(${JSON.stringify(again)}) one
				WHERE question_id = ${of('questionId')} AND asked_again_at IS NULL AND ${isMine}`
			),
			prepareRaw(
				database,
				sql`UPDATE report_progress SET message_rowid = ${to} WHERE message_rowid = ${from}`
			)
		]);
	}

	/** Up to when everything that was said is known. */
	async function settle(knownUntil: number): Promise<void> {
		const due = knownUntil - SETTLED_AFTER_MS;
		const wished = sql`FROM handover_requests h WHERE h.conversation_id = question_outcomes.conversation_id`;
		for (;;) {
			const settled = await database.all(sql`
				UPDATE question_outcomes SET had_handover = EXISTS (SELECT 1 ${wished}), fate = CASE
					WHEN EXISTS (SELECT 1 ${wished} AND h.created_at >= asked_at AND h.created_at < asked_at + ${SETTLED_AFTER_MS})
						THEN 'handed-over'
					WHEN answer <> 'given' THEN answer
					WHEN confidence < ${UNSURE} THEN 'unsure'
					WHEN asked_again_at IS NOT NULL THEN 'asked-again'
					WHEN EXISTS (SELECT 1 FROM message_ratings r WHERE r.message_id = answer_id AND r.value = 'down') THEN 'disliked'
					ELSE 'resolved' END
				WHERE question_id IN (SELECT question_id FROM question_outcomes
					WHERE fate IS NULL AND asked_at <= ${due} ORDER BY asked_at LIMIT ${SETTLED_AT_ONCE})
				RETURNING 1`);
			if (settled.length < SETTLED_AT_ONCE) return;
		}
	}

	return {
		async follow(times) {
			let isLeft = true;
			let knownUntil = clock.now();
			for (let time = 0; time < times && isLeft; time++) {
				const from = await positionNow();
				const rows = await readAnswers(from);
				const last = rows.at(-1);
				isLeft = rows.length === READ_AT_ONCE;
				if (last === undefined) break;
				if (isLeft) knownUntil = Math.min(knownUntil, last.answeredAt);
				const outcomes = rows.flatMap(outcomeOf);
				const asked = rows.flatMap(({ questionId, personId, askedAt, text }) =>
					questionId === null || askedAt === null ? [] : [{ questionId, personId, askedAt, text: text ?? '' }]
				);
				const kept = new Set(outcomes.map(({ questionId }) => questionId));
				const before = outcomes.length === 0 ? [] : await askedBefore(asked);
				const answered = before.flatMap(({ questionId, answer }) => (answer === 'failed' ? [] : questionId));
				await keep(from, last.rowid, outcomes, [
					...findAskedAgain([...before, ...asked.filter(({ questionId }) => kept.has(questionId))]),
					...findAnsweredAgain(answered, outcomes)
				]);
			}
			await settle(isLeft ? knownUntil : clock.now());
			return isLeft;
		}
	};
}

interface AskedAgain {
	questionId: string;
	at: number;
}

/** Nothing where nothing was asked, or where a person of the school had to answer. */
function outcomeOf(row: AnswerRow): Outcome[] {
	const { questionId, askedAt, answerId, conversationId, personId, answeredAt } = row;
	if (questionId === null || askedAt === null || row.isLeftToPerson) return [];
	const told = Report.safeParse(row.report === null ? undefined : JSON.parse(row.report));
	const report = told.success ? told.data : { intent: 'question', confidence: 0, refused: false };
	if (NO_QUESTION.has(report.intent)) return [];
	const isWhole = row.status === 'complete' && told.success && Boolean(row.hasSubstance);
	const answer = !isWhole ? 'failed' : report.refused ? 'refused' : 'given';
	const { intent, confidence } = report;
	return [
		{ questionId, answerId, conversationId, personId, askedAt, answeredAt, intent, confidence, answer }
	];
}

/** Of each person's questions those that come again within three days, with when they first did. Pure. */
export function findAskedAgain(questions: readonly Asked[]): AskedAgain[] {
	const byPerson = Map.groupBy(
		[...new Map(questions.map((one) => [one.questionId, one])).values()],
		({ personId }) => personId
	);
	return [...byPerson.values()].flatMap((own) => {
		const inOrder = own.toSorted((a, b) => a.askedAt - b.askedAt);
		return inOrder.flatMap(({ questionId, askedAt, text }, index) => {
			const later = inOrder
				.slice(index + 1, index + 1 + COMPARED_AT_MOST)
				.find((other) => other.askedAt - askedAt < SETTLED_AFTER_MS && isSameQuestion(text, other.text));
			return later === undefined ? [] : [{ questionId, at: later.askedAt }];
		});
	});
}

/** Questions that had got an answer, and then another: the first did not do. */
function findAnsweredAgain(known: readonly string[], outcomes: readonly Outcome[]): AskedAgain[] {
	const answered = new Set(known);
	return outcomes.flatMap(({ questionId, answer, answeredAt }) => {
		const isAgain = answered.has(questionId);
		if (answer !== 'failed') answered.add(questionId);
		return isAgain ? [{ questionId, at: answeredAt }] : [];
	});
}
