import type { ErrorCode } from '#lib/shared/errors.ts';

export interface ToolFailure {
	code: ErrorCode;
	/** For the model and the person: what did not work. */
	message: string;
	retryable: boolean;
}

/** What every tool call comes back as, whatever happened. */
export interface ToolResult<T = unknown> {
	success: boolean;
	data?: T;
	error?: ToolFailure;
	metadata: { durationMs: number };
}
