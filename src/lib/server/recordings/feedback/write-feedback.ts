// Feedback on one analysis: plan, look up, write, measure again. The plan is deterministic; a remote model may put it in other words, and
// whatever of those does not hold falls back to the plan's own.
import type { Actor } from '#lib/shared/actor.ts';
import { assemble } from './assemble.ts';
import { draft } from './draft.ts';
import type { Exercise } from './exercises.ts';
import { isStatedBy } from './facts.ts';
import type { FeedbackContent } from './feedback-view.ts';
import { masked } from './masked.ts';
import { readMeasurements, type FeedbackAnalysis, type Measurements } from './measurements.ts';
import { select, sayOfShuffles, type Objection, type Selection } from './selection.ts';
import { findMaterial, type KnowledgeFace, type Need, type TeachingMaterial } from './teaching-material.ts';
import { holds } from './verify.ts';
import type { Sentence } from './wording.ts';

/** The rules of the embedded text: counted up when what it says changes. */
export const FEEDBACK_MODEL_VERSION = 'segue-feedback-1';

export interface FeedbackOrder {
	actor: Actor;
	analysis: FeedbackAnalysis;
	durationSeconds: number;
	analysedAt: number;
	/** Why nothing was scored, in words. */
	abstention: string | null;
	/** Of the analysis. */
	analysedBy: string;
}

/** What a remote model makes of the plan: its sentences and its advice, each already in the plan's form. */
export interface Rewriting {
	selection: Omit<Selection, 'dropped'>;
	advice: ReadonlyMap<Sentence, Exercise>;
	dropped: Selection['dropped'];
}

export interface Rewriter {
	/** Names the model, for the record. */
	label: string;
	/** undefined when nothing of use came; it was logged. */
	rewrite(plan: Plan): Promise<Rewriting | undefined>;
}

export interface Plan {
	measured: Measurements;
	selection: Selection;
	advice: ReadonlyMap<Sentence, Exercise>;
	material: TeachingMaterial;
	/** For sentences in other words than the plan's. */
	object: (sentence: Sentence) => Objection;
}

export async function writeFeedback(
	knowledge: KnowledgeFace,
	order: FeedbackOrder,
	rewriter?: Rewriter
): Promise<FeedbackContent> {
	const { actor, analysis, durationSeconds } = order;
	const measured = readMeasurements(analysis, durationSeconds);
	const others = sayOfShuffles(analysis, durationSeconds);
	const object = (sentence: Sentence): Objection => {
		if (!holds(sentence, measured)) return 'unsupported';
		return others.sentences.has(masked(sentence.text)) ? 'generic' : undefined;
	};
	const selection = select(draft(measured), object);
	const observed = selection.moments.flatMap(({ insights }) => insights);
	const aims = [...selection.moments.flatMap(({ outcome }) => outcome ?? []), ...selection.longTerm];
	const material = await findMaterial(knowledge, actor, [...observed, ...aims].map(needOf));
	const advice = await exercisesFor(material, observed);
	const objectToOther = (sentence: Sentence): Objection =>
		object(sentence) ??
		(others.facts.some((facts) => isStatedBy(sentence, measured, facts)) ? 'generic' : undefined);
	const plan = { measured, selection, advice, material, object: objectToOther };
	const rewriting = aims.length + observed.length > 0 ? await rewriter?.rewrite(plan) : undefined;
	const dropped = {
		unsupported: selection.dropped.unsupported + (rewriting?.dropped.unsupported ?? 0),
		generic: selection.dropped.generic + (rewriting?.dropped.generic ?? 0)
	};
	const writtenBy = rewriting === undefined ? '' : ` with ${rewriter?.label ?? ''}`;
	return assemble({
		measured,
		selection: { ...selection, ...rewriting?.selection, dropped },
		advice: new Map([...advice, ...(rewriting?.advice ?? [])]),
		exercises: await exercisesFor(material, aims),
		isMaterialSearched: material.isSearched,
		abstention: order.abstention,
		modelVersion: `${FEEDBACK_MODEL_VERSION}${writtenBy} on ${order.analysedBy}`,
		analysedAt: order.analysedAt
	});
}

function needOf({ references }: Sentence): Need {
	const [main, ...rest] = references;
	if (main === undefined) throw new Error('a sentence that rests on nothing');
	const { start, end } = main;
	const also = rest.filter(
		({ dimension, ...other }) =>
			dimension !== 'tempo' &&
			dimension !== 'loudness' &&
			dimension !== 'onsets' &&
			other.start === start &&
			other.end === end
	);
	return { main, also };
}

/** In the order of the sentences, none twice; what no longer opens is left out. */
async function exercisesFor(
	material: TeachingMaterial,
	sentences: readonly Sentence[]
): Promise<Map<Sentence, Exercise>> {
	const found = sentences.flatMap((sentence): [Sentence, Exercise][] => {
		const exercise = material.exerciseFor(needOf(sentence));
		return exercise === undefined ? [] : [[sentence, exercise]];
	});
	const opens = await Promise.all(found.map(([, exercise]) => material.opens(exercise)));
	return new Map(found.filter((_, at) => opens[at]));
}
