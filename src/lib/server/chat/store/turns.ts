// The turns of one conversation, in the order in which they were accepted. A turn is waiting, then running, then ended, once.
import { Actor } from '#lib/shared/actor.ts';
import type { ConversationStorage } from './storage.ts';

export interface Turn {
	id: string;
	/** Turns run in this order. */
	position: number;
	/** null for another answer to an earlier message. */
	clientMessageId: string | null;
	questionId: string;
	answerId: string;
	/** Who asked: what tools may do is theirs. */
	actor: Actor;
	/** Names of the tools this turn may use; null for all. */
	tools: string[] | null;
	/** Set where the turn carries out, or leaves, what a tool asked the person in an earlier answer: that answer is the "question" then. */
	approval: Approval | null;
	status: 'waiting' | 'running' | 'completed' | 'stopped' | 'failed';
	/** How often it was begun. */
	attempt: number;
	acceptedAt: number;
}

/** What a tool was to do, and what the person said to it. */
export interface Approval {
	/** Of the request, as the model made it. */
	id: string;
	toolCallId: string;
	toolName: string;
	input: unknown;
	approved: boolean;
	/** The turn that asked: what the call does is named by it, however often it is carried out. */
	turnId: string;
	/** The message that turn answered. */
	questionId: string;
}

interface TurnRow {
	id: string;
	position: number;
	client_message_id: string | null;
	question_id: string;
	answer_id: string;
	actor: string;
	tools: string | null;
	approval: string | null;
	status: Turn['status'];
	attempt: number;
	accepted_at: number;
}

export interface Turns {
	add(
		turn: Omit<Turn, 'position' | 'status' | 'attempt' | 'approval'> & Partial<Pick<Turn, 'approval'>>
	): Turn;
	byId(id: string): Turn | undefined;
	byClientMessageId(clientMessageId: string): Turn | undefined;
	/** The first that carries an approval out. */
	byApproval(approvalId: string): Turn | undefined;
	byAnswer(answerId: string): Turn | undefined;
	/** The turn that stands as running: at most one. */
	running(): Turn | undefined;
	nextWaiting(): Turn | undefined;
	waitingCount(): number;
	/** Running or waiting, in their order. */
	open(): Turn[];
	/** Waiting or running turns that answer this message. */
	openFor(questionId: string): Turn | undefined;
	begin(id: string): void;
	end(id: string, status: 'completed' | 'stopped' | 'failed', at: number): void;
}

/** As the partial index has it, word for word: without it every turn there was would be looked at. */
const OPEN = `status IN ('waiting', 'running')`;

export function createTurns(storage: ConversationStorage): Turns {
	const first = (where: string, ...values: (string | number)[]): Turn | undefined => {
		const [row] = storage.sql<TurnRow>(`SELECT * FROM turns WHERE ${where} LIMIT 1`, ...values);
		return row && toTurn(row);
	};
	return {
		add(turn) {
			const [{ position } = { position: 1 }] = storage.sql<{ position: number }>(
				`INSERT INTO turns (id, position, client_message_id, question_id, answer_id, actor, tools, approval, status, attempt, accepted_at)
				 VALUES (?, (SELECT COALESCE(MAX(position), 0) + 1 FROM turns), ?, ?, ?, ?, ?, ?, 'waiting', 0, ?) RETURNING position`,
				turn.id,
				turn.clientMessageId,
				turn.questionId,
				turn.answerId,
				JSON.stringify(turn.actor),
				turn.tools === null ? null : JSON.stringify(turn.tools),
				turn.approval === null || turn.approval === undefined ? null : JSON.stringify(turn.approval),
				turn.acceptedAt
			);
			return { approval: null, ...turn, position, status: 'waiting', attempt: 0 };
		},
		byId: (id) => first(`id = ?`, id),
		byClientMessageId: (clientMessageId) => first(`client_message_id = ?`, clientMessageId),
		byApproval: (approvalId) =>
			first(`approval IS NOT NULL AND json_extract(approval, '$.id') = ? ORDER BY position`, approvalId),
		byAnswer: (answerId) => first(`answer_id = ?`, answerId),
		running: () => first(`${OPEN} AND status = 'running' ORDER BY position`),
		nextWaiting: () => first(`${OPEN} AND status = 'waiting' ORDER BY position`),
		waitingCount: () =>
			storage.sql<{ n: number }>(`SELECT COUNT(*) AS n FROM turns WHERE ${OPEN} AND status = 'waiting'`)[0]
				?.n ?? 0,
		open: () => storage.sql<TurnRow>(`SELECT * FROM turns WHERE ${OPEN} ORDER BY position`).map(toTurn),
		openFor: (questionId) => first(`${OPEN} AND question_id = ?`, questionId),
		begin: (id) =>
			void storage.sql(`UPDATE turns SET status = 'running', attempt = attempt + 1 WHERE id = ?`, id),
		end: (id, status, at) =>
			void storage.sql(`UPDATE turns SET status = ?, ended_at = ? WHERE id = ?`, status, at, id)
	};
}

function toTurn(row: TurnRow): Turn {
	return {
		id: row.id,
		position: row.position,
		clientMessageId: row.client_message_id,
		questionId: row.question_id,
		answerId: row.answer_id,
		actor: Actor.parse(JSON.parse(row.actor)),
		tools: row.tools === null ? null : (JSON.parse(row.tools) as string[]),
		approval: row.approval === null ? null : (JSON.parse(row.approval) as Approval),
		status: row.status,
		attempt: row.attempt,
		acceptedAt: row.accepted_at
	};
}
