// What flags and their variants are called. A flag of the registry without words here does not compile.
import { m } from '#lib/paraglide/messages.js';
import type { FlagName } from '#lib/server/flags/index.ts';

interface FlagWords {
	title: () => string;
	about: () => string;
	variants: Record<string, () => string>;
}

export const FLAG_WORDS: Record<FlagName, FlagWords> = {
	'answer-passages': {
		title: m.flags_answer_passages,
		about: m.flags_answer_passages_about,
		variants: {
			six: m.flags_answer_passages_six,
			three: m.flags_answer_passages_three,
			ten: m.flags_answer_passages_ten
		}
	}
};

export function variantName(flag: FlagName, variant: string): string {
	return FLAG_WORDS[flag].variants[variant]?.() ?? variant;
}
