import { describe, expect, it } from 'vitest';
import { feedbackStems } from './reranker-feedback.ts';

const passage = (text: string) => ({ title: '', headings: '', text });
const asked = (...stems: string[]) => stems.map((stem) => ({ stem, idf: 2, isKnown: true }));
const PASSAGES = [
	'An endpin holds the cello: its spike digs into the floor, or slips without an anchor.',
	'Endpin of a cello: the spike needs an anchor on a hard floor.',
	'The cello rests on its endpin; put the spike into an anchor.',
	...Array.from({ length: 12 }, (_value, at) => `The school opens room ${at} at nine, and closes it at ten.`)
].map(passage);

describe('what the best passages have in common', () => {
	it('is words beside those of the question, and none that the rest share or that are grammar', () => {
		const stems = feedbackStems(asked('endpin'), PASSAGES);
		expect(stems.slice(0, 4).sort()).toEqual(['anchor', 'cello', 'endpin', 'spike']);
		expect(stems).not.toContain('the');
		expect(stems).not.toContain('school');
	});

	it('is a few words, however much the passages say', () => {
		const long = Array.from({ length: 200 }, (_value, at) => `word${at}`).join(' ');
		expect(feedbackStems(asked('word1'), [passage(long), passage(long)])).toHaveLength(8);
	});

	it('is nothing where no passage is good', () => {
		expect(feedbackStems(asked('trombone'), PASSAGES)).toEqual([]);
		expect(feedbackStems(asked('trombone'), [])).toEqual([]);
		expect(feedbackStems([], PASSAGES)).toEqual([]);
	});
});
