import type { FormFailure } from '#lib/server/http/index.ts';

/** What a form's action refused, when that is what it answered. */
export function refusalOf(form: object | null | undefined): FormFailure | undefined {
	return form && 'problems' in form ? (form as FormFailure) : undefined;
}
