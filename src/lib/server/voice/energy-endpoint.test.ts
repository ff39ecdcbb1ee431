import { describe, expect, it } from 'vitest';
import { createRandom } from '#lib/shared/seeded-random.ts';
import { createEnergyEndpoint, type EndpointEvent } from './energy-endpoint.ts';

/** Noise of a loudness (0..1), as long as asked for, in frames of 80 ms. */
function createRoom(noise = 0.001) {
	const endpoint = createEnergyEndpoint();
	const random = createRandom(7);
	let atMs = 0;
	const events: EndpointEvent[] = [];
	return {
		endpoint,
		events,
		sound(level: number, lengthMs: number) {
			for (let left = lengthMs; left > 0; left -= 80) {
				const samples = Int16Array.from(
					{ length: 1_280 },
					() => (random() * 2 - 1) * 1.73 * (level + noise) * 32_768
				);
				events.push(...endpoint.hear(samples, atMs));
				atMs += 80;
			}
		},
		now: () => atMs
	};
}

describe('voice by its loudness', () => {
	it('begins soon after somebody speaks and ends after a silence, telling where the sound ended', () => {
		const room = createRoom();
		room.sound(0, 800);
		room.sound(0.1, 1_600);
		room.sound(0, 1_200);
		expect(room.events.map(({ type }) => type)).toEqual(['voice-started', 'voice-ended']);
		const [started, ended] = room.events;
		expect(Math.abs(started!.mediaMs - 800)).toBeLessThanOrEqual(60);
		expect(ended!.mediaMs).toBe(2_400);
	});

	it('does not end in a breath', () => {
		const room = createRoom();
		room.sound(0, 800);
		for (let word = 0; word < 5; word++) {
			room.sound(0.1, 400);
			room.sound(0, 400);
		}
		expect(room.events.map(({ type }) => type)).toEqual(['voice-started']);
	});

	it('is no click', () => {
		const { endpoint } = createRoom();
		const samples = new Int16Array(1_280);
		samples.fill(20_000, 0, 300);
		expect(endpoint.hear(samples, 0)).toEqual([]);
	});

	it('gets used to a loud room, and still hears a voice in it', () => {
		const room = createRoom(0.01);
		room.sound(0, 20_000);
		const before = room.events.length;
		expect(room.endpoint.isVoiced()).toBe(false);
		room.sound(0.15, 800);
		expect(room.events.slice(before)[0]?.type).toBe('voice-started');
	});

	it('hears nothing in silence itself', () => {
		const { endpoint } = createRoom();
		expect(endpoint.hear(new Int16Array(16_000), 0)).toEqual([]);
		expect(endpoint.lastVoicedMs()).toBeUndefined();
	});
});
