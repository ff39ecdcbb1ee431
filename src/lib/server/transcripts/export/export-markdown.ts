// A transcript to be read: every entry under its time, answers with what they were built on.
import { m } from '#lib/paraglide/messages.js';
import { citationsOf, messageText } from '#lib/shared/conversation/message.ts';
import type { TranscriptEntry, TranscriptRow } from '#lib/shared/transcripts.ts';

interface Head {
	row: TranscriptRow;
	isMasked: boolean;
	exportedAt: number;
}

export async function* exportMarkdown(
	{ row, isMasked, exportedAt }: Head,
	entries: AsyncIterable<TranscriptEntry>
): AsyncGenerator<string> {
	yield `# ${inLine(row.title === '' ? m.export_untitled() : row.title)}\n\n`;
	const facts = [
		m.transcripts_person({ mark: row.person }),
		row.status,
		row.channel,
		row.language,
		...row.tags
	];
	yield `${facts.map(inLine).join(' · ')}\n\n`;
	yield `${isMasked ? m.transcripts_export_masked() : m.transcripts_export_unmasked()} ${timeOf(exportedAt)}\n`;
	for await (const entry of entries) yield entryText(entry);
}

function entryText(entry: TranscriptEntry): string {
	const time = timeOf(entry.at);
	if (entry.kind === 'event') return `\n*${time}: ${inLine(entry.words)}*\n`;
	if (entry.kind === 'note')
		return `\n> **${m.transcripts_note()}** · ${inLine(entry.note.authorName)} · ${time}\n>\n${quoted(entry.note.text)}\n`;
	const { message, place } = entry;
	const who = {
		user: m.export_question(),
		assistant: m.export_answer(),
		agent: inLine(message.metadata.agentName ?? m.shared_agent())
	}[message.role];
	const aside = place.isAside ? ` · ${m.transcripts_aside()}` : '';
	const calls = message.parts.flatMap((part) =>
		'toolCallId' in part
			? [`- \`${part.type.slice('tool-'.length)}\`: ${inLine(JSON.stringify(part.input ?? null))}`]
			: []
	);
	const sources = citationsOf(message).map(
		({ number, title, quote }) => `- [${number}] ${inLine(title)}: “${inLine(quote)}”`
	);
	return [
		`\n## ${who} · ${time}${aside}\n\n${messageText(message).trim()}\n`,
		calls.length > 0 ? `\n${calls.join('\n')}\n` : '',
		sources.length > 0 ? `\n${sources.join('\n')}\n` : ''
	].join('');
}

const timeOf = (at: number) => `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
const quoted = (text: string) =>
	text
		.split('\n')
		.map((line) => `> ${line}`)
		.join('\n');

/** What stands in a heading or a list must not end it, nor begin something else. */
function inLine(text: string): string {
	return text
		.replace(/\s+/g, ' ')
		.trim()
		.replace(/[\\`*_[\]<>#|]/g, '\\$&');
}
