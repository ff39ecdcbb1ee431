// What many trials say together. An interruption is missed when the answer was not cut off within 4.5 s of its onset; any cut-off that no
// interruption had begun before is false. A pause belongs to what happened when it was decided between its onset and 300 ms after its end.
import { median, quantile, round } from '../statistics.mjs';
import type { Trial } from './trial.ts';

/** Quantiles of nothing are nothing. */
const spread = (values: readonly number[]) =>
	values.length === 0
		? { n: 0 }
		: {
				n: values.length,
				p50: Math.round(median([...values])),
				p95: Math.round(quantile([...values], 0.95)),
				most: Math.round(Math.max(...values))
			};
const share = (part: number, whole: number) => (whole === 0 ? null : round(part / whole));

const AFTER_END_MS = 300;

const isInterruption = ({ happening }: Trial) => happening === 'interruption';
const isOwnPause = (trial: Trial) => (pause: Trial['pauses'][number]) =>
	pause.decidedMs > trial.onsetMs && pause.decidedMs <= trial.endMs + AFTER_END_MS;
/** Cut off before anybody had interrupted. */
const isFalselyCut = (trial: Trial) =>
	trial.cancelledMs !== null && (!isInterruption(trial) || trial.cancelledMs <= trial.onsetMs);
const isMissed = (trial: Trial) => isInterruption(trial) && trial.cancelledMs === null;
/** The transcriber made no mistake: of words it heard those that were said, of a noise none, and nothing of the echo. */
const isUnderstood = ({ words, transcript, echoTranscript }: Trial) =>
	echoTranscript === '' && plain(transcript.split(' | ').at(-1) ?? '') === plain(words);
const plain = (text: string) => text.toLowerCase().replace(/[^\p{L}]/gu, '');
/** It was already silent, from a false pause, when the person began. */
const wasSilent = ({ pauses, resumes, onsetMs }: Trial) => {
	const before = pauses.filter(({ decidedMs }) => decidedMs <= onsetMs).length;
	return before > resumes.filter((at) => at <= onsetMs).length;
};

export function tally(trials: readonly Trial[]) {
	const bands = [
		[-50, -40],
		[-40, -30],
		[-30, -20],
		[-20, -10]
	] as const;
	const kinds = [...new Set(trials.map(({ happening }) => happening))].filter(
		(kind) => kind !== 'interruption'
	);
	const judged = trials.flatMap(({ boundary }) => boundary ?? []);
	return {
		trials: trials.length,
		...summarise(trials),
		boundary: {
			n: judged.length,
			withinOne: share(judged.filter(({ error }) => Math.abs(error) <= 1).length, judged.length),
			exact: share(judged.filter(({ error }) => error === 0).length, judged.length),
			meanError: round(judged.reduce((sum, { error }) => sum + error, 0) / Math.max(1, judged.length)),
			farthest: Math.max(0, ...judged.map(({ error }) => Math.abs(error))),
			notTheBeginning: judged.filter(({ isBeginning }) => !isBeginning).length
		},
		byEcho: Object.fromEntries(
			bands.map(([least, most]) => [
				`${least}..${most} dB`,
				summarise(trials.filter(({ echoLevel }) => echoLevel >= least && echoLevel < most))
			])
		),
		byMake: Object.fromEntries(
			(['formants', 'espeak-ng'] as const).map((kind) => [
				kind,
				summarise(trials.filter(({ make, words }) => make === kind && words !== ''))
			])
		),
		byResidual: Object.fromEntries(
			['none', 'linear', 'bursts'].map((kind) => [
				kind,
				summarise(trials.filter(({ residual }) => residual === kind))
			])
		),
		byHappening: Object.fromEntries(
			kinds.map((kind) => {
				const of = trials.filter(({ happening }) => happening === kind);
				return [
					kind,
					{
						n: of.length,
						paused: share(of.filter((trial) => trial.pauses.some(isOwnPause(trial))).length, of.length),
						cutOff: of.filter(isFalselyCut).length
					}
				];
			})
		)
	};
}

function summarise(trials: readonly Trial[]) {
	const interruptions = trials.filter(isInterruption);
	const begun = interruptions.filter((trial) => !isFalselyCut(trial));
	const others = trials.filter((trial) => !isInterruption(trial));
	const pauseMs = begun
		.filter((trial) => !wasSilent(trial))
		.flatMap((trial) => {
			const pause = trial.pauses.find(isOwnPause(trial));
			return pause === undefined || Number.isNaN(pause.silentMs) ? [] : [pause.silentMs - trial.onsetMs];
		});
	const cancelMs = begun.flatMap(({ cancelledMs, onsetMs }) =>
		cancelledMs === null ? [] : [cancelledMs - onsetMs]
	);
	const audibleHours = trials.reduce((sum, { audibleMs }) => sum + audibleMs, 0) / 3_600_000;
	const falsePauses = trials.reduce(
		(sum, trial) => sum + trial.pauses.filter((pause) => !isOwnPause(trial)(pause)).length,
		0
	);
	return {
		interruptions: interruptions.length,
		missed: share(begun.filter(isMissed).length, begun.length),
		falseInterruptions: share(others.filter(isFalselyCut).length, others.length),
		falseThoughUnderstood: share(
			others.filter((trial) => isFalselyCut(trial) && isUnderstood(trial)).length,
			others.length
		),
		falseBeforeOnset: share(interruptions.filter(isFalselyCut).length, interruptions.length),
		msToPause: spread(pauseMs),
		pausedWithin150: share(pauseMs.filter((ms) => ms <= 150).length, begun.length),
		neverPaused: share(begun.length - pauseMs.length - begun.filter(wasSilent).length, begun.length),
		msToCancel: spread(cancelMs),
		falsePausesAnHour: audibleHours === 0 ? null : Math.round(falsePauses / audibleHours)
	};
}
