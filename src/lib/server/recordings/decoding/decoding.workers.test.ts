/// <reference types="vite/client" />
import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { analyseFile } from '../analyse-file.ts';
import recording from '../fixtures/arpeggios.mp3?inline';
import { fileOf, wav } from '../fixtures/playing.ts';
import mpg123 from './mpg123.wasm';
import { openSound } from './open-sound.ts';

const mp3 = Uint8Array.from(atob(recording.slice(recording.indexOf(',') + 1)), (letter) =>
	letter.charCodeAt(0)
);

/** What `npm run analyse` prints of the same bytes, in Node. */
async function inNode(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
	const response = await env.ANALYSE_IN_NODE.fetch('http://node/', { method: 'POST', body: bytes });
	const { durationSeconds, analysis } = await response.json<Record<string, unknown>>();
	return JSON.stringify({ durationSeconds, analysis });
}

async function decoded(bytes: Uint8Array): Promise<Float32Array> {
	const parts: number[] = [];
	const stream = await openSound(fileOf(bytes), { mpg123 });
	for await (const { channels } of stream.blocks()) parts.push(...(channels[0] ?? []));
	return Float32Array.from(parts);
}

describe('A recording inside workerd', () => {
	it('is decoded from MP3 and measured to the same bytes as in Node', async () => {
		const here = await analyseFile(fileOf(mp3), { mpg123 });
		expect(here.durationSeconds).toBeCloseTo(9.5, 0);
		expect(here.analysis.onsets.length).toBeGreaterThan(30);
		expect(JSON.stringify(here)).toBe(await inNode(mp3));
	});

	it('is measured from WAV to the same bytes as in Node', async () => {
		const bytes = wav(await decoded(mp3), { bits: 24 });
		expect(JSON.stringify(await analyseFile(fileOf(bytes), { mpg123 }))).toBe(await inNode(bytes));
	});

	it('fails at once when nobody handed the decoder in', async () => {
		await expect(analyseFile(fileOf(mp3))).rejects.toThrow(/mpg123/);
	});
});
