import type { AppError } from '#lib/shared/errors.ts';

/** Whether the auth room refused only until the person confirms who they are. */
export function asksToConfirm({ code, details }: AppError): boolean {
	return (
		code === 'forbidden' &&
		typeof details === 'object' &&
		details !== null &&
		'reason' in details &&
		details.reason === 'step-up'
	);
}
