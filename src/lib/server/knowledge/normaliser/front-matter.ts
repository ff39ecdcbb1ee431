// The few lines between `---` at the top of a Markdown file, as far as they concern us: title, tags, audience. Not a YAML parser:
// `key: value`, `[a, b]` and `- a` lists; everything else in the block is ignored.
import { Audience } from '../audience.ts';

export interface FrontMatter {
	title?: string;
	tags?: string[];
	audience?: Audience;
}

const BLOCK_LIMIT = 10_000;

function unquote(value: string): string {
	const trimmed = value.trim();
	return /^(["']).*\1$/.test(trimmed) && trimmed.length > 1 ? trimmed.slice(1, -1).trim() : trimmed;
}

export function readFrontMatter(source: string): { body: string; matter: FrontMatter } {
	if (!/^---[ \t]*\n/.test(source)) return { body: source, matter: {} };
	const head = source.slice(0, BLOCK_LIMIT);
	const open = head.indexOf('\n') + 1;
	const close = /^(?:---|\.\.\.)[ \t]*$/m.exec(head.slice(open));
	if (!close) return { body: source, matter: {} };
	const matter: FrontMatter = {};
	let listKey = '';
	for (const line of head.slice(open, open + close.index).split('\n')) {
		const item = /^\s*-\s+(.+)$/.exec(line);
		if (item && listKey === 'tags') {
			(matter.tags ??= []).push(unquote(item[1] ?? ''));
			continue;
		}
		const pair = /^([A-Za-z_]{1,40})[ \t]*:(.*)$/.exec(line);
		if (!pair) continue;
		const key = (pair[1] ?? '').toLowerCase();
		const value = unquote(pair[2] ?? '');
		listKey = value === '' ? key : '';
		if (value === '') continue;
		if (key === 'title') matter.title = value;
		if (key === 'tags' || key === 'categories')
			matter.tags = value
				.replace(/^\[|\]$/g, '')
				.split(',')
				.map(unquote)
				.filter((tag) => tag !== '');
		if (key === 'audience') {
			const audience = Audience.safeParse(value.toLowerCase());
			if (audience.success) matter.audience = audience.data;
		}
	}
	return { body: source.slice(open + close.index + close[0].length), matter };
}
