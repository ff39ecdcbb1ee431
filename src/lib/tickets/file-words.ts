import { m } from '#lib/paraglide/messages.js';
import type { TicketFile } from '#lib/shared/tickets.ts';

const TENTH = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 });

export function fileWords({ name, sizeBytes }: TicketFile): string {
	const kb = sizeBytes / 1024;
	const size =
		kb < 1000
			? m.tickets_size_kb({ count: TENTH.format(Math.max(0.1, kb)) })
			: m.tickets_size_mb({ count: TENTH.format(kb / 1024) });
	return m.tickets_file_open({ name, size });
}
