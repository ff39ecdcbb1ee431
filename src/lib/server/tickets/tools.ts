// The tools of a conversation: look a ticket up, open one, change one. The two that write are confirmed by the person first; each has its
// effect once for a call, however often the call comes.
import { z } from 'zod';
import { m } from '#lib/paraglide/messages.js';
import { AppError } from '#lib/shared/errors.ts';
import { Id } from '#lib/shared/ids.ts';
import type { TicketStatus, TicketSummary, TicketView } from '#lib/shared/tickets.ts';
import type { Logger } from '../observability/index.ts';
import type { Clock } from '../platform/index.ts';
import { defineTool, type RegisteredTool, type ToolContext } from '../tools/index.ts';
import { Body, Category, Priority, Status, Subject, TicketNumber } from './forms.ts';
import type { Tickets } from './tickets.ts';

const TIMEOUT_MS = 10_000;
const LISTED = 5;
const COMMENTS_TOLD = 3;
const COMMENT_CHARACTERS = 400;

/** What a model is told of a ticket: enough to speak of it. Times as ISO 8601. */
interface ToldTicket {
	number: number;
	subject: string;
	status: TicketStatus;
	priority: string;
	createdAt: string;
	updatedAt: string;
	/** The last ones, oldest first. */
	comments: { by: 'requester' | 'school'; at: string; text: string }[];
}
type ListedTicket = Omit<ToldTicket, 'comments'>;

interface ToolsDependencies {
	tickets: Pick<Tickets, 'create' | 'view' | 'list' | 'change' | 'comment'>;
	clock: Clock;
	log: Logger;
}

const iso = (at: number): string => new Date(at).toISOString();

function listed({ number, subject, status, priority, createdAt, updatedAt }: TicketSummary): ListedTicket {
	return { number, subject, status, priority, createdAt: iso(createdAt), updatedAt: iso(updatedAt) };
}

function told(ticket: TicketView): ToldTicket {
	const said = ticket.comments.filter(({ isInternal }) => !isInternal).slice(-COMMENTS_TOLD);
	return {
		...listed(ticket),
		comments: said.map(({ side, createdAt, body }) => ({
			by: side === 'requester' ? 'requester' : 'school',
			at: iso(createdAt),
			text: body.length > COMMENT_CHARACTERS ? `${body.slice(0, COMMENT_CHARACTERS)}…` : body
		}))
	};
}

const keyOf = ({ conversationId, turnId, toolCallId }: ToolContext): string =>
	`${conversationId}:${turnId}:${toolCallId}`;

const GetParameters = z.object({
	number: TicketNumber.optional().describe(
		'The ticket, as in "ticket 12". Left out: the latest of this person.'
	)
});

export function createGetTicketTool({ tickets, clock, log }: ToolsDependencies): RegisteredTool {
	return defineTool<z.infer<typeof GetParameters>, { tickets: (ToldTicket | ListedTicket)[] }>(
		{
			name: 'get_ticket',
			description:
				"Says how this person's ticket stands, with its latest comments; without a number, tells that of their latest one and lists those before it.",
			parameters: GetParameters,
			permission: 'read:ticket',
			timeoutMs: TIMEOUT_MS,
			confirmation: 'never',
			async execute({ number }, { actor }) {
				if (number === undefined) {
					const query = { sort: 'updated', mine: true, limit: LISTED } as const;
					const page = await tickets.list(actor, { ...query, status: [], priority: [] });
					const [latest, ...others] = page.tickets;
					if (latest === undefined) return { tickets: [] };
					const seen = await tickets.view(actor, latest.number);
					return {
						tickets: ['ticket' in seen ? told(seen.ticket) : listed(latest), ...others.map(listed)]
					};
				}
				let answer = await tickets.view(actor, number);
				if ('mergedInto' in answer) answer = await tickets.view(actor, answer.mergedInto);
				return { tickets: 'ticket' in answer ? [told(answer.ticket)] : [] };
			}
		},
		{ clock, log }
	);
}

const CreateParameters = z.object({
	subject: Subject.describe('One line: what it is about.'),
	description: Body.describe(
		'What happened, what was tried, what is wished for: in the words of the person.'
	),
	priority: Priority.optional().describe('Only if the person says how urgent it is.'),
	category: Category.optional(),
	recordingId: Id.optional().describe('The id of a recording of theirs that it is about.')
});

export function createCreateTicketTool({ tickets, clock, log }: ToolsDependencies): RegisteredTool {
	return defineTool<z.infer<typeof CreateParameters>, { ticket: ToldTicket }>(
		{
			name: 'create_ticket',
			description:
				'Opens a ticket for this person, which somebody of the school then works on. Gives its number.',
			parameters: CreateParameters,
			permission: 'write:ticket',
			timeoutMs: TIMEOUT_MS,
			confirmation: 'always',
			idempotencyKey: (_input, context) => keyOf(context),
			async execute(input, { actor, conversationId, idempotencyKey = '' }) {
				const ticket = await tickets.create(actor, { ...input, conversationId, clientKey: idempotencyKey });
				return { ticket: told(ticket) };
			},
			async undo({ ticket: { number } }, { actor, ...context }) {
				await tickets.comment(actor, number, {
					...{ body: m.chain_ticket_undone(), isInternal: false, status: 'solved' },
					clientKey: `${keyOf({ actor, ...context })}:undo`
				});
			}
		},
		{ clock, log }
	);
}

const UpdateParameters = z
	.object({
		number: TicketNumber,
		comment: Body.optional().describe('What the person adds to it.'),
		status: Status.optional().describe(
			'`solved` when the person says that it is settled; `open` to take it up again.'
		),
		priority: Priority.optional()
	})
	.refine(
		({ comment, status, priority }) =>
			comment !== undefined || status !== undefined || priority !== undefined,
		{
			error: () => m.tickets_tool_nothing()
		}
	);

export function createUpdateTicketTool({ tickets, clock, log }: ToolsDependencies): RegisteredTool {
	return defineTool<z.infer<typeof UpdateParameters>, { ticket: ToldTicket }>(
		{
			name: 'update_ticket',
			description: "Adds a comment to this person's ticket, or changes its status or priority.",
			parameters: UpdateParameters,
			permission: 'write:ticket',
			timeoutMs: TIMEOUT_MS,
			confirmation: 'always',
			idempotencyKey: (_input, context) => keyOf(context),
			async execute({ number, comment, status, priority }, { actor, idempotencyKey = '' }) {
				const answer = await tickets.view(actor, number);
				if ('mergedInto' in answer)
					throw new AppError('conflict', m.tickets_merged_already({ number: answer.mergedInto }));
				let { ticket } = answer;
				// First what may be refused: a comment is not left behind by a change that was not allowed.
				if (priority !== undefined)
					ticket = await tickets.change(actor, number, { priority, version: ticket.version });
				if (comment !== undefined)
					ticket = await tickets.comment(actor, number, {
						...{ body: comment, isInternal: false, clientKey: idempotencyKey },
						...(status === undefined ? {} : { status })
					});
				else if (status !== undefined)
					ticket = await tickets.change(actor, number, { status, version: ticket.version });
				return { ticket: told(ticket) };
			}
		},
		{ clock, log }
	);
}
