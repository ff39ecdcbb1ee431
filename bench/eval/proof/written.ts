// What the proof is measured on besides rules: sentences written by hand about stretches of the example articles and of a folder of
// chapters, as an answer would say them and as it must not. The chapters' own text is not kept here, only where it stands. The sentences of
// one stretch are all in one half. The held-out half was written when the verifier stood: what is seen of its errors belongs to development
// from then on, and other sentences take its place.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Passage } from '#lib/shared/knowledge.ts';
import { chunkOrWhole } from '#lib/server/knowledge/chunker.ts';

/** The last was written about stretches that no other sentence is about, before its writer had seen the verifier. */
export const HALVES = ['development', 'held-out', 'other-articles'] as const;
export type Half = (typeof HALVES)[number];

const Stretch = z.object({
	/** An example article, and the words the stretch begins and ends with … */
	article: z.string().optional(),
	begins: z.string().optional(),
	ends: z.string().optional(),
	/** … or a chapter, and its offsets (UTF-16, front matter counted). */
	chapter: z.string().optional(),
	start: z.number().optional(),
	end: z.number().optional(),
	half: z.enum(HALVES),
	faithful: z.array(z.string()),
	wrong: z.array(z.tuple([z.string(), z.string()]))
});

export interface WrittenSentence {
	sentence: string;
	/** What was changed; absent where it is said as the source has it. */
	change?: string;
	/** The product's own chunks that the stretch lies in. */
	passages: Passage[];
}

export async function readWritten(
	file: string,
	articles: string,
	chapters: string | undefined,
	half: Half
): Promise<WrittenSentence[]> {
	const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line.trim() !== '');
	const sentences: WrittenSentence[] = [];
	for (const line of lines) {
		const stretch = Stretch.parse(JSON.parse(line));
		const name = stretch.article ?? stretch.chapter ?? '';
		const folder = stretch.article === undefined ? chapters : articles;
		if (folder === undefined || stretch.half !== half) continue;
		const raw = await readFile(path.join(folder, name), 'utf8');
		const start = stretch.start ?? raw.indexOf(stretch.begins ?? '');
		const end = stretch.end ?? raw.indexOf(stretch.ends ?? '', start) + (stretch.ends ?? '').length;
		if (start < 0 || end <= start) throw new Error(`${name}: no stretch from "${stretch.begins}"`);
		const passages = passagesOf(name, raw, start, end);
		for (const sentence of stretch.faithful) sentences.push({ sentence, passages });
		for (const [change, sentence] of stretch.wrong) sentences.push({ sentence, change, passages });
	}
	return sentences;
}

function passagesOf(name: string, raw: string, start: number, end: number): Passage[] {
	// Offsets stay: front matter and comments become blanks.
	const text = raw.replace(/^---\n[\s\S]*?\n---\n|<!--[\s\S]*?-->/gu, (cut) => cut.replace(/[^\n]/gu, ' '));
	const title = /^title:\s*(.+)$/mu.exec(raw)?.[1]?.replace(/^["']|["']$/gu, '') ?? name;
	return chunkOrWhole(text)
		.filter((chunk) => chunk.start < end && chunk.end > start)
		.map((chunk) => ({
			...{ chunkId: `${name}:${chunk.ordinal}`, documentId: name, revision: 'r', title },
			...{ headings: chunk.headings, start: chunk.start, end: chunk.end, text: chunk.text, relevance: 1 }
		}));
}
