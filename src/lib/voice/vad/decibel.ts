const SILENCE_DB = -90;

/** dBFS of an RMS of 0..1; never below -90. */
export function toDb(rms: number): number {
	return rms <= 0 ? SILENCE_DB : Math.max(SILENCE_DB, 20 * Math.log10(rms));
}
