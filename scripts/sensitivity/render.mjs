// Playing as sound: written as a MIDI file, rendered by fluidsynth with a General MIDI soundfont, read with the product's own reader.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openSound } from '../../src/lib/server/recordings/decoding/open-sound.ts';
import { Resampler } from '../../src/lib/shared/recordings/signal/resampler.ts';
import { inMemory } from '../recordings/takes.mjs';

/** @typedef {import('./pieces.mjs').Playing} Playing */

/** Where Debian's fluid-soundfont-gm puts it; SOUNDFONT names another. */
const SOUNDFONT = process.env.SOUNDFONT ?? '/usr/share/sounds/sf2/FluidR3_GM.sf2';
const GAIN = '1';
const TICKS_PER_SECOND = 1_000;
/** The pedal goes down this long after the harmony it belongs to, and up with the next one. */
const PEDAL_AFTER = 0.08;

/** Whether playing can be rendered on this machine. */
export function canRender() {
	try {
		execFileSync('fluidsynth', ['--version'], { stdio: 'ignore' });
		return existsSync(SOUNDFONT);
	} catch {
		return false;
	}
}

/** @param {Playing} playing @returns {Promise<Float32Array>} mono, 22.05 kHz */
export async function render(playing) {
	const folder = mkdtempSync(path.join(tmpdir(), 'segue-sensitivity-'));
	try {
		const [midi, wav] = [path.join(folder, 'playing.mid'), path.join(folder, 'playing.wav')];
		writeFileSync(midi, toMidi(playing));
		const options = [
			'-q',
			'-n',
			'-i',
			'-g',
			GAIN,
			'-R',
			'1',
			'-C',
			'0',
			'-r',
			'44100',
			'-O',
			's16',
			'-F',
			wav
		];
		execFileSync('fluidsynth', [...options, SOUNDFONT, midi], { stdio: 'ignore' });
		return await samplesOf(readFileSync(wav));
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** @param {Uint8Array} wav */
async function samplesOf(wav) {
	const resampler = new Resampler(44_100);
	/** @type {Float32Array[]} */
	const parts = [];
	for await (const { channels } of (await openSound(inMemory(wav))).blocks()) {
		const [left, right] = channels;
		if (left === undefined || right === undefined) throw new Error('fluidsynth renders in stereo');
		parts.push(Float32Array.from(resampler.push(left.map((sample, at) => (sample + (right[at] ?? 0)) / 2))));
	}
	parts.push(resampler.finish());
	const samples = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
	let at = 0;
	for (const part of parts) {
		samples.set(part, at);
		at += part.length;
	}
	return samples;
}

/** @param {Playing} playing @returns {Uint8Array} */
export function toMidi(playing) {
	const events = [
		...noteEvents(playing),
		...pedalEvents(playing).map(({ seconds, isDown }) => ({
			seconds,
			order: isDown ? 1 : 0,
			bytes: [0xb0, 64, isDown ? 127 : 0]
		}))
	].sort((a, b) => a.seconds - b.seconds || a.order - b.order);
	const track = [0, 0xc0, 0];
	let tick = 0;
	for (const { seconds, bytes } of events) {
		const at = Math.max(tick, Math.round(seconds * TICKS_PER_SECOND));
		track.push(...variableLength(at - tick), ...bytes);
		tick = at;
	}
	// A second more, so that the last tones are not cut off.
	track.push(...variableLength(TICKS_PER_SECOND), 0xff, 0x2f, 0);
	const header = Buffer.alloc(22);
	header.write('MThd', 0);
	header.writeUInt32BE(6, 4);
	header.writeUInt16BE(0, 8);
	header.writeUInt16BE(1, 10);
	// At the tempo that holds where none is given, half a second a beat.
	header.writeUInt16BE(TICKS_PER_SECOND / 2, 12);
	header.write('MTrk', 14);
	header.writeUInt32BE(track.length, 18);
	return Buffer.concat([header, Buffer.from(track)]);
}

/** A key that is struck again is let go before. @param {Playing} playing */
function noteEvents({ notes }) {
	return notes.flatMap(({ start, length, key, velocity }, at) => {
		const again = notes.slice(at + 1).find((other) => other.key === key)?.start ?? Infinity;
		const end = Math.max(start + 0.02, Math.min(start + length, again - 0.01));
		return [
			{ seconds: start, order: 3, bytes: [0x90, key, velocity] },
			{ seconds: end, order: 2, bytes: [0x80, key, 64] }
		];
	});
}

/** @param {Playing} playing */
export function pedalEvents({ harmonies, pedal }) {
	/** @type {{ seconds: number, isDown: boolean }[]} */
	const events = [];
	if (pedal <= 0) return events;
	const step = Math.max(1, Math.round(pedal));
	const end = harmonies.at(-1) ?? 0;
	for (let at = 0; at < harmonies.length - 1; at += step) {
		const from = harmonies[at] ?? 0;
		const next = harmonies[Math.min(harmonies.length - 1, at + step)] ?? end;
		events.push({ seconds: from + PEDAL_AFTER, isDown: true });
		// Up with the harmony that follows: a whole dose leaves no gap but the change itself.
		events.push({ seconds: from + (next - from) * Math.min(1, pedal), isDown: false });
	}
	return events;
}

/** @param {number} value @returns {number[]} seven bits a byte, the last one without the eighth */
function variableLength(value) {
	const bytes = [value & 0x7f];
	for (let rest = value >> 7; rest > 0; rest >>= 7) bytes.unshift((rest & 0x7f) | 0x80);
	return bytes;
}
