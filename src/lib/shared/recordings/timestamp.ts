/** A stretch of a take as it is written: "0:00-0:03". */
export const timestampOf = ({ start, end }: { start: number; end: number }): string =>
	`${clock(start)}-${clock(end)}`;

/** A moment of a take: 65.4 is "1:05". */
export function clock(seconds: number): string {
	const whole = Math.floor(seconds);
	return `${String(Math.floor(whole / 60))}:${String(whole % 60).padStart(2, '0')}`;
}
