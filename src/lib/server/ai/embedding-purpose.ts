// A model that was trained on pairs may read a question otherwise than a passage: whoever embeds one says so.
import type { SharedV4ProviderOptions } from '@ai-sdk/provider';
import { z } from 'zod';

const PurposeOption = z.object({ purpose: z.literal('query') });

export function isForQuery(options: SharedV4ProviderOptions | undefined): boolean {
	return PurposeOption.safeParse(options?.['segue']).success;
}
