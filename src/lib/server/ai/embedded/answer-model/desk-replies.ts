// Says what came of the desk's tools: short, with the numbers, and when one failed, what to do instead. What people wrote in tickets is
// text: markup and marks of citation are switched off. Anything that does not have the agreed shape counts as a failure.
import { z } from 'zod';
import { m } from '#lib/paraglide/messages.js';
import { CHAIN_TOOL } from './chain-plan.ts';
import type { ToolExchange } from './conversation.ts';
import { withOther } from './desk-plan.ts';
import { phrases } from './phrases.ts';
import { dayOf, quoted } from './quoting.ts';
import { readKept, tellKept } from './recalled.ts';
import {
	CREATE_TICKET_TOOL,
	failureOf,
	GET_TICKET_TOOL,
	HAND_OVER_TOOL,
	hasSucceeded,
	isDenied,
	readResult,
	UPDATE_TICKET_TOOL,
	USER_CONTEXT_TOOL
} from './tool-results.ts';

const locale = { locale: 'en' } as const;

const Status = z.enum(['open', 'pending', 'on_hold', 'solved', 'closed']);
const Priority = z.enum(['low', 'normal', 'high', 'urgent']);
const Ticket = z.object({
	number: z.number().int().positive(),
	subject: z.string(),
	status: Status,
	priority: Priority,
	createdAt: z.string(),
	updatedAt: z.string(),
	comments: z.array(z.object({ by: z.string(), at: z.string(), text: z.string() })).optional()
});
type Ticket = z.infer<typeof Ticket>;

const OneTicket = z.object({ ticket: Ticket });
/** `opens`: outside the school's hours, when they begin again. */
const Recorded = z.object({ opens: z.string().max(100).optional() });
const Begun = z.object({ title: z.string() });
const Tickets = z.object({ tickets: z.array(Ticket) });
const Asked = z.object({
	number: z.number().optional(),
	comment: z.string().optional(),
	status: z.string().optional(),
	priority: z.string().optional()
});
const STATUS_WORDS: Record<z.infer<typeof Status>, () => string> = {
	open: () => m.answer_status_open({}, locale),
	pending: () => m.answer_status_pending({}, locale),
	on_hold: () => m.answer_status_on_hold({}, locale),
	solved: () => m.answer_status_solved({}, locale),
	closed: () => m.answer_status_closed({}, locale)
};
const PRIORITY_WORDS: Record<z.infer<typeof Priority>, () => string> = {
	low: () => m.answer_priority_low({}, locale),
	normal: () => m.answer_priority_normal({}, locale),
	high: () => m.answer_priority_high({}, locale),
	urgent: () => m.answer_priority_urgent({}, locale)
};

/** What is to be said of the calls of a turn, in their order; nothing of those that are not the desk's. */
export function describeDesk(exchanges: ToolExchange[], offered: ReadonlySet<string>): string[] {
	return exchanges.flatMap((exchange) => {
		switch (exchange.toolName) {
			case HAND_OVER_TOOL:
				return [handedOver(exchange)];
			case CREATE_TICKET_TOOL:
				return [opened(exchange, offered)];
			case GET_TICKET_TOOL:
				return [lookedUp(exchange, offered)];
			case UPDATE_TICKET_TOOL:
				return [changed(exchange, offered)];
			case CHAIN_TOOL:
				return [begun(exchange)];
			case USER_CONTEXT_TOOL:
				return [remembered(exchange, offered)];
			default:
				return [];
		}
	});
}

function handedOver(exchange: ToolExchange): string {
	if (!hasSucceeded(exchange)) return phrases.handOverFailed();
	const opens = readResult(exchange, Recorded)?.opens;
	return opens === undefined ? phrases.handedOver() : phrases.handedOverClosed(opens);
}

function begun(exchange: ToolExchange): string {
	if (isDenied(exchange)) return m.chain_not_started({}, locale);
	const chain = readResult(exchange, Begun);
	return chain === undefined
		? m.chain_refused({}, locale)
		: m.chain_started({ title: quoted(chain.title) }, locale);
}

function opened(exchange: ToolExchange, offered: ReadonlySet<string>): string {
	if (isDenied(exchange)) return phrases.ticketNotOpened();
	const ticket = readResult(exchange, OneTicket)?.ticket;
	if (ticket === undefined) return failed(exchange, m.answer_ticket_failed_write({}, locale), offered);
	return m.answer_ticket_opened({ number: ticket.number, subject: quoted(ticket.subject) }, locale);
}

