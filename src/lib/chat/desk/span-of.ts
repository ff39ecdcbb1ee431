import { m } from '#lib/paraglide/messages.js';

/** A stretch of time in its largest whole unit: people of the desk compare, they do not count. */
export function spanOf(ms: number): string {
	const minutes = Math.floor(Math.max(0, ms) / 60_000);
	if (minutes < 1) return m.desk_span_now();
	if (minutes < 60) return m.desk_span_minutes({ count: minutes });
	const hours = Math.floor(minutes / 60);
	return hours < 48
		? m.desk_span_hours({ count: hours })
		: m.desk_span_days({ count: Math.floor(hours / 24) });
}
