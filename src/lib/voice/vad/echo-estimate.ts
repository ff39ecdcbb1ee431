// How loud the echo of what plays may be: the loudest of the last 400 ms of playback (an echo comes late, and stays in the room), less what
// the way from loudspeaker to microphone has lately been seen to take off, in all but the loudest seventh of moments: a person who speaks
// quietly is not all the time taken for voice, and must not teach that the echo is as loud as they are. Echo cancellation of the browser
// counts as part of that way. Levels are dBFS.
import { toDb } from './decibel.ts';

/** Echoes later than this are not expected, in subframes of 20 ms. */
const LATEST = 20;
/** Playback fainter than this is silence. */
const AUDIBLE_DB = -60;
/** Taken for the way before it was heard: a laptop without echo cancellation. */
const FIRST_WAY_DB = -14;
/** Playback that is so much fainter than the loudest of late tells little of the way: noise is louder than its echo. */
const TELLING_DB = 8;
/** The loudest of late fades by so much a subframe: 5 dB a second. */
const FADING_DB = 0.1;
/** What is no louder than the noise holds an echo at least so far below it. */
const BELOW_NOISE_DB = 6;
/** How long the loudest echo is remembered: three seconds of playback. */
const REMEMBERED = 150;
/** Of the remembered ways, the one that so many lie below. */
const USUAL_SHARE = 0.85;
/** Before so much playback was heard, what was assumed counts. */
const ENOUGH = 25;
/** What was taken for voice can be taken back for so long, in subframes: two seconds. */
const DOUBTED = 100;
/** No way makes it louder than this: it would be no echo. */
const LOUDEST_WAY_DB = 6;

export interface EchoEstimate {
	/** How loud an echo can be now; -Infinity while nothing plays. */
	push(levelDb: number, playbackLevel: number, noiseDb: number): number;
	isPlaying(): boolean;
	/** Whether the last subframe was taken for voice; if it was not, what it holds is echo at most. */
	learn(isVoiced: boolean): void;
	/** What was lately taken for voice was echo after all. */
	admit(): void;
}

export function createEchoEstimate(): EchoEstimate {
	const played: number[] = [];
	const ways: number[] = [];
	/** Of subframes lately taken for voice: the way there would be if they were none. */
	let doubted = Number.NEGATIVE_INFINITY;
	let doubtedAgo = 0;
	let admitted = Number.NEGATIVE_INFINITY;
	let way: number | undefined;

	let peak = AUDIBLE_DB;

	const usualWay = () =>
		ways.length < ENOUGH
			? FIRST_WAY_DB
			: (ways.toSorted((a, b) => a - b)[Math.floor(ways.length * USUAL_SHARE)] ?? FIRST_WAY_DB);
	const loudestWay = () => Math.min(LOUDEST_WAY_DB, Math.max(admitted, usualWay()));

	return {
		push(levelDb, playbackLevel, noiseDb) {
			played.push(toDb(playbackLevel));
			if (played.length > LATEST) played.shift();
			const loudest = Math.max(...played);
			way = undefined;
			if (loudest <= AUDIBLE_DB) return Number.NEGATIVE_INFINITY;
			peak = Math.max(loudest, peak - FADING_DB);
			if (loudest > peak - TELLING_DB)
				way = (levelDb > noiseDb + 1 ? levelDb : noiseDb - BELOW_NOISE_DB) - loudest;
			return loudest + loudestWay();
		},
		isPlaying: () => played.some((level) => level > AUDIBLE_DB),
		learn(isVoiced) {
			if (++doubtedAgo > DOUBTED) doubted = Number.NEGATIVE_INFINITY;
			if (way === undefined) return;
			if (isVoiced) {
				doubted = Math.max(doubted, way);
				doubtedAgo = 0;
				return;
			}
			ways.push(way);
			if (ways.length > REMEMBERED) ways.shift();
			// An admission fades: people come nearer to their microphone, and further from it.
			admitted -= 0.02;
		},
		admit() {
			if (doubted > admitted) admitted = doubted;
			doubted = Number.NEGATIVE_INFINITY;
		}
	};
}