function changed(exchange: ToolExchange, offered: ReadonlySet<string>): string {
	if (isDenied(exchange)) return phrases.ticketNotChanged();
	const ticket = readResult(exchange, OneTicket)?.ticket;
	if (ticket === undefined) return failed(exchange, m.answer_ticket_failed_write({}, locale), offered);
	const asked = Asked.safeParse(exchange.input).data ?? {};
	const { number } = ticket;
	const sentences: string[] = [];
	if (asked.comment !== undefined) sentences.push(m.answer_ticket_commented({ number }, locale));
	if (asked.priority !== undefined)
		sentences.push(
			m.answer_ticket_priority_now({ number, priority: PRIORITY_WORDS[ticket.priority]() }, locale)
		);
	if (asked.status !== undefined || sentences.length === 0)
		sentences.push(m.answer_ticket_status_now({ number, status: STATUS_WORDS[ticket.status]() }, locale));
	return sentences.join(' ');
}

function lookedUp(exchange: ToolExchange, offered: ReadonlySet<string>): string {
	const tickets = readResult(exchange, Tickets)?.tickets;
	if (tickets === undefined) return failed(exchange, m.answer_ticket_failed_read({}, locale), offered);
	const wanted = Asked.safeParse(exchange.input).data?.number;
	const [first] = tickets;
	if (wanted !== undefined)
		return first === undefined ? m.answer_ticket_unknown({ number: wanted }, locale) : inFull(first);
	if (first === undefined) return m.answer_ticket_none({}, locale);
	const others = first.comments === undefined ? tickets : tickets.slice(1);
	const list = [
		first.comments === undefined ? m.answer_ticket_list({}, locale) : m.answer_ticket_others({}, locale),
		others.map((ticket) => `- ${inOneLine(ticket)}`).join('\n')
	];
	return [
		...(first.comments === undefined ? [] : [inFull(first)]),
		...(others.length === 0 ? [] : list)
	].join('\n\n');
}

function inOneLine({ number, subject, status, updatedAt }: Ticket): string {
	return m.answer_ticket_listed(
		{ number, subject: quoted(subject), status: STATUS_WORDS[status](), changed: dayOf(updatedAt) },
		locale
	);
}

function inFull({ number, subject, status, priority, createdAt, updatedAt, comments }: Ticket): string {
	const stands = m.answer_ticket_stands(
		{
			number,
			subject: quoted(subject),
			status: STATUS_WORDS[status](),
			priority: PRIORITY_WORDS[priority](),
			opened: dayOf(createdAt),
			changed: dayOf(updatedAt)
		},
		locale
	);
	if (comments === undefined) return stands;
	const last = comments.findLast(({ by }) => by === 'school');
	const word =
		last === undefined
			? m.answer_ticket_no_word({}, locale)
			: m.answer_ticket_last_word({ date: dayOf(last.at), text: quoted(last.text) }, locale);
	return `${stands} ${word}`;
}

function remembered(exchange: ToolExchange, offered: ReadonlySet<string>): string {
	const kept = readKept(exchange);
	if (kept !== undefined) return tellKept(kept);
	if (failureOf(exchange)?.code === 'not-found') return m.answer_context_none({}, locale);
	return failed(exchange, m.answer_context_failed({}, locale), offered);
}

/** Why, as far as the person can do something about it, and what to do instead. `unclear`: what to say when nobody knows. */
function failed(exchange: ToolExchange, unclear: string, offered: ReadonlySet<string>): string {
	const failure = failureOf(exchange);
	switch (failure?.code) {
		case 'not-found': {
			const number = Asked.safeParse(exchange.input).data?.number;
			return number === undefined ? withOther(unclear, offered) : m.answer_ticket_unknown({ number }, locale);
		}
		case 'forbidden':
		case 'unauthenticated':
			return withOther(m.answer_ticket_forbidden({}, locale), offered);
		case 'conflict':
			return m.answer_ticket_refused({ reason: quoted(failure.message) }, locale);
		case 'invalid':
		case 'too-large':
			return withOther(m.answer_ticket_refused_plainly({}, locale), offered);
		default:
			return withOther(unclear, offered);
	}
}
