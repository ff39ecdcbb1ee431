// All features of a passage, in an order that never changes: what the model is fitted on, and what it is asked with.
import { dynamics } from './dynamics.ts';
import { harmony, noteFeatures } from './harmony.ts';
import { notesOf } from './notes.ts';
import type { Passage } from './passage.ts';
import { spectrum } from './spectrum.ts';
import { strokes } from './strokes.ts';
import { tempoFeatures, tempoOf } from './tempo.ts';
import { timing } from './timing.ts';

export function featuresOf(passage: Passage): Map<string, number> {
	const { heard, from, to, onsets } = passage;
	const groups: Record<string, Record<string, number>> = {
		dynamics: dynamics(passage),
		timing: timing(passage),
		tempo: tempoFeatures(tempoOf(heard.rises, from, to)),
		strokes: strokes(passage),
		spectrum: spectrum(passage),
		harmony: harmony(passage),
		notes: noteFeatures(notesOf(heard, onsets), passage)
	};
	return new Map(
		Object.entries(groups).flatMap(([group, values]) =>
			Object.entries(values).map(([name, value]) => [`${group}.${name}`, value] as const)
		)
	);
}
