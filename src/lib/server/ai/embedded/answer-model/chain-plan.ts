// A wish that takes several tools, of which a later one needs what an earlier one gave: the analysis of a recording into a ticket. Planned as one
// chain, which the person agrees to as a whole. Pure.
import { m } from '#lib/paraglide/messages.js';
import type { Conversation } from './conversation.ts';
import { recordingForTicket } from './recording-words.ts';
import type { ToolRequest } from './step.ts';
import { asksAboutTicketsAsSuch } from './ticket-questions.ts';
import { namesTicket, ordersTicket } from './ticket-words.ts';

export const CHAIN_TOOL = 'execute_tool_chain';

const locale = { locale: 'en' } as const;
const MOST_OF_A_WISH = 1_000;
const INTO_A_TICKET =
	/(?<!\p{L})(?:in|into|as|to|with|als|dans|comme|en|como|come|num)\s+(?:(?:an?|one|the|new|ein(?:em|en)?|une?|una?|um|een)\s+)*ti[ck]k?et(?!\p{L})/iu;
/** Sends on what was just told of a recording. */
const POINTS_AT_IT =
	/(?<!\p{L})(?:that|this|it|the (?:result|analysis|feedback)s?|das|ça|cela|eso|esto|questo|dat|isso)(?!\p{L})/iu;
const TOLD_RECORDING = /\]\(\/recordings\/(?<id>[\w-]+)\)/u;

export function planChain({
	message,
	lastReply
}: Pick<Conversation, 'message' | 'lastReply'>): ToolRequest | undefined {
	if (!namesTicket(message) || asksAboutTicketsAsSuch(message, false)) return undefined;
	const isInto = INTO_A_TICKET.test(message);
	if (!isInto && !ordersTicket(message)) return undefined;
	const told = TOLD_RECORDING.exec(lastReply)?.groups?.['id'];
	const recording = recordingForTicket(message) ?? (isInto && POINTS_AT_IT.test(message) ? told : undefined);
	if (recording === undefined) return undefined;
	const title = '{{analysis.recording.title}}';
	return {
		toolName: CHAIN_TOOL,
		input: {
			title: m.chain_title_analysis_ticket({}, locale),
			steps: [
				{ id: 'analysis', tool: 'get_performance_analysis', input: { recording_id: recording } },
				{
					id: 'ticket',
					tool: 'create_ticket',
					input: {
						subject: m.chain_ticket_subject({ recording: title }, locale),
						description: m.chain_ticket_description(
							{ wish: wishOf(message), recording: title, statements: '{{analysis.statements}}' },
							locale
						),
						recordingId: '$analysis.recording.id'
					}
				}
			]
		}
	};
}

/** The person's words, with nothing in them that would be taken for a reference. */
const wishOf = (message: string): string =>
	message.slice(0, MOST_OF_A_WISH).toWellFormed().replace(/[{}]+/gu, ' ').trim();
