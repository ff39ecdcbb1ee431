// When notes begin in a MIDI file: enough of the format to judge onsets by. Standard MIDI Files 1.0.

/** @param {Uint8Array} bytes @returns {{ seconds: number, key: number, velocity: number }[]} note-ons in order of time */
export function noteOns(bytes) {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const ticksPerBeat = view.getInt16(12);
	if (ticksPerBeat <= 0) throw new Error('MIDI files with SMPTE time are not read');
	/** @type {{ tick: number, microsecondsPerBeat: number }[]} */
	const tempos = [];
	/** @type {{ tick: number, key: number, velocity: number }[]} */
	const notes = [];
	for (let at = 8 + view.getUint32(4); at + 8 <= bytes.length; at += 8 + view.getUint32(at + 4))
		readTrack(bytes.subarray(at + 8, at + 8 + view.getUint32(at + 4)), tempos, notes);
	tempos.sort((a, b) => a.tick - b.tick);
	notes.sort((a, b) => a.tick - b.tick);
	let [seconds, tick, pace, next] = [0, 0, 500_000, 0];
	return notes.map((note) => {
		for (let tempo = tempos[next]; tempo !== undefined && tempo.tick <= note.tick; tempo = tempos[++next]) {
			seconds += ((tempo.tick - tick) * pace) / ticksPerBeat / 1e6;
			[tick, pace] = [tempo.tick, tempo.microsecondsPerBeat];
		}
		return {
			seconds: seconds + ((note.tick - tick) * pace) / ticksPerBeat / 1e6,
			key: note.key,
			velocity: note.velocity
		};
	});
}

/** @param {Uint8Array} track @param {{ tick: number, microsecondsPerBeat: number }[]} tempos @param {{ tick: number, key: number, velocity: number }[]} notes */
function readTrack(track, tempos, notes) {
	let [at, tick, status] = [0, 0, 0];
	const number = () => {
		let value = 0;
		for (;;) {
			const byte = track[at++] ?? 0;
			value = value * 128 + (byte & 0x7f);
			if (byte < 0x80) return value;
		}
	};
	while (at < track.length) {
		tick += number();
		if ((track[at] ?? 0) >= 0x80) status = track[at++] ?? 0;
		if (status === 0xff) {
			const type = track[at++];
			const length = number();
			if (type === 0x51)
				tempos.push({
					tick,
					microsecondsPerBeat: (track[at] ?? 0) * 65_536 + (track[at + 1] ?? 0) * 256 + (track[at + 2] ?? 0)
				});
			at += length;
		} else if (status === 0xf0 || status === 0xf7) at += number();
		else {
			const [key = 0, velocity = 0] = track.subarray(at, at + 2);
			if (status >> 4 === 9 && velocity > 0) notes.push({ tick, key, velocity });
			at += status >> 4 === 12 || status >> 4 === 13 ? 1 : 2;
		}
	}
}
