// Texts and whatever holds texts with words in place of personal data. Offsets into a text can be followed to its masked form.
import { m } from '#lib/paraglide/messages.js';
import { findPersonal, type PersonalKind } from '../../guardrails/index.ts';

export interface MaskedText {
	text: string;
	/** Where an offset of the text before stands now; one within something masked stands at that edge of its mask. */
	offsetOf(offset: number, edge?: 'start' | 'end'): number;
}

export interface Mask {
	text(text: string): MaskedText;
	/** Every text in it, however deep; names of fields stay. */
	deep<T>(value: T): T;
	/** The same, but for what stands in one of these texts too: the school's own. */
	sparing(published: readonly string[]): Mask;
}

const WORDS: Record<PersonalKind, () => string> = {
	email: m.transcripts_masked_email,
	phone: m.transcripts_masked_phone,
	iban: m.transcripts_masked_iban,
	card: m.transcripts_masked_card,
	address: m.transcripts_masked_address,
	name: m.transcripts_masked_name
};

/** Deeper than anything a tool gives; what lies deeper is left out. */
const DEEPEST = 12;

/** `names`: what the school knows the person by. */
export function createMask(names: readonly string[], published: readonly string[] = []): Mask {
	function text(before: string): MaskedText {
		const moved: { start: number; end: number; newStart: number; newEnd: number }[] = [];
		let masked = '';
		let at = 0;
		for (const { kind, start, end } of findPersonal(before, names)) {
			const found = before.slice(start, end);
			if (kind !== 'name' && published.some((other) => other.includes(found))) continue;
			masked += before.slice(at, start);
			const newStart = masked.length;
			masked += WORDS[kind]();
			at = end;
			moved.push({ start, end, newStart, newEnd: masked.length });
		}
		masked += before.slice(at);
		return {
			text: masked,
			offsetOf(offset, edge = 'end') {
				const last = moved.findLast(({ start }) => start < offset || (edge === 'start' && start === offset));
				if (last === undefined) return offset;
				const { end, newStart, newEnd } = last;
				if (offset < end || (edge === 'end' && offset === end)) return edge === 'start' ? newStart : newEnd;
				return newEnd + offset - end;
			}
		};
	}

	function deep<T>(value: T, depth = 0): T {
		if (typeof value === 'string') return text(value).text as T;
		if (typeof value !== 'object' || value === null) return value;
		if (depth > DEEPEST) return '…' as T;
		if (Array.isArray(value)) return value.map((one: unknown) => deep(one, depth + 1)) as T;
		return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, deep(one, depth + 1)])) as T;
	}

	return { text, deep: (value) => deep(value), sparing: (others) => createMask(names, others) };
}

/** For those who may see: everything as it is. */
export const NO_MASK: Mask = {
	text: (text) => ({ text, offsetOf: (offset) => offset }),
	deep: (value) => value,
	sparing: () => NO_MASK
};

/** What stands in place of personal data. */
export const maskWords = (): string[] => Object.values(WORDS).map((word) => word());
