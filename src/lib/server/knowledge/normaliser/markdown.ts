// Markdown as it is written in the wild, made plain: comments, tags, scripts, frames, embedded pictures and template marks go;
// reference links become inline links; fenced code stays as it is. Linear: every pattern is bounded or scans forward only.
import { readFrontMatter, type FrontMatter } from './front-matter.ts';

const TAG = /<(\/?)([a-zA-Z][a-zA-Z0-9-]{0,30})(?:\s[^<>]{0,4000})?\/?>/g;
const BREAKING = new Set(
	'br p div section article header footer main figure figcaption table tr ul ol li dl dt dd blockquote hr h1 h2 h3 h4 h5 h6 iframe details summary'.split(
		' '
	)
);
const DEFINITION =
	/^ {0,3}\[([^\]\n]{1,200})\]:[ \t]*<?(\S{1,2000}?)>?(?:[ \t]+(?:"[^"\n]*"|'[^'\n]*'|\([^)\n]*\)))?[ \t]*$/;
const REFERENCE = /(!?)\[([^[\]\n]{0,500})\](?:\[([^[\]\n]{0,200})\])(?!\()/g;

/** Removes from each `open` to the next `close`; an opening without a close loses only its mark. */
function cut(source: string, open: RegExp, close: (match: RegExpExecArray) => string): string {
	// ASCII only: lower case of other letters can be longer (İ), and the offsets would no longer be the source's.
	const lower = source.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
	let out = '';
	let at = 0;
	open.lastIndex = 0;
	const unclosed = new Set<string>();
	for (let match = open.exec(source); match; match = open.exec(source)) {
		out += source.slice(at, match.index);
		at = match.index + match[0].length;
		const mark = close(match);
		// Once a mark has no close ahead there is none for any later opening either: never search twice.
		const end = unclosed.has(mark) ? -1 : lower.indexOf(mark, at);
		if (end === -1) unclosed.add(mark);
		else {
			const after = source.indexOf('>', end + mark.length - (mark.endsWith('>') ? 1 : 0));
			at = after === -1 ? source.length : after + 1;
		}
		open.lastIndex = at;
	}
	return out + source.slice(at);
}

function withoutComments(source: string): string {
	return source.includes('<!--') ? cut(source, /<!--/g, () => '-->') : source;
}

function withoutEmbedded(source: string): string {
	return cut(
		source,
		/<(script|style|iframe|object|svg|template|noscript|textarea)\b[^<>]{0,4000}>/gi,
		(match) => `</${(match[1] ?? '').toLowerCase()}`
	);
}

function withoutTags(source: string): string {
	return source.replace(TAG, (_whole, _slash: string, name: string) =>
		BREAKING.has(name.toLowerCase()) ? '\n' : ''
	);
}

function plainProse(source: string, definitions: ReadonlyMap<string, string>): string {
	return withoutTags(withoutEmbedded(source))
		.replace(/\{%[^%\n]{0,500}%\}|\{:[^{}\n]{0,500}\}|\{\{[^{}\n]{0,500}\}\}/g, '')
		.replace(/!\[[^[\]\n]{0,500}\]\(data:[^()\s]*\)/g, '')
		.replace(REFERENCE, (whole, bang: string, label: string, name: string) => {
			const target = definitions.get((name || label).trim().toLowerCase());
			if (bang) return '';
			if (target === undefined) return definitions.size > 0 && name !== '' ? label : whole;
			return /^(?:https?:|mailto:|tel:|\/|#|[\w./-]+$)/i.test(target) ? `[${label}](${target})` : label;
		});
}

export function readMarkdown(source: string): { text: string; matter: FrontMatter } {
	const { body, matter } = readFrontMatter(source);
	const definitions = new Map<string, string>();
	/** Runs of prose and of fenced code, in turn. */
	const out: string[] = [];
	let prose: string[] = [];
	let fence = '';
	const flush = () => {
		if (prose.length > 0) out.push(plainProse(prose.join('\n'), definitions));
		prose = [];
	};
	const lines = withoutComments(body).split('\n');
	for (const line of lines) {
		const definition =
			line.startsWith('[') || line.startsWith(' ') ? DEFINITION.exec(line.slice(0, 3000)) : null;
		if (definition) definitions.set((definition[1] ?? '').trim().toLowerCase(), definition[2] ?? '');
	}
	for (const line of lines) {
		if (fence !== '') {
			out.push(line);
			if (line.trim().startsWith(fence) && /^[`~]+$/.test(line.trim())) fence = '';
			continue;
		}
		const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
		if (mark !== undefined) {
			flush();
			fence = mark;
			out.push(line);
			continue;
		}
		if (definitions.size > 0 && line.length < 3000 && DEFINITION.test(line)) continue;
		prose.push(line);
	}
	flush();
	return { text: out.join('\n'), matter };
}
