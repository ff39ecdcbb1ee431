// The sixteen dimensions of playing, in the order of PercePiano (Park, Kim et al., "PercePiano: Piano performance evaluation dataset
// with multi-level perceptual features", Scientific Reports 2024), less its three of emotion and mood. Each is 0..1 from the left pole to
// the right one.
export const DIMENSIONS = [
	'timing_stable_unstable',
	'articulation_short_long',
	'articulation_soft_hard',
	'pedal_sparse_saturated',
	'pedal_clean_blurred',
	'timbre_even_colorful',
	'timbre_shallow_rich',
	'timbre_bright_dark',
	'timbre_soft_loud',
	'dynamic_sophisticated_raw',
	'dynamic_range_little_large',
	'music_making_fast_slow',
	'music_making_flat_spacious',
	'music_making_disproportioned_balanced',
	'music_making_pure_dramatic',
	'interpretation_unsatisfactory_convincing'
] as const;
export type Dimension = (typeof DIMENSIONS)[number];
