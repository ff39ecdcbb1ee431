// What is pressed in a list may be gone when its work is done, alone or with its row: a keyboard must not begin the page anew.
import { tick } from 'svelte';
import { m } from '#lib/paraglide/messages.js';
import { WireError } from '#lib/shared/wire-error.ts';
import type { Toasts } from '#lib/ui/toasts.svelte.ts';
import { unattended } from '#lib/ui/unattended.ts';

/** The focus goes to what else the row offers, to the row that now has its place, or to the page's heading. */
export async function keepFocus(pressed: HTMLElement, work?: Promise<unknown>): Promise<void> {
	const row = pressed.closest('li');
	const list = row?.parentElement;
	const at = row === null ? 0 : [...(list?.children ?? [])].indexOf(row);
	await work;
	await tick();
	if (pressed.isConnected || document.activeElement !== document.body) return;
	const rows = list?.isConnected ? list.children : [];
	const next = row?.isConnected ? row : rows[Math.min(at, rows.length - 1)];
	const button = [...(next?.querySelectorAll('button') ?? [])].at(-1);
	(button ?? document.querySelector<HTMLElement>('main h1'))?.focus();
}

/** The same, and a failure is told in the server's own words. */
export function actInRow(toasts: Toasts, pressed: HTMLElement, work: Promise<unknown>): void {
	const attempt = keepFocus(pressed, work).catch((thrown: unknown) => {
		const said = thrown instanceof WireError ? thrown.message : '';
		toasts.show(said || m.ui_did_not_work());
	});
	unattended(attempt);
}
