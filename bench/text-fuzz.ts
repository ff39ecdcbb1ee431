// Fuzzes what reads text that others wrote: the normaliser, the chunker, the sentence splitter, the Markdown reader and the output
// screen. Inputs are short pieces of markup repeated without end, the kind that makes a parser slow, and random mixtures of them.
//   node --experimental-transform-types bench/text-fuzz.ts [seconds] [seed]
// An input is a failure when something throws that is no AppError, when a span is not the text it names, when a hidden character
// comes through, or when it takes so long that the time cannot grow with the length alone. Exit code 1, and the inputs, on a failure.
import { chunk } from '#lib/server/knowledge/chunker.ts';
import { normalise } from '#lib/server/knowledge/normaliser/normalise.ts';
import { createOutputScreen, screenMessage } from '#lib/server/guardrails/index.ts';
import { AppError } from '#lib/shared/errors.ts';
import { stripMarkdown } from '#lib/shared/text/markdown-text.ts';
import { splitSentences } from '#lib/shared/text/sentences.ts';
import { readMarkdown } from '#lib/ui/markdown/read.ts';

const PIECES = (
	'a| |\t|\n|\n\n|\r\n|*|**|_|`|~|~~|[|]|(|)|<|>|!|!!|-|#|1.|$|$$|\\|&|&amp;|&#x;|\\(|    |- |> |[a](|[a]: b|```\n|<a |</a>|<!--|-->|<script>|' +
	'</script|<div>|<ul><li>|<table><tr><td>|<p hidden>|<pre>|"|\'|a.|Mr. |?|{|}|{%|{{|:|=|==\n|--\n|---\n|<b>|<sup>|http://a.b|' +
	'www.|a@b.c|音楽|é|e\u0301|İ|ß|\u0000|\u0007|\u202e|\u2066|\u200b|\u200d|\ufeff|\u00a0|\u2028|\ud83c|\udfb5|🎵|👨‍👩‍👧|【1】|【|】'
)
	.split('|')
	.concat('|', '| a |\n', '|-|\n', '||');
const LENGTH = 40_000;
/** Of processor time. A linear reader takes a few hundredths of it. */
const SLOW_MS = 2000;
// eslint-disable-next-line no-control-regex -- they must not come through
const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f\u202a-\u202e\u2066-\u2069]/;

function createRandom(seed: number): (below: number) => number {
	let state = seed >>> 0;
	return (below) => {
		// xorshift32
		state ^= state << 13;
		state ^= state >>> 17;
		state ^= state << 5;
		state >>>= 0;
		return state % below;
	};
}

function makeInput(random: (below: number) => number): string {
	const some = (most: number) =>
		Array.from({ length: 1 + random(most) }, () => PIECES[random(PIECES.length)] ?? '').join('');
	if (random(3) === 0) return some(400);
	const unit = some(4);
	return `${random(2) === 0 ? '' : some(3)}${unit.repeat(Math.ceil(LENGTH / unit.length))}`.slice(0, LENGTH);
}

function requireClean(text: string, where: string): void {
	if (HIDDEN.test(text) || !text.isWellFormed()) throw new Error(`${where}: a hidden character came through`);
}

function readAsDocument(input: string, filename: string): void {
	const { text, title } = normalise(input, '', filename);
	requireClean(text, filename);
	requireClean(title, 'title');
	let before = 0;
	for (const { start, end, text: words } of chunk(text)) {
		if (text.slice(start, end) !== words) throw new Error('a chunk is not the text it names');
		if (start < before) throw new Error('chunks overlap');
		before = end;
	}
}

function screenPiecewise(input: string, random: (below: number) => number): void {
	const screen = createOutputScreen();
	for (let at = 0; at < input.length;) {
		const next = at + 1 + random(50);
		requireClean(screen.take(input.slice(at, next)), 'a delta');
		at = next;
	}
	requireClean(screen.end(), 'the last delta');
}

const [seconds = 60, seed = 1] = process.argv.slice(2).map(Number);
const random = createRandom(seed);
const readers: Record<string, (input: string) => unknown> = {
	markdownDocument: (input) => readAsDocument(input, 'a.md'),
	htmlDocument: (input) => readAsDocument(input, 'a.html'),
	textDocument: (input) => readAsDocument(input, 'a.txt'),
	markdownPage: readMarkdown,
	plainText: stripMarkdown,
	sentences: splitSentences,
	message: (input) => requireClean(screenMessage(input.slice(0, 8000)), 'message'),
	output: (input) => screenPiecewise(input, random)
};

const slowestMs: Record<string, number> = {};
const failures: { reader: string; problem: string; input: string }[] = [];
const until = Date.now() + seconds * 1000;
let inputs = 0;
for (; Date.now() < until; inputs++) {
	const input = makeInput(random);
	for (const [reader, read] of Object.entries(readers)) {
		const before = process.cpuUsage();
		let problem = '';
		try {
			read(input);
		} catch (thrown) {
			if (!(thrown instanceof AppError)) problem = String(thrown);
		}
		const { user, system } = process.cpuUsage(before);
		const ms = Math.round((user + system) / 1000);
		slowestMs[reader] = Math.max(slowestMs[reader] ?? 0, ms);
		if (ms > SLOW_MS) problem ||= `took ${ms} ms`;
		if (problem !== '') failures.push({ reader, problem, input: input.slice(0, 80) });
	}
}
for (const failure of failures.slice(0, 20)) console.error(JSON.stringify(failure));
console.log(JSON.stringify({ inputs, seed, slowestMs, failures: failures.length }));
process.exitCode = failures.length > 0 ? 1 : 0;
