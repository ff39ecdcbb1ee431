// One line an entry, for spreadsheets. No cell is ever a formula to them: what could begin one gets an apostrophe before it
// (https://owasp.org/www-community/attacks/CSV_Injection), and every cell stands in quotes. Begins with a byte order mark, without which Excel
// takes it for something else than UTF-8.
import { citationsOf, messageText } from '#lib/shared/conversation/message.ts';
import type { TranscriptEntry } from '#lib/shared/transcripts.ts';

const COLUMNS = [
	...[
		'position',
		'time',
		'kind',
		'role',
		'author',
		'status',
		'aside',
		'text',
		'intent',
		'sentiment',
		'confidence'
	],
	...[
		'refused',
		'tools',
		'citations',
		'model',
		'input_tokens',
		'output_tokens',
		'first_word_ms',
		'total_ms',
		'rating'
	]
] as const;
type Line = Partial<Record<(typeof COLUMNS)[number], string | number | boolean | null>>;

/** Also as wide letters, which spreadsheets read alike, and behind blanks, which they pass over. */
const FORMULA = /^\s*[=+\-@\t\r\n|＝＋－＠]/u;

export async function* exportCsv(entries: AsyncIterable<TranscriptEntry>): AsyncGenerator<string> {
	yield `\uFEFF${COLUMNS.join(',')}\r\n`;
	for await (const entry of entries) {
		const line = lineOf(entry);
		yield `${COLUMNS.map((column) => cell(line[column])).join(',')}\r\n`;
	}
}

export function cell(value: string | number | boolean | null | undefined): string {
	if (value === null || value === undefined) return '""';
	if (typeof value !== 'string') return `"${value}"`;
	const safe = FORMULA.test(value) ? `'${value}` : value;
	return `"${safe.replaceAll('"', '""')}"`;
}

function lineOf(entry: TranscriptEntry): Line {
	const shared = { position: entry.seq, time: new Date(entry.at).toISOString(), kind: entry.kind };
	if (entry.kind === 'note')
		return { ...shared, role: entry.note.kind, author: entry.note.authorName, text: entry.note.text };
	if (entry.kind === 'event') return { ...shared, text: entry.words };
	const { message, place, turn, use } = entry;
	const report = message.parts.find((part) => part.type === 'data-turn')?.data;
	const tools = message.parts.flatMap((part) =>
		'toolCallId' in part ? [part.type.slice('tool-'.length)] : []
	);
	return {
		...shared,
		...{ role: message.role, author: message.metadata.agentName ?? '', status: message.status },
		...{ aside: place.isAside, text: messageText(message), tools: tools.join(' ') },
		...{ intent: report?.intent, sentiment: report?.sentiment, confidence: report?.confidence },
		...{ refused: report?.refused, citations: citationsOf(message).length, model: use?.model },
		...{ input_tokens: use?.tokens?.input, output_tokens: use?.tokens?.output },
		...{ first_word_ms: turn?.firstWordMs, total_ms: turn?.totalMs, rating: message.rating?.value }
	} as Line;
}
