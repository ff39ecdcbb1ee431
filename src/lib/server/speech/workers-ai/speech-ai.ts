// As much of the Workers AI binding as speech needs. Its own types know neither sockets of these models nor inputs as strings.
import type { Bindings } from '../../platform/index.ts';

export interface SpeechAi {
	run(
		model: string,
		input: Record<string, unknown>,
		options?: { websocket?: boolean; returnRawResponse?: boolean; signal?: AbortSignal }
	): Promise<unknown>;
}

export const asSpeechAi = (ai: NonNullable<Bindings['AI']>) => ai as unknown as SpeechAi;
