import { describe, expect, it } from 'vitest';
import { createEmbeddedReranker } from './reranker.ts';

const reranker = createEmbeddedReranker();
const PASSAGES = [
	{ title: 'Opening hours', headings: '', text: 'The office is open from nine to five on weekdays.' },
	{
		title: 'Instrument hire',
		headings: 'What instruments cost',
		text: '- Hiring a cello costs £45 a term. A bow is included.'
	},
	{
		title: 'Cadences',
		headings: '',
		text: 'A *half cadence* ends on the dominant, an authentic cadence on the tonic.'
	},
	{ title: 'Practice', headings: '', text: 'Practise a little every day. A cello needs rosin.' }
];
const terms = (...words: [string, number][]) => ({
	segue: { terms: words.map(([stem, documentFrequency]) => ({ stem, idf: 2, documentFrequency })) }
});

describe('the embedded reranker', () => {
	it('puts the passage that answers first, with scores that fall', async () => {
		const { ranking } = await reranker.doRerank({
			query: 'cello hire price',
			documents: { type: 'object', values: PASSAGES }
		});
		expect(ranking[0]?.index).toBe(1);
		expect(ranking.map(({ index }) => index).sort()).toEqual([0, 1, 2, 3]);
		const scores = ranking.map(({ relevanceScore }) => relevanceScore);
		expect(scores).toEqual([...scores].sort((a, b) => b - a));
		for (const score of scores) expect(score > 0 && score < 1).toBe(true);
	});

	it('reads plain texts too, and gives no more than topN', async () => {
		const { ranking } = await reranker.doRerank({
			query: 'half cadence',
			documents: { type: 'text', values: PASSAGES.map(({ text }) => text) },
			topN: 2
		});
		expect(ranking).toHaveLength(2);
		expect(ranking[0]?.index).toBe(2);
	});

	it('thinks less of every passage when the index has no word for what is asked', async () => {
		const best = async (providerOptions: ReturnType<typeof terms>) => {
			const documents = { type: 'object' as const, values: PASSAGES };
			const { ranking } = await reranker.doRerank({ query: 'cello carbonara', documents, providerOptions });
			return ranking[0]?.relevanceScore ?? 0;
		};
		const known = await best(terms(['cello', 2]));
		const halfUnknown = await best(terms(['cello', 2], ['carbonara', 0]));
		expect(halfUnknown).toBeLessThan(known / 2);
	});

	it('uses the stems it is given as it would have read them', async () => {
		const values = PASSAGES.map((passage) => ({ ...passage }));
		const stems = [
			{ title: 'open hour', headings: '', text: 'the offic is open from nine to five on weekdai' },
			{
				title: 'instrument hire',
				headings: 'what instrument cost',
				text: 'hire a cello cost 45 a term a bow is includ'
			},
			{
				title: 'cadenc',
				headings: '',
				text: 'a half cadenc end on the domin an authent cadenc on the tonic'
			},
			{ title: 'practic', headings: '', text: 'practis a littl everi dai a cello need rosin' }
		];
		const request = {
			query: 'cello hire price',
			providerOptions: terms(['cello', 2], ['hire', 1], ['price', 0])
		};
		const read = await reranker.doRerank({ ...request, documents: { type: 'object', values } });
		const given = await reranker.doRerank({
			...request,
			documents: { type: 'object', values: values.map((value, at) => ({ ...value, stems: stems[at] ?? {} })) }
		});
		expect(given.ranking).toEqual(read.ranking);
	});

	it('answers an empty query and an empty list', async () => {
		expect(
			(await reranker.doRerank({ query: 'x', documents: { type: 'text', values: [] } })).ranking
		).toEqual([]);
		const { ranking } = await reranker.doRerank({
			query: '',
			documents: { type: 'text', values: ['a b', 'c'] }
		});
		expect(ranking).toHaveLength(2);
		for (const { relevanceScore } of ranking) expect(Number.isFinite(relevanceScore)).toBe(true);
	});
});
