import { m } from '#lib/paraglide/messages.js';

/** A file's size in words, as the server counts: a KB is 1,024 bytes. */
export function sizeText(bytes: number): string {
	const kilobytes = Math.max(1, Math.round(bytes / 1024));
	if (kilobytes < 1024) return m.attachments_kilobytes({ size: kilobytes });
	return m.attachments_megabytes({ size: Math.round(bytes / 1024 / 102.4) / 10 });
}
