// A transcript as a file. It is read a page at a time and goes out as it is read, however long the conversation is.
import type { Transcript, TranscriptEntry, TranscriptRow } from '#lib/shared/transcripts.ts';
import { toByteStream } from '../../platform/index.ts';
import { exportCsv } from './export-csv.ts';
import { exportMarkdown } from './export-markdown.ts';

export interface TranscriptExport {
	format: 'json' | 'csv' | 'md';
	isMasked: boolean;
	exportedAt: number;
	row: TranscriptRow;
	read(after: number, limit: number): Promise<Pick<Transcript, 'entries' | 'nextAfter'>>;
}

/** Messages with all that their tools gave: a hop carries 32 MB at most. */
const PAGE = 50;
const TYPES = { json: 'application/json', csv: 'text/csv', md: 'text/markdown' } as const;

export async function exportTranscript(order: TranscriptExport): Promise<Response> {
	const { format, row } = order;
	// Before the first byte, so that a refusal is one.
	const first = await order.read(0, PAGE);
	const entries = allEntries(order, first);
	const pieces =
		format === 'json'
			? exportJson(order, entries)
			: format === 'csv'
				? exportCsv(entries)
				: exportMarkdown(order, entries);
	return new Response(toByteStream(pieces), {
		headers: {
			'content-type': `${TYPES[format]}; charset=utf-8`,
			// By its id: a title may name somebody.
			'content-disposition': `attachment; filename="transcript-${row.id.replace(/[^\w-]/g, '')}.${format}"`,
			'cache-control': 'private, no-store'
		}
	});
}

async function* allEntries(
	{ read }: TranscriptExport,
	first: Pick<Transcript, 'entries' | 'nextAfter'>
): AsyncGenerator<TranscriptEntry> {
	yield* first.entries;
	for (let after = first.nextAfter; after !== null;) {
		const page = await read(after, PAGE);
		yield* page.entries;
		after = page.nextAfter;
	}
}

async function* exportJson(
	{ isMasked, exportedAt, row }: TranscriptExport,
	entries: AsyncIterable<TranscriptEntry>
): AsyncGenerator<string> {
	const head = { format: 'segue-transcript', version: 1, exportedAt, isMasked, transcript: row };
	yield `${JSON.stringify(head, undefined, '\t').slice(0, -2)},\n\t"entries": [`;
	let separator = '\n';
	for await (const entry of entries) {
		yield `${separator}\t\t${JSON.stringify(entry)}`;
		separator = ',\n';
	}
	yield '\n\t]\n}\n';
}
