// The tool get_performance_analysis: what was measured of one take, for talking about it. Its statements are planned and measured again as
// those of written feedback are; which recordings there are for somebody is the library's to say.
import { z } from 'zod';
import { m } from '#lib/paraglide/messages.js';
import type { Actor } from '#lib/shared/actor.ts';
import { AppError } from '#lib/shared/errors.ts';
import { Id } from '#lib/shared/ids.ts';
import type { Dimension } from '#lib/shared/recordings/dimensions.ts';
import { standing } from '#lib/shared/recordings/feedback/standing.ts';
import type { RecordingView, ScoreReference } from '#lib/shared/recordings/views.ts';
import type { Logger } from '../../observability/index.ts';
import type { Clock } from '../../platform/index.ts';
import { defineTool, type RegisteredTool } from '../../tools/index.ts';
import type { Analyses } from '../analysis/analyses.ts';
import type { Library } from '../library/library.ts';
import { draft } from './draft.ts';
import { masked } from './masked.ts';
import { FeedbackAnalysis, readMeasurements, type Measurements } from './measurements.ts';
import { CATEGORY_NAMES, POLES } from './poles.ts';
import { select, sentencesOf, sayOfShuffles } from './selection.ts';
import { holds } from './verify.ts';
import { comparative, type Sentence } from './wording.ts';

const Parameters = z.object({
	recording_id: z
		.string()
		.trim()
		.min(1)
		.max(200)
		.describe('The id of the recording, "latest" for the newest one, or words of its title.')
});

export interface PerformanceAnswer {
	recording: Pick<RecordingView, 'id' | 'title' | 'piece' | 'composer' | 'status' | 'openNotes'> & {
		student: string;
		/** Where its page is. */
		path: string;
	};
	durationSeconds: number | null;
	/** Beats a minute. */
	tempo: number | null;
	/** Where each score stands among ten reference performances; a number never stands alone. */
	scores: { dimension: string; score: number; confidence: number; standing: string }[];
	/** What could not be measured. */
	notMeasured: string[];
	/** The passages to work on first. */
	passagesToWorkOn: { timestamp: string; changes: { dimension: string; change: number }[] }[];
	/** Sentences that may be said as they are. */
	statements: { topic: string; text: string }[];
}

export interface PerformanceToolDependencies {
	library: Pick<Library, 'read' | 'list'>;
	analyses: Pick<Analyses, 'read'>;
	clock: Clock;
	log: Logger;
}

export function createPerformanceTool({
	library,
	analyses,
	clock,
	log
}: PerformanceToolDependencies): RegisteredTool {
	async function find(actor: Actor, named: string): Promise<RecordingView> {
		const id = Id.safeParse(named);
		if (id.success) return library.read(actor, id.data);
		const query = named.toLowerCase() === 'latest' ? {} : { query: named };
		const { recordings } = await library.list(actor, { ...query, limit: 1 });
		const [newest] = recordings;
		if (newest === undefined) throw new AppError('not-found', m.takes_none());
		return newest;
	}

	return defineTool<z.infer<typeof Parameters>, PerformanceAnswer>(
		{
			name: 'get_performance_analysis',
			description:
				'What was measured of a recording of a student: scores beside reference performances with their confidence, the passages to work on, the tempo. Use its statements and numbers as they are.',
			parameters: Parameters,
			permission: 'read:recording',
			timeoutMs: 10_000,
			confirmation: 'never',
			async execute({ recording_id: named }, { actor }) {
				const recording = await find(actor, named);
				const { id, title, piece, composer, status, openNotes } = recording;
				const told = {
					...{ id, title, piece, composer, status, openNotes },
					student: recording.student.name,
					path: `/recordings/${id}`
				};
				if (status !== 'analyzed') return { ...NOTHING, recording: told };
				const { analysis, durationSeconds } = await analyses.read(actor, id);
				return { recording: told, durationSeconds, ...describe(analysis, durationSeconds) };
			}
		},
		{ clock, log }
	);
}

const NOTHING = {
	durationSeconds: null,
	tempo: null,
	scores: [],
	notMeasured: [],
	passagesToWorkOn: [],
	statements: []
};

function describe(
	given: unknown,
	durationSeconds: number
): Omit<PerformanceAnswer, 'recording' | 'durationSeconds'> {
	const analysis = FeedbackAnalysis.safeParse(given);
	if (!analysis.success) throw new AppError('conflict', m.takes_feedback_unreadable());
	const measured = readMeasurements(analysis.data, durationSeconds);
	const { sentences } = sayOfShuffles(analysis.data, durationSeconds);
	const selection = select(draft(measured), (sentence) => {
		if (!holds(sentence, measured)) return 'unsupported';
		return sentences.has(masked(sentence.text)) ? 'generic' : undefined;
	});
	const moments = selection.moments.map((moment) => ({ ...moment, focus: undefined, outcome: undefined }));
	return {
		tempo: measured.tempo?.beatsPerMinute ?? null,
		scores: scoresOf(measured),
		notMeasured: measured.abstained.map((dimension) => POLES[dimension].name()),
		passagesToWorkOn: measured.passages.map(({ timestamp, reasons }) => ({
			timestamp,
			changes: reasons.map(({ dimension, change }) => ({ dimension: POLES[dimension].name(), change }))
		})),
		statements: sentencesOf({ ...selection, moments, longTerm: [] }).map((sentence) => ({
			topic: topicOf(sentence),
			text: sentence.text
		}))
	};
}

function scoresOf({ scores }: Measurements): PerformanceAnswer['scores'] {
	return (Object.keys(scores) as Dimension[]).flatMap((dimension) => {
		const found = scores[dimension];
		if (found === undefined) return [];
		const { side, tenths } = standing(dimension, found.score);
		const words = m.takes_than_reference({
			comparative: comparative(dimension, side),
			tenths: String(tenths),
			score: found.score.toFixed(2)
		});
		return [{ dimension: POLES[dimension].name(), ...found, standing: words }];
	});
}

/** The categories a sentence speaks of, for choosing by what was asked. */
function topicOf({ references }: Sentence): string {
	const categories = references.flatMap(({ dimension }: ScoreReference) => {
		switch (dimension) {
			case 'tempo':
				return 'timing' as const;
			case 'loudness':
				return 'dynamics' as const;
			case 'onsets':
				return [];
			default:
				return POLES[dimension].category;
		}
	});
	return [...new Set(categories)].map((category) => CATEGORY_NAMES[category]()).join(' ');
}
