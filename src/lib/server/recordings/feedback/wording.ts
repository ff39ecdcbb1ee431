// Sentences from measurements: each is written together with the references it rests on, so that none can be said without its numbers.
import { clock } from '#lib/shared/recordings/timestamp.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Dimension } from '#lib/shared/recordings/dimensions.ts';
import { standing, strengthOf, type Side } from '#lib/shared/recordings/feedback/standing.ts';
import type { ScoreReference } from '#lib/shared/recordings/views.ts';
import { positionOf, type Measurements, type Moment, type Position } from './measurements.ts';
import { POLES } from './poles.ts';

export interface Sentence {
	text: string;
	/** The one it is mainly about first. */
	references: ScoreReference[];
}

const POSITIONS: Record<Position, () => string> = {
	opening: m.takes_position_opening,
	early: m.takes_position_early,
	middle: m.takes_position_middle,
	late: m.takes_position_late,
	close: m.takes_position_close
};
const STRENGTHS = {
	slight: m.takes_strength_slight,
	clear: m.takes_strength_clear,
	strong: m.takes_strength_strong
};

export const comparative = (dimension: Dimension, side: Side): string => POLES[dimension][side]();
export const sideOf = (change: number): Side => (change < 0 ? 'left' : 'right');

/** "+0.09", with a true minus. */
export const signed = (value: number, digits = 2): string =>
	`${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(digits)}`;

export function position(measured: Measurements, moment: Pick<Moment, 'start' | 'end'>): string {
	return POSITIONS[positionOf(measured, moment)]();
}

/** "one, two and three": of as many as are given, at most three. */
export function listed(words: readonly string[]): string {
	const [first = '', second, third] = words;
	if (second === undefined) return first;
	return third === undefined
		? m.takes_list_two({ first, second })
		: m.takes_list_three({ first, second, third });
}

/** "longer in its notes than about 8 in 10 (0.66)" */
export function standingWords({ dimension, value }: ScoreReference): string {
	const name = dimension as Dimension;
	const { side, tenths } = standing(name, value);
	return m.takes_than_reference({
		comparative: comparative(name, side),
		tenths: String(tenths),
		score: value.toFixed(2)
	});
}

/** "clearly brighter (−0.07)" */
export function changeWords({ dimension, value }: ScoreReference): string {
	const name = dimension as Dimension;
	const words = STRENGTHS[strengthOf(name, value)]({ comparative: comparative(name, sideOf(value)) });
	return m.takes_changed({ comparative: words, change: signed(value) });
}

export const names = (references: readonly ScoreReference[]): string =>
	listed(references.map(({ dimension }) => POLES[dimension as Dimension].name()));

/** When and where, for every sentence about a moment. */
export function place(measured: Measurements, moment: Pick<Moment, 'start' | 'end'>) {
	return {
		start: clock(moment.start),
		end: clock(moment.end),
		position: position(measured, moment)
	};
}

export function wholeSentence(references: ScoreReference[]): Sentence {
	return { text: m.takes_whole_pair({ standings: listed(references.map(standingWords)) }), references };
}

export function characterSentence(references: ScoreReference[]): Sentence {
	return { text: m.takes_character({ standings: listed(references.map(standingWords)) }), references };
}

export function wholeWithMoment(
	measured: Measurements,
	whole: ScoreReference,
	moment: Moment,
	changes: ScoreReference[]
): Sentence {
	const text = m.takes_whole_with_moment({
		...place(measured, moment),
		standing: standingWords(whole),
		changes: listed(changes.map(changeWords))
	});
	return { text, references: [whole, ...changes] };
}

/** `around` is the loudness or the tempo there, where one of them moved as well. */
export function momentSentence(
	measured: Measurements,
	moment: Moment,
	changes: ScoreReference[],
	around: ScoreReference[]
): Sentence {
	const words = { ...place(measured, moment), changes: listed(changes.map(changeWords)) };
	const references = [...changes, ...around];
	const [first, second] = around;
	if (first?.dimension === 'loudness') {
		const level = Math.abs(first.value).toFixed(1);
		const write = first.value < 0 ? m.takes_moment_level_below : m.takes_moment_level_above;
		return { text: write({ ...words, level }), references };
	}
	if (first?.dimension === 'tempo' && second !== undefined) {
		const write = first.value < second.value ? m.takes_moment_tempo_below : m.takes_moment_tempo_above;
		return {
			text: write({ ...words, local: first.value.toFixed(0), overall: second.value.toFixed(0) }),
			references
		};
	}
	return { text: m.takes_moment(words), references };
}

export function contrastSentence(
	measured: Measurements,
	[moment, other]: readonly [Moment, Moment],
	changes: ScoreReference[],
	otherChanges: ScoreReference[]
): Sentence {
	const there = place(measured, other);
	const text = m.takes_contrast({
		...place(measured, moment),
		changes: listed(changes.map(changeWords)),
		otherStart: there.start,
		otherEnd: there.end,
		otherPosition: there.position,
		otherChanges: listed(otherChanges.map(changeWords))
	});
	return { text, references: [...changes, ...otherChanges] };
}

export function focusSentence(
	measured: Measurements,
	moment: Moment,
	references: ScoreReference[]
): Sentence {
	return { text: m.takes_focus({ ...place(measured, moment), names: names(references) }), references };
}

export function encouragementSentence(
	measured: Measurements,
	moment: Moment,
	changes: ScoreReference[]
): Sentence {
	const text = m.takes_encouragement({
		...place(measured, moment),
		changes: listed(changes.map(changeWords))
	});
	return { text, references: changes };
}

/** What to look at in the next take, for a passage. */
export function passageOutcome(measured: Measurements, moment: Moment, changes: ScoreReference[]): Sentence {
	const [first, second] = changes;
	if (first === undefined) throw new Error('an outcome of nothing');
	const words = { ...place(measured, moment), name: names([first]), change: signed(first.value) };
	if (second === undefined) return { text: m.takes_outcome_moment_one(words), references: [first] };
	const text = m.takes_outcome_moment({
		...words,
		other: names([second]),
		otherChange: signed(second.value)
	});
	return { text, references: [first, second] };
}

/** What to look at over many takes. */
export function wholeOutcome(
	measured: Measurements,
	whole: ScoreReference,
	moment: Moment,
	changes: ScoreReference[]
): Sentence {
	const text = m.takes_outcome_whole({
		...place(measured, moment),
		name: names([whole]),
		standing: standingWords(whole),
		changes: listed(changes.map(changeWords))
	});
	return { text, references: [whole, ...changes] };
}
