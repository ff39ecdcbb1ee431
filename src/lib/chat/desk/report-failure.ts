// Tells why something done by hand did not work: in the server's own words where it gave some.
import { m } from '#lib/paraglide/messages.js';
import type { Toasts } from '#lib/ui/toasts.svelte.ts';
import { WireError } from '../wire.ts';

export function reportFailure(toasts: Pick<Toasts, 'show'>, work: Promise<unknown>): void {
	work.catch((thrown: unknown) => {
		const isSaid = thrown instanceof WireError && thrown.code !== 'unreachable' && thrown.message !== '';
		toasts.show(isSaid ? thrown.message : m.ui_did_not_work());
	});
}
