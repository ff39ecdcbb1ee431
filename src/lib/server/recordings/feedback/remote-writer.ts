// A remote language model puts the plan in its own words, as JSON. Its answer is parsed, then every sentence is measured again by the same
// rules as the plan's, and every piece of advice must be borne out by the passage it names: what fails is dropped, and what is then missing
// keeps the plan's own words. A model that fails altogether changes nothing.
import { generateText, NoObjectGeneratedError, Output } from 'ai';
import { z } from 'zod';
import { narrow } from '#lib/shared/grounding/index.ts';
import type { ScoreReference } from '#lib/shared/recordings/views.ts';
import { translateModelError, type AnswerModel } from '../../ai/index.ts';
import type { Logger } from '../../observability/index.ts';
import type { Exercise } from './exercises.ts';
import { masked } from './masked.ts';
import { REMOTE_INSTRUCTIONS, writePrompt } from './remote-prompt.ts';
import type { Plan, Rewriter, Rewriting } from './write-feedback.ts';
import type { SelectedMoment } from './selection.ts';
import type { Sentence } from './wording.ts';

const Written = z.object({
	text: z.string().max(600),
	/** Ids of measurements, the one it is mainly about first. */
	measurements: z.array(z.string().max(10)).min(1).max(8)
});
const RemoteFeedback = z.object({
	strengths: z.array(Written).max(4),
	priorityAreas: z.array(Written).max(4),
	performanceCharacter: Written.nullable(),
	moments: z
		.array(
			z.object({
				moment: z.string().max(10),
				insights: z
					.array(Written.extend({ advice: z.string().max(600), passage: z.number().int().nullable() }))
					.max(3)
			})
		)
		.max(6),
	encouragement: Written.nullable()
});
type RemoteFeedback = z.infer<typeof RemoteFeedback>;
type Written = z.infer<typeof Written>;

const TIMEOUT_MS = 60_000;
const MOST_OUTPUT_TOKENS = 3_000;

export function createRemoteWriter({ model, label }: AnswerModel, log: Logger): Rewriter {
	return {
		label,
		async rewrite(plan) {
			const prompt = writePrompt(plan);
			let answer: RemoteFeedback;
			try {
				const { output } = await generateText({
					model,
					instructions: REMOTE_INSTRUCTIONS,
					prompt: prompt.text,
					output: Output.object({ schema: RemoteFeedback, name: 'feedback' }),
					maxOutputTokens: MOST_OUTPUT_TOKENS,
					maxRetries: 1,
					timeout: TIMEOUT_MS
				});
				answer = output;
			} catch (thrown) {
				// What it wrote instead stays out of the log: it may hold anything.
				if (NoObjectGeneratedError.isInstance(thrown))
					log.warn('feedback keeps its own words', { code: 'not-the-object-asked-for' });
				else {
					const known = translateModelError(thrown);
					if (known === undefined) throw thrown;
					log.warn('feedback keeps its own words', { code: known.code, cause: known.cause });
				}
				return undefined;
			}
			return readAnswer(answer, plan, prompt.measurements);
		}
	};
}

async function readAnswer(
	answer: RemoteFeedback,
	plan: Plan,
	measurements: ReadonlyMap<string, ScoreReference>
): Promise<Rewriting> {
	const { selection: own, object, material } = plan;
	const dropped = { unsupported: 0, generic: 0 };
	const said = new Set<string>();
	const advice = new Map<Sentence, Exercise>();

	function read(written: Written | null): Sentence | undefined {
		if (written === null) return undefined;
		const references = written.measurements.flatMap((id) => measurements.get(id) ?? []);
		const sentence = { text: written.text.replace(/\s+/gu, ' ').trim(), references };
		const objection = references.length < written.measurements.length ? 'unsupported' : object(sentence);
		if (objection !== undefined) {
			dropped[objection]++;
			return undefined;
		}
		// The same words with other numbers: said of any moment.
		const skeleton = masked(sentence.text);
		if (said.has(skeleton)) {
			dropped.generic++;
			return undefined;
		}
		said.add(skeleton);
		return sentence;
	}
	const readAll = (list: readonly Written[]) => list.flatMap((written) => read(written) ?? []);

	async function readAdvice(sentence: Sentence, text: string, number: number | null): Promise<void> {
		const passage = number === null ? undefined : material.passages[number - 1];
		if (passage === undefined) {
			if (text.trim() !== '') dropped.unsupported++;
			return;
		}
		const found = narrow(text, [passage]);
		const exercise = found && { text: text.trim(), ...found };
		if (exercise !== undefined && (await material.opens(exercise))) advice.set(sentence, exercise);
		else dropped.unsupported++;
	}

	async function readMoment(moment: SelectedMoment, at: number): Promise<SelectedMoment> {
		const written = answer.moments.find(({ moment: id }) => id === `m${at + 1}`)?.insights ?? [];
		const insights: Sentence[] = [];
		for (const one of written) {
			const sentence = read(one);
			const [main] = sentence?.references ?? [];
			if (sentence === undefined || main?.start !== moment.moment.start || main.end !== moment.moment.end)
				continue;
			insights.push(sentence);
			await readAdvice(sentence, one.advice, one.passage);
			// Without advice of its own it keeps the plan's for the same dimension.
			const same = moment.insights.find(({ references }) => references[0]?.dimension === main.dimension);
			const planned = same && plan.advice.get(same);
			if (!advice.has(sentence) && planned !== undefined) advice.set(sentence, planned);
		}
		return insights.length === 0 ? moment : { ...moment, insights };
	}

	const strengths = readAll(answer.strengths);
	const priorityAreas = readAll(answer.priorityAreas);
	const character = read(answer.performanceCharacter);
	const encouragement = read(answer.encouragement);
	const moments: SelectedMoment[] = [];
	for (const [at, moment] of own.moments.entries()) moments.push(await readMoment(moment, at));
	return {
		selection: {
			strengths: strengths.length > 0 ? strengths : own.strengths,
			priorityAreas: priorityAreas.length > 0 ? priorityAreas : own.priorityAreas,
			character: character ?? own.character,
			encouragement: encouragement ?? own.encouragement,
			moments,
			longTerm: own.longTerm
		},
		advice,
		dropped
	};
}
