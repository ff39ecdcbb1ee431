// What an order says to a model of ours beside its prompt: other people's models pass it over.
import type { LanguageModelV4CallOptions, SharedV4ProviderOptions } from '@ai-sdk/provider';
import { IMPERSONAL } from './cache/cache-answers.ts';

export function orderHints(order: { isImpersonal: boolean; isSpoken: boolean }): SharedV4ProviderOptions {
	return {
		segue: { ...(order.isImpersonal ? IMPERSONAL['segue'] : {}), ...(order.isSpoken ? { spoken: true } : {}) }
	};
}

/** Whether the answer is listened to. */
export function isForTheEar({
	providerOptions
}: Pick<LanguageModelV4CallOptions, 'providerOptions'>): boolean {
	return providerOptions?.['segue']?.['spoken'] === true;
}
