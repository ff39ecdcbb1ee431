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

/** `action`: the form's, as in `?/review`. Afterwards the focus is on what `next` selects or the page's heading, whichever stands first. */
export function undoableAct(toasts: Toasts, { action, next }: { action: string; next: string }) {
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

	async function act(fields: FormData, { said, undo }: Act): Promise<void> {
		if (!(await send(fields))) return;
		fields.set(...undo);
		toasts.show(said, { label: m.ui_undo(), run: () => toasts.attempt(send(fields)) });
		document.querySelector<HTMLElement>(`${next}, main h1`)?.focus();
	}

	return (event: FormSubmit, done: Act): void => {
		event.preventDefault();
		toasts.attempt(act(new FormData(event.currentTarget), done));
	};
}
