// Says what is remembered: of this conversation, of the person's others, and what of theirs is open.
import { z } from 'zod';
import { m } from '#lib/paraglide/messages.js';
import type { ToolExchange } from './conversation.ts';
import { dayOf, quoted } from './quoting.ts';
import { readResult } from './tool-results.ts';

const locale = { locale: 'en' } as const;
const MOST_TITLES = 5;
const MOST_CONVERSATIONS = 2;

const KeptContext = z.object({
	summary: z.string(),
	activeTopics: z.array(z.string()),
	resolvedIssues: z.array(z.string()),
	openQuestion: z.string().nullable(),
	openTickets: z.number().int().nonnegative().optional(),
	otherConversations: z
		.array(z.object({ title: z.string(), summary: z.string(), lastSummaryAt: z.string() }))
		.optional(),
	recentRecordings: z.array(z.object({ title: z.string() })).optional()
});

type KeptContext = z.infer<typeof KeptContext>;

export const readKept = (exchange: ToolExchange): KeptContext | undefined =>
	readResult(exchange, KeptContext);

export function tellKept(kept: KeptContext): string {
	const { summary, activeTopics, resolvedIssues, openQuestion, openTickets, recentRecordings = [] } = kept;
	const others = (kept.otherConversations ?? []).filter((other) => other.summary !== '');
	const lines: string[] = [];
	if (summary !== '') lines.push(m.answer_context_summary({}, locale), quoted(summary, 1_500));
	if (activeTopics.length > 0)
		lines.push(
			m.answer_context_topics(
				{
					topics: activeTopics
						.slice(0, MOST_TITLES)
						.map((topic) => quoted(topic))
						.join(', ')
				},
				locale
			)
		);
	if (resolvedIssues.length > 0)
		lines.push(
			m.answer_context_resolved(
				{
					issues: resolvedIssues
						.slice(-MOST_TITLES)
						.map((issue) => quoted(issue))
						.join('; ')
				},
				locale
			)
		);
	if (openQuestion !== null) lines.push(m.answer_context_open({ question: quoted(openQuestion) }, locale));
	for (const { title, summary: said, lastSummaryAt } of others.slice(0, MOST_CONVERSATIONS))
		lines.push(
			m.answer_context_other(
				{ date: dayOf(lastSummaryAt), title: quoted(title), summary: quoted(said, 600) },
				locale
			)
		);
	if (openTickets !== undefined) lines.push(m.answer_context_tickets({ count: openTickets }, locale));
	if (recentRecordings.length > 0)
		lines.push(
			m.answer_context_recordings(
				{
					titles: recentRecordings
						.slice(0, MOST_TITLES)
						.map(({ title }) => quoted(title))
						.join(', ')
				},
				locale
			)
		);
	return lines.length === 0 ? m.answer_context_none({}, locale) : lines.join('\n\n');
}
