// Changes of articles as people make them, by lot: a figure, a paragraph that goes, a document that goes, an answer to what nobody could answer
// yet, and changes that should change no answer. Each says which sentences it takes away and which question it answers.

/**
 * @typedef {{file: string, text: string}} Article as it is in force
 * @typedef {{question: string, answerable: boolean, sources: string[], answer_spans: {file: string, text: string}[]}} Question
 * @typedef {{kind: string, file: string, text: string | null, taken: string[], answers: string | null}} Edit text: null is a deletion
 */

export const KINDS = ['figure', 'paragraph', 'document', 'answer', 'neutral'];

const FIGURE = /\d+(?:[.:]\d+)?/;

/**
 * @param {string} kind
 * @param {{articles: Article[], questions: Question[], random: () => number}} school
 * @returns {Edit | undefined} undefined where the lot fell on what cannot be changed so
 */
export function makeEdit(kind, { articles, questions, random }) {
	/** @template T @param {readonly T[]} items @returns {T | undefined} */
	const pick = (items) => items[Math.floor(random() * items.length)];
	/** @param {string} file */
	const articleOf = (file) => articles.find((article) => article.file === file);
	const spans = questions.flatMap(({ answer_spans }) => answer_spans);
	const inTexts = spans.filter(({ file, text }) => articleOf(file)?.text.includes(text));

	if (kind === 'figure') {
		const span = pick(inTexts.filter(({ text }) => FIGURE.test(text)));
		const article = span && articleOf(span.file);
		if (!article) return undefined;
		const changed = span.text.replace(FIGURE, (figure) =>
			figure.includes(':')
				? `${(Number(figure.split(':')[0]) % 12) + 7}:${figure.split(':')[1]}`
				: String(Number(figure) + 3 + Math.floor(random() * 40))
		);
		const text = article.text.replace(span.text, () => changed);
		return { kind, file: article.file, text, taken: [span.text], answers: null };
	}
	if (kind === 'paragraph') {
		const span = pick(inTexts);
		const article = span && articleOf(span.file);
		if (!article) return undefined;
		const blocks = article.text.split(/\n{2,}/);
		const gone = blocks.find((block) => block.includes(span.text));
		if (gone === undefined) return undefined;
		const text = blocks.filter((block) => block !== gone).join('\n\n');
		return { kind, file: article.file, text, taken: [gone], answers: null };
	}
	if (kind === 'document') {
		const file = pick([...new Set(inTexts.map((span) => span.file))]);
		const article = file === undefined ? undefined : articleOf(file);
		return article && { kind, file: article.file, text: null, taken: [article.text], answers: null };
	}
	const article = pick(articles);
	if (!article) return undefined;
	if (kind === 'answer') {
		const question = pick(questions.filter(({ answerable }) => !answerable));
		if (!question) return undefined;
		const asked = question.question.replace(/[?!.\s]+$/, '');
		const day = pick(['Monday', 'Wednesday', 'Friday']);
		const text = `${article.text}\n\n## ${asked}\n\nAbout “${asked}” the school says: yes, every ${day} at ${8 + Math.floor(random() * 9)}:15 in room ${1 + Math.floor(random() * 30)}.\n`;
		return { kind, file: article.file, text, taken: [], answers: question.question };
	}
	const notes = [
		'The gate was painted dark green in spring.',
		'Thanks go to the neighbours for their patience.',
		'This page was checked by the editors.'
	];
	return { kind, file: article.file, text: `${article.text}\n\n${pick(notes)}\n`, taken: [], answers: null };
}
