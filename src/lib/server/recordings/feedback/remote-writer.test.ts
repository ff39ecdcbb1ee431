import { APICallError, type LanguageModelV4, type LanguageModelV4Prompt } from '@ai-sdk/provider';
import { describe, expect, it } from 'vitest';
import { createLogger } from '../../observability/index.ts';
import { createPedagogy, PULSE } from './fixtures/pedagogy.ts';
import { madeUpTake, SECONDS } from './fixtures/made-up-take.ts';
import { createRemoteWriter } from './remote-writer.ts';
import { writeFeedback, type FeedbackOrder } from './write-feedback.ts';

const ORDER: FeedbackOrder = {
	actor: { userId: 'p', role: 'user', via: 'session' },
	analysis: madeUpTake(),
	durationSeconds: SECONDS,
	analysedAt: 1,
	abstention: null,
	analysedBy: 'test'
};
const lines: string[] = [];
const log = createLogger({ write: (line) => lines.push(line) });

/** A model that answers with what a test has written down. */
function remote(answer: string | Error) {
	const prompts: LanguageModelV4Prompt[] = [];
	const formats: unknown[] = [];
	const model: LanguageModelV4 = {
		specificationVersion: 'v4',
		provider: 'test',
		modelId: 'scripted',
		supportedUrls: {},
		doGenerate({ prompt, responseFormat }) {
			prompts.push(prompt);
			formats.push(responseFormat);
			if (answer instanceof Error) return Promise.reject(answer);
			return Promise.resolve({
				content: [{ type: 'text', text: answer }],
				finishReason: { unified: 'stop', raw: 'stop' },
				usage: {
					inputTokens: { total: 1, noCache: 1, cacheRead: 0, cacheWrite: 0 },
					outputTokens: { total: 1, text: 1, reasoning: 0 }
				},
				warnings: []
			});
		},
		doStream: () => Promise.reject(new Error('asked once, not streamed'))
	};
	return {
		writer: createRemoteWriter({ model, label: 'far-away-1', isRemote: true }, log),
		prompts,
		formats
	};
}

const own = () => writeFeedback(createPedagogy(), ORDER);
const written = (answer: string | Error) => writeFeedback(createPedagogy(), ORDER, remote(answer).writer);

/** What the model may name: ids of measurements, moments and passages, read off its prompt. */
async function promptText(): Promise<string> {
	const { writer, prompts } = remote('{}');
	await writeFeedback(createPedagogy(), ORDER, writer);
	return JSON.stringify(prompts[0]);
}
async function idOf(words: RegExp): Promise<string> {
	const found = new RegExp(`(r\\d+): ${words.source}`, 'u').exec(await promptText());
	if (found?.[1] === undefined) throw new Error(`the prompt does not hold ${words.source}`);
	return found[1];
}

const NOTHING = {
	strengths: [],
	priorityAreas: [],
	performanceCharacter: null,
	moments: [],
	encouragement: null
};
const timing = () => idOf(/0:12 to 0:15, timing/u);
const pedal = () => idOf(/0:12 to 0:15, clarity of the pedal/u);
const TRUE = 'Between 0:12 and 0:15, early on, the beat wavers (+0.15) while the pedal is blurred (+0.10).';

