// Measures a sentence again before it is shown. True only when every reference is what the analysis holds, and when everything in the words
// that can be checked (numbers, moments, standing, direction, degree, position, names) follows from those references. Words that cannot be
// checked (denials, counts in words, causes, what no microphone hears) are refused, whoever wrote them. What it does not do: judge taste
// or grammar.
import { clock } from '#lib/shared/recordings/timestamp.ts';
import type { Dimension } from '#lib/shared/recordings/dimensions.ts';
import { standing, strengthOf, type Side, type Strength } from '#lib/shared/recordings/feedback/standing.ts';
import { splitSentences } from '#lib/shared/text/sentences.ts';
import type { ScoreReference } from '#lib/shared/recordings/views.ts';
import { namedIn, readDirections, type Direction, type Meaning } from './directions.ts';
import { measure, positionOf, type Measurements, type Position } from './measurements.ts';
import type { Sentence } from './wording.ts';

const MOST_CHARACTERS = 500;
const UNCHECKABLE =
	/\b(?:not|no|never|nor|neither|none|without|lacks?|lacking|less|least|fewer|hardly|barely|cannot|[a-z]+n['’]t|because|since|due to|wrong|mistakes?|errors?|posture|wrists?|fingers?|thumbs?|hands?|arms?|bars?|pages?|staff|keys?|chords?|sharp|flat|major|minor|twice|double|half|thirds?|quarters?|once|one|two|three|four|five|six|seven|eight|nine|ten|dozen|percent|student|pupil|child|always|everywhere)\b|%/iu;
const POSITIONS: Record<Position, RegExp> = {
	opening: /\b(?:opening|beginning|start of the take)\b/iu,
	early: /\bearly\b/iu,
	middle: /\bin the middle\b/iu,
	late: /\blate\b/iu,
	close: /\b(?:at the close|ending|end of the take)\b/iu
};
/** In thousandths: what rounding may move. */
const TOLERANCE = 0.000_5;

export function holds({ text, references }: Sentence, measured: Measurements): boolean {
	const [main] = references;
	if (main === undefined || text.length > MOST_CHARACTERS) return false;
	return (
		references.every((reference) => isAsMeasured(reference, measured)) &&
		!UNCHECKABLE.test(withoutOwnWords(text)) &&
		splitSentences(text).every(({ start, end }) => /\d/u.test(text.slice(start, end))) &&
		numbersHold(text, references) &&
		directionsHold(text, references, measured) &&
		positionsHold(text, references, measured) &&
		namesMoment(text, main)
	);
}

/** "flat" is a note; "flatter in its phrasing" is not, and "as a whole" is no count. */
const withoutOwnWords = (text: string): string => text.replace(/\bflat phrasing\b/giu, ' ');

function isAsMeasured(reference: ScoreReference, measured: Measurements): boolean {
	const found = measure(measured, reference);
	return (
		found !== undefined &&
		Math.abs(found.value - reference.value) <= TOLERANCE &&
		Math.abs(found.confidence - reference.confidence) <= TOLERANCE
	);
}

/** Every number of the text is a moment, a standing or a value of a reference, as rounded as it is written. */
function numbersHold(text: string, references: readonly ScoreReference[]): boolean {
	const times = new Set(references.flatMap(({ start, end }) => [clock(start), clock(end)]));
	const tenths = new Set(
		references.filter(isScore).map(({ dimension, value }) => standing(dimension, value).tenths)
	);
	let isTrue = true;
	const rest = text
		.replace(/\b(\d+) (?:in|of|out of) (?:10|the 10)\b/gu, (_, count: string) => {
			isTrue &&= tenths.has(Number(count));
			return ' ';
		})
		.replace(/\b\d+:\d{2}\b/gu, (time) => {
			isTrue &&= times.has(time);
			return ' ';
		});
	const numbers = rest.matchAll(/([+−-])?(\d+(?:\.\d+)?)(?:\s*(dB|decibels?|bpm|beats))?/giu);
	for (const [, sign, digits = '', unit] of numbers)
		isTrue &&= references.some((reference) => isValueOf(reference, sign, digits, unit));
	return isTrue;
}

function isValueOf(
	{ dimension, kind, value }: ScoreReference,
	sign: string | undefined,
	digits: string,
	unit: string | undefined
): boolean {
	const decimals = digits.split('.')[1]?.length ?? 0;
	const isNear = Math.abs(Math.abs(value) - Number(digits)) <= 0.5 * 10 ** -decimals + 1e-9;
	const isSigned = sign === undefined || (sign === '+') === value >= 0;
	const unitOf = /^d/iu.test(unit ?? '') ? 'loudness' : unit === undefined ? undefined : 'tempo';
	if (!isNear || !isSigned) return false;
	switch (dimension) {
		case 'loudness':
		case 'tempo':
			return unitOf === undefined ? dimension === 'tempo' : unitOf === dimension;
		case 'onsets':
			return unitOf === undefined && decimals === 0;
		default:
			// One digit of a score says nothing; a change is told from a score by its sign or by its words.
			return unitOf === undefined && decimals >= 2 && (kind === 'change' || sign === undefined);
	}
}

function directionsHold(
	text: string,
	references: readonly ScoreReference[],
	measured: Measurements
): boolean {
	const { directions, hasLooseDegree } = readDirections(text);
	if (hasLooseDegree) return false;
	const told = references.flatMap((reference) => meaningOf(reference, measured));
	const isTold = (meaning: Meaning) =>
		told.some(({ measure: other, side }) => other === meaning.measure && side === meaning.side);
	const named = namedIn(text);
	const [main] = references;
	const isMainTold = directions.some(({ meanings }) =>
		meanings.some(({ measure: other }) => other === main?.dimension)
	);
	return (
		directions.every(({ meanings }) => meanings.some(isTold)) &&
		directions.every((direction) => isDegreeTrue(direction, references)) &&
		named.every((dimension) => references.some((reference) => reference.dimension === dimension)) &&
		(isMainTold || named.some((dimension) => dimension === main?.dimension))
	);
}

function meaningOf(reference: ScoreReference, measured: Measurements): Meaning[] {
	const { dimension, value } = reference;
	const side = (isRight: boolean): Side => (isRight ? 'right' : 'left');
	switch (dimension) {
		case 'onsets':
			return [];
		case 'loudness':
			return [{ measure: 'loudness', side: side(value >= 0) }];
		case 'tempo': {
			const overall = measured.tempo?.beatsPerMinute ?? value;
			return value === overall ? [] : [{ measure: 'tempo', side: side(value > overall) }];
		}
		default:
			return isScore(reference)
				? [{ measure: dimension, side: standing(dimension, value).side }]
				: [{ measure: dimension, side: side(value >= 0) }];
	}
}

function isDegreeTrue({ degree, meanings }: Direction, references: readonly ScoreReference[]): boolean {
	if (degree === undefined) return true;
	return references.some(
		(reference) =>
			meanings.some(({ measure: other }) => other === reference.dimension) && degreeOf(reference) === degree
	);
}

function degreeOf(reference: ScoreReference): Strength | undefined {
	if (isScore(reference)) {
		const { tenths } = standing(reference.dimension, reference.value);
		if (tenths >= 9) return 'strong';
		return tenths >= 7 ? 'clear' : 'slight';
	}
	const { dimension, value } = reference;
	return dimension === 'tempo' || dimension === 'loudness' || dimension === 'onsets'
		? undefined
		: strengthOf(dimension, value);
}

function positionsHold(text: string, references: readonly ScoreReference[], measured: Measurements): boolean {
	const at = references
		.filter((reference) => !isOfWhole(reference, measured))
		.map((reference) => positionOf(measured, reference));
	return (Object.keys(POSITIONS) as Position[]).every(
		(position) => !POSITIONS[position].test(text) || at.includes(position)
	);
}

/** A sentence about a moment says when it is. */
const namesMoment = (text: string, { kind, start, end }: ScoreReference): boolean =>
	kind === 'score' || (text.includes(clock(start)) && text.includes(clock(end)));

const isOfWhole = ({ start, end }: ScoreReference, measured: Measurements): boolean =>
	start === 0 && end === measured.durationSeconds;

function isScore(reference: ScoreReference): reference is ScoreReference & { dimension: Dimension } {
	const { dimension, kind } = reference;
	return kind === 'score' && dimension !== 'tempo' && dimension !== 'loudness' && dimension !== 'onsets';
}
