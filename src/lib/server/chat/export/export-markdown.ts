// The branch that is shown as Markdown, to be read by people: a number after each sentence that has a source, and the sources at the end.
import { m } from '#lib/paraglide/messages.js';
import {
	citationsOf,
	filesOf,
	isLeftToPerson,
	messageText,
	unsupportedOf,
	type ConversationMessage
} from '#lib/shared/conversation/message.ts';
import type { CitationData } from '#lib/shared/conversation/parts.ts';

export interface MarkdownHead {
	title: string;
	schoolName: string;
	exportedAt: number;
}

export async function* exportMarkdown(
	{ title, schoolName, exportedAt }: MarkdownHead,
	messages: AsyncIterable<ConversationMessage>
): AsyncGenerator<string> {
	const date = new Date(exportedAt).toISOString().slice(0, 10);
	yield `# ${inLine(title === '' ? m.export_untitled() : title)}\n\n`;
	yield `${inLine(m.export_from({ school: schoolName, date }))}\n`;
	const sources = createSources();
	for await (const message of messages) {
		if (isLeftToPerson(message)) continue;
		const time = new Date(message.createdAt).toISOString().slice(0, 16).replace('T', ' ');
		const who = speakerOf(message);
		const how = message.metadata.spoken === true ? ` · ${m.calls_export_spoken()}` : '';
		yield `\n## ${who} · ${time} UTC${how}\n\n${withNumbers(message, sources.numberOf).trim()}\n`;
		for (const { filename } of filesOf(message))
			yield `\n*${m.attachments_export({ name: inLine(filename) })}*\n`;
		if (message.metadata.heard !== undefined) yield `\n*${m.calls_export_heard()}*\n`;
		else if (message.status === 'stopped') yield `\n*${m.export_answer_stopped()}*\n`;
		if (message.status === 'failed') yield `\n*${m.export_answer_failed()}*\n`;
	}
	const list = sources.list();
	if (list.length > 0) yield `\n## ${m.export_sources()}\n\n${list.join('\n')}\n`;
}

function speakerOf({ role, metadata }: ConversationMessage): string {
	if (role === 'user') return m.export_question();
	return role === 'agent' ? inLine(metadata.agentName ?? m.shared_agent()) : m.export_answer();
}

/** Numbers from 1 over the whole conversation: one for each passage, whatever answer cites it. */
function createSources() {
	const numbers = new Map<string, number>();
	const lines: string[] = [];
	return {
		numberOf(citation: CitationData): number {
			const { documentId, revision, start, end, title, headings, quote } = citation;
			const key = [documentId, revision, start, end].join(' ');
			const known = numbers.get(key);
			if (known !== undefined) return known;
			const number = numbers.size + 1;
			numbers.set(key, number);
			const where = [title, ...headings].map(inLine).join(' › ');
			lines.push(`${number}. ${where}: “${inLine(quote)}”`);
			return number;
		},
		list: () => lines
	};
}

function withNumbers(message: ConversationMessage, numberOf: (citation: CitationData) => number): string {
	const text = messageText(message);
	const marks = new Map<number, (number | string)[]>();
	for (const citation of citationsOf(message)) {
		const at = Math.min(citation.textEnd, text.length);
		const number = numberOf(citation);
		const here = marks.get(at) ?? [];
		if (!here.includes(number)) marks.set(at, [...here, number]);
	}
	for (const { textEnd } of unsupportedOf(message)) {
		const at = Math.min(textEnd, text.length);
		marks.set(at, [...(marks.get(at) ?? []), m.export_unsupported()]);
	}
	let marked = '';
	let from = 0;
	for (const [at, numbers] of [...marks].sort(([a], [b]) => a - b)) {
		// After the sentence's last sign, not after the blank behind it.
		const sentence = text.slice(from, at);
		const kept = sentence.trimEnd();
		marked += `${kept}${numbers.map((number) => ` [${number}]`).join('')}${sentence.slice(kept.length)}`;
		from = at;
	}
	return marked + text.slice(from);
}

/** What stands in a heading or a list must not end it, nor begin something else. */
function inLine(text: string): string {
	return text
		.replace(/\s+/g, ' ')
		.trim()
		.replace(/[\\`*_[\]<>#|]/g, '\\$&');
}
