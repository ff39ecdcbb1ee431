// What is said of a chain that has ended: what was done, or what failed, what was undone for it and what is left, and what to do instead.
import { z } from 'zod';
import { m } from '#lib/paraglide/messages.js';
import type { Chain, ChainOrder } from '../../tools/index.ts';

const locale = { locale: 'en' } as const;
type Step = ChainOrder['steps'][number];

const Ticket = z.object({ ticket: z.object({ number: z.number().int(), subject: z.string() }) });
const Recording = z.object({
	recording: z.object({ title: z.string(), path: z.string().regex(/^\/recordings\/[\w-]+$/u) })
});

export function tellChain({ title, steps, outcomes, undone }: Chain): string {
	const failed = steps.find(({ id }) => outcomes[id]?.ok === false);
	const done = steps.flatMap((step) => {
		const outcome = outcomes[step.id];
		return outcome?.ok === true ? [{ step, data: outcome.data }] : [];
	});
	if (failed === undefined && done.length === steps.length)
		return [
			m.chain_done({ title: plain(title) }, locale),
			done.map(({ step, data }) => `- ${did(step, data)}`).join('\n')
		].join('\n\n');
	const outcome = failed === undefined ? undefined : outcomes[failed.id];
	const reason = outcome?.ok === false ? outcome.error.message : '';
	const what =
		failed === undefined
			? m.chain_interrupted({ title: plain(title) }, locale)
			: m.chain_failed({ title: plain(title), step: nameOf(failed), reason: plain(reason) }, locale);
	const consequences = done.flatMap(({ step, data }) => {
		const number = Ticket.safeParse(data).data?.ticket.number;
		if (number === undefined || undone[step.id] === undefined) return [];
		return undone[step.id] === true
			? [m.chain_ticket_closed({ number }, locale)]
			: [m.chain_ticket_left({ number }, locale)];
	});
	return [what, ...consequences, m.chain_alternative({}, locale)].join(' ');
}

function did(step: Step, data: unknown): string {
	const ticket = Ticket.safeParse(data).data?.ticket;
	const recording = Recording.safeParse(data).data?.recording;
	if (ticket !== undefined) {
		const words = { number: ticket.number, subject: plain(ticket.subject) };
		return step.tool === 'create_ticket'
			? m.chain_did_create(words, locale)
			: m.chain_did_change(words, locale);
	}
	if (recording !== undefined)
		return m.chain_did_recording({ title: plain(recording.title), path: recording.path }, locale);
	return m.chain_did_other({ step: nameOf(step) }, locale);
}

const NAMES: Record<string, () => string> = {
	get_performance_analysis: () => m.chain_step_analysis({}, locale),
	create_ticket: () => m.chain_step_create({}, locale),
	update_ticket: () => m.chain_step_change({}, locale),
	get_ticket: () => m.chain_step_ticket({}, locale),
	search_knowledge_base: () => m.chain_step_search({}, locale),
	get_user_context: () => m.chain_step_context({}, locale)
};

const nameOf = ({ tool }: Step): string => NAMES[tool]?.() ?? tool;

/** Somebody's words on one line, with no markup and no marks of citation in force. */
const plain = (text: string): string =>
	text
		.replace(/[\p{Cc}\p{Cf}\s【】]+/gu, ' ')
		.replace(/[\\`*_[\]<>#|~]/gu, String.raw`\$&`)
		.trim();
