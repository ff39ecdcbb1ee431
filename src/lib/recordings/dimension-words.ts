// The sixteen dimensions in words: what each is called, what its poles are, and what a score says. A score is said as one of five bands,
// never as a bare number: it stands within what listeners said of other playing, no closer.
import { m } from '#lib/paraglide/messages.js';
import { DIMENSIONS, type Dimension } from '#lib/shared/recordings/dimensions.ts';

export { DIMENSIONS, type Dimension };

interface Words {
	name: string;
	left: string;
	right: string;
	/** A moment that lies further to the left pole than the take, and further to the right one. */
	less: string;
	more: string;
}

const WORDS: Record<Dimension, () => Words> = {
	timing_stable_unstable: () => ({
		name: m.dimension_timing(),
		left: m.dimension_timing_left(),
		right: m.dimension_timing_right(),
		less: m.dimension_timing_less(),
		more: m.dimension_timing_more()
	}),
	articulation_short_long: () => ({
		name: m.dimension_length(),
		left: m.dimension_length_left(),
		right: m.dimension_length_right(),
		less: m.dimension_length_less(),
		more: m.dimension_length_more()
	}),
	articulation_soft_hard: () => ({
		name: m.dimension_touch(),
		left: m.dimension_touch_left(),
		right: m.dimension_touch_right(),
		less: m.dimension_touch_less(),
		more: m.dimension_touch_more()
	}),
	pedal_sparse_saturated: () => ({
		name: m.dimension_pedal_amount(),
		left: m.dimension_pedal_amount_left(),
		right: m.dimension_pedal_amount_right(),
		less: m.dimension_pedal_amount_less(),
		more: m.dimension_pedal_amount_more()
	}),
	pedal_clean_blurred: () => ({
		name: m.dimension_pedal_clarity(),
		left: m.dimension_pedal_clarity_left(),
		right: m.dimension_pedal_clarity_right(),
		less: m.dimension_pedal_clarity_less(),
		more: m.dimension_pedal_clarity_more()
	}),
	timbre_even_colorful: () => ({
		name: m.dimension_colour(),
		left: m.dimension_colour_left(),
		right: m.dimension_colour_right(),
		less: m.dimension_colour_less(),
		more: m.dimension_colour_more()
	}),
	timbre_shallow_rich: () => ({
		name: m.dimension_richness(),
		left: m.dimension_richness_left(),
		right: m.dimension_richness_right(),
		less: m.dimension_richness_less(),
		more: m.dimension_richness_more()
	}),
	timbre_bright_dark: () => ({
		name: m.dimension_brightness(),
		left: m.dimension_brightness_left(),
		right: m.dimension_brightness_right(),
		less: m.dimension_brightness_less(),
		more: m.dimension_brightness_more()
	}),
	timbre_soft_loud: () => ({
		name: m.dimension_loudness(),
		left: m.dimension_loudness_left(),
		right: m.dimension_loudness_right(),
		less: m.dimension_loudness_less(),
		more: m.dimension_loudness_more()
	}),
	dynamic_sophisticated_raw: () => ({
		name: m.dimension_dynamics(),
		left: m.dimension_dynamics_left(),
		right: m.dimension_dynamics_right(),
		less: m.dimension_dynamics_less(),
		more: m.dimension_dynamics_more()
	}),
	dynamic_range_little_large: () => ({
		name: m.dimension_range(),
		left: m.dimension_range_left(),
		right: m.dimension_range_right(),
		less: m.dimension_range_less(),
		more: m.dimension_range_more()
	}),
	music_making_fast_slow: () => ({
		name: m.dimension_pace(),
		left: m.dimension_pace_left(),
		right: m.dimension_pace_right(),
		less: m.dimension_pace_less(),
		more: m.dimension_pace_more()
	}),
	music_making_flat_spacious: () => ({
		name: m.dimension_space(),
		left: m.dimension_space_left(),
		right: m.dimension_space_right(),
		less: m.dimension_space_less(),
		more: m.dimension_space_more()
	}),
	music_making_disproportioned_balanced: () => ({
		name: m.dimension_balance(),
		left: m.dimension_balance_left(),
		right: m.dimension_balance_right(),
		less: m.dimension_balance_less(),
		more: m.dimension_balance_more()
	}),
	music_making_pure_dramatic: () => ({
		name: m.dimension_drama(),
		left: m.dimension_drama_left(),
		right: m.dimension_drama_right(),
		less: m.dimension_drama_less(),
		more: m.dimension_drama_more()
	}),
	interpretation_unsatisfactory_convincing: () => ({
		name: m.dimension_conviction(),
		left: m.dimension_conviction_left(),
		right: m.dimension_conviction_right(),
		less: m.dimension_conviction_less(),
		more: m.dimension_conviction_more()
	})
};

export const wordsOf = (dimension: Dimension): Words => WORDS[dimension]();
export const nameOf = (dimension: Dimension): string => wordsOf(dimension).name;

/** "rather unstable", "in between": one of five. Ratings lie close together, so the outer bands begin early. */
export function bandOf(dimension: Dimension, score: number): string {
	const { left, right } = wordsOf(dimension);
	if (score < 0.35) return m.dimension_clearly({ pole: left });
	if (score < 0.45) return m.dimension_rather({ pole: left });
	if (score <= 0.55) return m.dimension_between();
	return score <= 0.65 ? m.dimension_rather({ pole: right }) : m.dimension_clearly({ pole: right });
}

export function trustOf(confidence: number): string {
	if (confidence >= 0.65) return m.dimension_trust_good();
	return confidence >= 0.45 ? m.dimension_trust_fair() : m.dimension_trust_low();
}

/** Below this a change within a take is not worth a word. */
export const SMALLEST_CHANGE = 0.02;

/** "more blurred": which way a moment moves, against the take. */
export function changeOf(dimension: Dimension, change: number): string {
	if (Math.abs(change) < SMALLEST_CHANGE) return m.dimension_as_the_take();
	const { less, more } = wordsOf(dimension);
	return change > 0 ? more : less;
}
