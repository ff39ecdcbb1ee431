// What each dimension is called, how its two directions are said, and whether listeners hold one of them for better. Which is better was
// set by hand, and only where the scale itself judges; short or long, bright or dark, fast or slow are choices.
import { m } from '#lib/paraglide/messages.js';
import type { Dimension } from '#lib/shared/recordings/dimensions.ts';
import type { Side } from '#lib/shared/recordings/feedback/standing.ts';

export type Category = 'timing' | 'articulation' | 'pedal' | 'tone' | 'dynamics' | 'expression';

interface Poles {
	category: Category;
	name: () => string;
	left: () => string;
	right: () => string;
	better: Side | null;
}

export const POLES: Record<Dimension, Poles> = {
	timing_stable_unstable: {
		category: 'timing',
		name: m.takes_timing_stable_unstable_name,
		left: m.takes_timing_stable_unstable_left,
		right: m.takes_timing_stable_unstable_right,
		better: 'left'
	},
	articulation_short_long: {
		category: 'articulation',
		name: m.takes_articulation_short_long_name,
		left: m.takes_articulation_short_long_left,
		right: m.takes_articulation_short_long_right,
		better: null
	},
	articulation_soft_hard: {
		category: 'articulation',
		name: m.takes_articulation_soft_hard_name,
		left: m.takes_articulation_soft_hard_left,
		right: m.takes_articulation_soft_hard_right,
		better: null
	},
	pedal_sparse_saturated: {
		category: 'pedal',
		name: m.takes_pedal_sparse_saturated_name,
		left: m.takes_pedal_sparse_saturated_left,
		right: m.takes_pedal_sparse_saturated_right,
		better: null
	},
	pedal_clean_blurred: {
		category: 'pedal',
		name: m.takes_pedal_clean_blurred_name,
		left: m.takes_pedal_clean_blurred_left,
		right: m.takes_pedal_clean_blurred_right,
		better: 'left'
	},
	timbre_even_colorful: {
		category: 'tone',
		name: m.takes_timbre_even_colorful_name,
		left: m.takes_timbre_even_colorful_left,
		right: m.takes_timbre_even_colorful_right,
		better: null
	},
	timbre_shallow_rich: {
		category: 'tone',
		name: m.takes_timbre_shallow_rich_name,
		left: m.takes_timbre_shallow_rich_left,
		right: m.takes_timbre_shallow_rich_right,
		better: 'right'
	},
	timbre_bright_dark: {
		category: 'tone',
		name: m.takes_timbre_bright_dark_name,
		left: m.takes_timbre_bright_dark_left,
		right: m.takes_timbre_bright_dark_right,
		better: null
	},
	timbre_soft_loud: {
		category: 'dynamics',
		name: m.takes_timbre_soft_loud_name,
		left: m.takes_timbre_soft_loud_left,
		right: m.takes_timbre_soft_loud_right,
		better: null
	},
	dynamic_sophisticated_raw: {
		category: 'dynamics',
		name: m.takes_dynamic_sophisticated_raw_name,
		left: m.takes_dynamic_sophisticated_raw_left,
		right: m.takes_dynamic_sophisticated_raw_right,
		better: 'left'
	},
	dynamic_range_little_large: {
		category: 'dynamics',
		name: m.takes_dynamic_range_little_large_name,
		left: m.takes_dynamic_range_little_large_left,
		right: m.takes_dynamic_range_little_large_right,
		better: 'right'
	},
	music_making_fast_slow: {
		category: 'timing',
		name: m.takes_music_making_fast_slow_name,
		left: m.takes_music_making_fast_slow_left,
		right: m.takes_music_making_fast_slow_right,
		better: null
	},
	music_making_flat_spacious: {
		category: 'expression',
		name: m.takes_music_making_flat_spacious_name,
		left: m.takes_music_making_flat_spacious_left,
		right: m.takes_music_making_flat_spacious_right,
		better: 'right'
	},
	music_making_disproportioned_balanced: {
		category: 'expression',
		name: m.takes_music_making_disproportioned_balanced_name,
		left: m.takes_music_making_disproportioned_balanced_left,
		right: m.takes_music_making_disproportioned_balanced_right,
		better: 'right'
	},
	music_making_pure_dramatic: {
		category: 'expression',
		name: m.takes_music_making_pure_dramatic_name,
		left: m.takes_music_making_pure_dramatic_left,
		right: m.takes_music_making_pure_dramatic_right,
		better: null
	},
	interpretation_unsatisfactory_convincing: {
		category: 'expression',
		name: m.takes_interpretation_unsatisfactory_convincing_name,
		left: m.takes_interpretation_unsatisfactory_convincing_left,
		right: m.takes_interpretation_unsatisfactory_convincing_right,
		better: 'right'
	}
};

export const CATEGORY_NAMES: Record<Category, () => string> = {
	timing: m.takes_category_timing,
	articulation: m.takes_category_articulation,
	pedal: m.takes_category_pedal,
	tone: m.takes_category_tone,
	dynamics: m.takes_category_dynamics,
	expression: m.takes_category_expression
};