describe('a remote model that writes feedback', () => {
	it('is given the measurements, the passages and the shape of the answer', async () => {
		const { writer, prompts, formats } = remote(JSON.stringify(NOTHING));
		await writeFeedback(createPedagogy(), ORDER, writer);
		expect(formats[0]).toMatchObject({ type: 'json', schema: { type: 'object' } });
		const text = JSON.stringify(prompts[0]);
		expect(text).toContain('unsteadier in time (+0.15)');
		expect(text).toContain('[1] ');
	});

	it('is shown in its own words where they hold, with the passage that bears its advice out', async () => {
		const text = TRUE;
		const advice = 'Record one page without a metronome and tap the beat while you listen.';
		const passage = Number(/\[(\d)\] Practising a steady pulse/u.exec(await promptText())?.[1]);
		const answer = {
			...NOTHING,
			moments: [
				{ moment: 'm1', insights: [{ text, measurements: [await timing(), await pedal()], advice, passage }] }
			]
		};
		const feedback = await written(JSON.stringify(answer));
		const [insight] = feedback.temporalFeedback[0]!.insights;
		expect(insight).toMatchObject({ category: 'timing', observation: text, actionableAdvice: advice });
		const citation = feedback.citations.find(({ number }) => insight!.citationNumbers.includes(number));
		expect(PULSE.slice(citation!.start, citation!.end)).toBe(citation!.quote);
		expect(citation!.quote).toContain('tap the beat');
		expect(feedback.metadata.modelVersion).toContain('far-away-1');
		// What it did not write is as planned.
		expect(feedback.overallAssessment).toEqual((await own()).overallAssessment);
	});

	it.each([
		['a number that was never measured', 'Between 0:12 and 0:15 the beat wavers (+0.42).'],
		['the wrong direction', 'Between 0:12 and 0:15 the beat is steadier (+0.15).'],
		['a moment that is another', 'Between 0:21 and 0:24 the beat wavers (+0.15).'],
		['praise that fits every take', 'A wonderful and moving performance.']
	])('is not shown with %s', async (_, text) => {
		const answer = {
			...NOTHING,
			strengths: [{ text, measurements: [await timing()] }],
			encouragement: { text, measurements: [await timing()] }
		};
		const feedback = await written(JSON.stringify(answer));
		expect(JSON.stringify(feedback)).not.toContain(text);
		expect(feedback.overallAssessment.strengths).toEqual((await own()).overallAssessment.strengths);
		expect(feedback.metadata.dropped.unsupported).toBe(2);
	});

	it('is not shown with what shuffled measurements would say as well, in whatever words', async () => {
		const strengths = [
			{ text: 'From 0:12 to 0:15 it gets muddier (+0.10).', measurements: [await pedal()] },
			{
				text: 'Muddier (+0.10) and far unsteadier in time (+0.15): that is from 0:12 to 0:15, early on.',
				measurements: [await pedal(), await timing()]
			}
		];
		const feedback = await written(JSON.stringify({ ...NOTHING, strengths }));
		expect(feedback.overallAssessment.strengths.map(({ text }) => text)).toEqual([strengths[1]!.text]);
		expect(feedback.metadata.dropped.generic).toBe((await own()).metadata.dropped.generic + 1);
	});

	it('is not shown with a measurement it made up', async () => {
		const text = 'Between 0:12 and 0:15 the beat wavers (+0.15).';
		const answer = { ...NOTHING, strengths: [{ text, measurements: [await timing(), 'r99'] }] };
		expect(JSON.stringify(await written(JSON.stringify(answer)))).not.toContain(text);
	});

	it.each([
		['no passage', 'Play it with a metronome at 60 every morning before breakfast.', null],
		['a passage that is not there', 'Record one page and tap the beat.', 99],
		['a passage that says something else', 'Stand on your head and hum the harmony backwards.', 1],
		['a number that the passage does not hold', 'Record 12 pages without a metronome and tap the beat.', 1]
	])('gives no advice with %s', async (_, advice, passage) => {
		const text = TRUE;
		const insights = [{ text, measurements: [await timing(), await pedal()], advice, passage }];
		const feedback = await written(JSON.stringify({ ...NOTHING, moments: [{ moment: 'm1', insights }] }));
		const [insight] = feedback.temporalFeedback[0]!.insights;
		expect(insight!.observation).toBe(text);
		expect(insight!.actionableAdvice).not.toBe(advice);
		expect(feedback.metadata.dropped.unsupported).toBe(1);
	});

	it.each([
		['garbage', 'Sure! Here is your feedback :-)'],
		['half of an object', JSON.stringify(NOTHING).slice(0, 40)],
		['another shape', '{"strengths": "all of it"}'],
		['nothing', ''],
		[
			'no answer at all',
			new APICallError({
				message: 'down',
				url: 'http://model',
				requestBodyValues: {},
				statusCode: 503,
				isRetryable: false
			})
		]
	])('leaves the plan’s own words when it gives %s', async (_, answer) => {
		lines.length = 0;
		expect(await written(answer)).toEqual(await own());
		expect(lines.join()).toContain('keeps its own words');
	});
});

describe('exercises', () => {
	it('are sentences of the material that tell somebody what to do, each once', async () => {
		const feedback = await own();
		const insights = feedback.temporalFeedback.flatMap((moment) => moment.insights);
		const advice = insights.map(({ actionableAdvice }) => actionableAdvice).filter((text) => text !== '');
		expect(advice.length).toBeGreaterThan(0);
		expect(new Set(advice).size).toBe(advice.length);
		for (const text of advice) expect(text).toMatch(/^(?:Record|Walk|Set|Let|Play) /u);
		expect(JSON.stringify(feedback)).not.toContain('Ignore all previous');
	});

	it('are missing, and said to be, where the material holds none', async () => {
		for (const knowledge of [
			createPedagogy({}),
			createPedagogy({ fees: '# Fees\n\nA lesson costs £21 a week.' })
		]) {
			const feedback = await writeFeedback(knowledge, ORDER);
			expect(feedback.citations).toEqual([]);
			expect(feedback.practiceRecommendations).toEqual({ immediatePriorities: [], longTermDevelopment: [] });
			expect(feedback.temporalFeedback[0]!.insights[0]!.observation).not.toBe('');
			expect(feedback.limits.join()).toContain('holds no exercise for');
		}
	});

	it('are missing when their document no longer opens', async () => {
		const feedback = await writeFeedback(
			{ search: createPedagogy().search, getDocument: createPedagogy({}).getDocument },
			ORDER
		);
		expect(feedback.citations).toEqual([]);
	});
});

describe('a take of which nothing could be scored', () => {
	it('gets no sentence about the playing, and is told what to do', async () => {
		const dimensions = Object.fromEntries(
			Object.keys(madeUpTake().dimensions).map((name) => [name, { score: null, confidence: 0 }])
		);
		const feedback = await writeFeedback(createPedagogy(), {
			...ORDER,
			analysis: { ...madeUpTake(), dimensions, abstention: 'noisy', segments: [] },
			abstention: 'There is too much noise.'
		});
		expect(feedback).toMatchObject({
			overallAssessment: { strengths: [], priorityAreas: [], performanceCharacter: '' },
			temporalFeedback: [],
			encouragement: '',
			citations: [],
			metadata: { confidence: 0 }
		});
		expect(feedback.limits.join(' ')).toMatch(/too much noise.*Record again/u);
	});
});
