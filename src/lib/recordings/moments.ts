// Moments of a take, lengths and sizes, as they are read and as they are spoken.
import { m } from '#lib/paraglide/messages.js';
import { clock as clockOf } from '#lib/shared/recordings/timestamp.ts';

/** 65.4 is 1:05; what lies before the beginning is the beginning. */
export const clock = (seconds: number): string => clockOf(Math.max(0, seconds));

export const span = (start: number, end: number): string => `${clock(start)}–${clock(end)}`;

/** For a screen reader: "1:05" is read as a time of day. */
export function spokenMoment(seconds: number): string {
	const whole = Math.max(0, Math.floor(seconds));
	const [minutes, rest] = [Math.floor(whole / 60), whole % 60];
	return minutes === 0 ? m.shelf_seconds({ seconds: rest }) : m.shelf_minutes({ minutes, seconds: rest });
}

export function sizeText(bytes: number): string {
	return bytes < 1_000_000
		? `${Math.max(1, Math.round(bytes / 1_000))} KB`
		: `${(bytes / 1_000_000).toFixed(1)} MB`;
}
