// A form beside a row of a list, sent without leaving the page: what it did can be undone, and the focus is not lost with the row.
import { deserialize } from '$app/forms';
import { invalidateAll } from '$app/navigation';
import { m } from '#lib/paraglide/messages.js';
import type { Toasts } from '#lib/ui/toasts.svelte.ts';

interface Act {
	/** What is said when it is done. */
	said: string;
	/** The field, and its value, that put things back as they were. */
	undo: [name: string, value: string];
}

type FormSubmit = SubmitEvent & { currentTarget: HTMLFormElement };

/**
 * `action`: the form's, as in `?/review`. `row` selects the list's rows: afterwards the focus is on the first control of the row that stands
 * where the form's row stood, of the last row when that was the end, and on the page's heading when no row is left.
 */
export function undoableAct(toasts: Toasts, { action, row }: { action: string; row: string }) {
	const rows = () => [...document.querySelectorAll<HTMLElement>(row)];

	function focusRow(at: number): void {
		const left = rows();
		const next = left[Math.min(at, left.length - 1)]?.querySelector<HTMLElement>('a, button');
		(next ?? document.querySelector<HTMLElement>('main h1'))?.focus();
	}

	async function send(fields: FormData): Promise<boolean> {
		const response = await fetch(action, {
			method: 'POST',
			body: fields,
			headers: { 'x-sveltekit-action': 'true' }
		});
		const result = deserialize<Record<string, never>, { message: string }>(await response.text());
		await invalidateAll();
		if (result.type === 'success') return true;
		toasts.show((result.type === 'failure' ? result.data?.message : undefined) ?? m.ui_did_not_work());
		return false;
	}

	async function act(form: HTMLFormElement, { said, undo }: Act): Promise<void> {
		const fields = new FormData(form);
		const at = rows().findIndex((one) => one.contains(form));
		if (!(await send(fields))) return;
		fields.set(...undo);
		toasts.show(said, { label: m.ui_undo(), run: () => toasts.attempt(send(fields)) });
		focusRow(at);
	}

	return (event: FormSubmit, done: Act): void => {
		event.preventDefault();
		toasts.attempt(act(event.currentTarget, done));
	};
}
