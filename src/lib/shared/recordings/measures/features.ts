// All features of a passage, in an order that never changes: what the model is fitted on, and what it is asked with.
import { dynamics } from './dynamics.ts';
import { harmony, noteFeatures } from './harmony.ts';
import { notesOf } from './notes.ts';
import { viewsOf, type HeardTake, type Passage } from './passage.ts';
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

/** Of a stretch and its views (passage.ts), the mean of each: what scores are made of. */
export function featuresOfViews(heard: HeardTake, from: number, to: number): Map<string, number> {
	const views = viewsOf(heard, from, to).map((passage) => featuresOf(passage));
	const [whole = new Map<string, number>()] = views;
	return new Map(
		Array.from(whole.keys(), (name) => [
			name,
			views.reduce((sum, view) => sum + (view.get(name) ?? 0), 0) / views.length
		])
	);
}
