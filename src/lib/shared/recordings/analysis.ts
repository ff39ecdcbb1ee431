// Everything that is measured of a take. Plain numbers, rounded to what they are worth, the same to the last bit on every engine.
import { hear, passageOf, type HeardTake } from './measures/passage.ts';
import { tempoOf } from './measures/tempo.ts';
import { score, type Abstention, type DimensionScore, type Segment } from './model/scores.ts';
import type { Dimension } from './dimensions.ts';
import { FRAME_RATE, type Take } from './take/take.ts';

export interface Analysis {
	dimensions: Record<Dimension, DimensionScore>;
	/** Why nothing at all was scored; null where something was. */
	abstention: Abstention | null;
	/** Of three seconds each, from the beginning of the recording. */
	segments: Segment[];
	/** Seconds from the beginning of the recording. */
	onsets: number[];
	tempo: {
		beatsPerMinute: number;
		clarity: number;
		stability: number;
		curve: { seconds: number; beatsPerMinute: number }[];
	} | null;
	quality: Quality;
}

export interface Quality {
	/** LUFS; null for silence. */
	loudness: number | null;
	/** Decibels from the floor to the sound: at least this, because tones that never stop count as floor. */
	signalToNoise: number | null;
	clippedShare: number;
	/** The file ends before its headers say. */
	isCutShort: boolean;
	/** Unlike the playing that the model has learned from: 1 is as far as one in a hundred takes of it; null where nothing was scored. */
	strangeness: number | null;
}

export function analyse(take: Take, known: { clippedShare: number; isCutShort: boolean }): Analysis {
	const heard = hear(take);
	const { dimensions, abstention, segments, strangeness } = score(heard, known.clippedShare);
	return {
		dimensions,
		abstention,
		segments,
		onsets: heard === null ? [] : onsetSeconds(heard),
		tempo: heard === null ? null : tempo(heard),
		quality: {
			loudness: heard === null ? null : rounded(heard.loudness, 1),
			signalToNoise: heard === null ? null : rounded(heard.signalToNoise, 1),
			clippedShare: rounded(known.clippedShare, 5),
			isCutShort: known.isCutShort,
			strangeness: strangeness === null ? null : rounded(strangeness, 2)
		}
	};
}

function onsetSeconds(heard: HeardTake): number[] {
	const { onsets } = passageOf(heard, heard.from, heard.to);
	return onsets.map(({ frame }) => rounded(Math.max(0, heard.take.startSeconds + frame / FRAME_RATE), 3));
}

function tempo(heard: HeardTake): Analysis['tempo'] {
	const found = tempoOf(heard.rises, heard.from, heard.to);
	if (found.beatsPerMinute === 0) return null;
	return {
		beatsPerMinute: rounded(found.beatsPerMinute, 1),
		clarity: rounded(found.clarity, 3),
		stability: rounded(found.stability, 3),
		curve: found.curve.map(({ seconds, beatsPerMinute }) => ({
			seconds: rounded(heard.take.startSeconds + seconds, 2),
			beatsPerMinute: rounded(beatsPerMinute, 1)
		}))
	};
}

/** By a division that every engine rounds alike. */
export function rounded(value: number, digits: number): number {
	const scale = Number(`1e${String(digits)}`);
	return Math.round(value * scale) / scale;
}
