import { expect, it } from 'vitest';
import type { TranscriptEntry } from '#lib/shared/transcripts.ts';
import { cell, exportCsv } from './export-csv.ts';

it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '  =HYPERLINK("x")', '＝1', '|cmd'])(
	'no cell is a formula: %j',
	(text) => {
		expect(cell(text)).toMatch(/^"'/);
	}
);

it('keeps quotes, commas and lines within their cell', async () => {
	expect(cell('say "hi", you\nthere')).toBe('"say ""hi"", you\nthere"');
	expect(cell('"')).toBe('""""');
	expect(cell('')).toBe('""');
	const note: TranscriptEntry = {
		...{ kind: 'note', seq: 3, at: 0 },
		note: { id: 'n', position: 3, kind: 'note', authorName: 'Ben', text: '=1', at: 0 }
	};
	let text = '';
	for await (const piece of exportCsv(
		(async function* () {
			yield note;
		})()
	))
		text += piece;
	const [head, line] = text.trim().split('\r\n');
	expect(head?.split(',')).toHaveLength(20);
	expect(line).toContain('"3","1970-01-01T00:00:00.000Z","note","note","Ben","","","\'=1"');
});
