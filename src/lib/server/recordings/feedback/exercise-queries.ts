// What is looked for in the school's teaching material when a dimension moves, or stands, to one side: in the words that teachers use for
// the way back from there.
import type { Dimension } from '#lib/shared/recordings/dimensions.ts';
import type { Side } from '#lib/shared/recordings/feedback/standing.ts';

export const EXERCISE_QUERIES: Record<Dimension, Record<Side, string>> = {
	timing_stable_unstable: {
		left: 'playing too strict: rubato, flexible time in a phrase',
		right: 'unsteady pulse wavers: metronome ladder, subdividing, steady beat'
	},
	articulation_short_long: {
		left: 'notes too short: legato, hold each key until the next note',
		right: 'notes too long: staccato, clear articulation, release, rests'
	},
	articulation_soft_hard: {
		left: 'touch too soft or vague: firm fingertips, clear beginning of notes',
		right: 'touch sounds hard: free wrist, weight of the arm, softer attack'
	},
	pedal_sparse_saturated: {
		left: 'pedal used too little, dry sound: legato pedal, catch the bass with the pedal',
		right: 'too much pedal, saturated: dry practice without pedal, half pedal'
	},
	pedal_clean_blurred: {
		left: 'clean pedal, half pedal and colour of the pedal',
		right: 'blurred pedal: listen for blur, change the pedal, clear the harmony'
	},
	timbre_even_colorful: {
		left: 'tone has only one colour: imitate instruments, change colour of each phrase',
		right: 'colours change too much: evenness of fingers, one colour for a phrase'
	},
	timbre_shallow_rich: {
		left: 'tone is shallow: weight into the keys, let the bass ring, rich tone',
		right: 'rich tone and lightness: balance of the chord'
	},
	timbre_bright_dark: {
		left: 'sounds too bright: darker sound, fuller bass, slower key',
		right: 'sounds too dark: brighter sound, lighten the left hand, clear front of notes'
	},
	timbre_soft_loud: {
		left: 'too soft: fuller sound, play for the far end of the room',
		right: 'too loud throughout: softer middle, pianissimo accompaniment'
	},
	dynamic_sophisticated_raw: {
		left: 'shaping dynamics inside a phrase',
		right: 'raw dynamics: crescendo in steps, unplanned accents, shape the loudness'
	},
	dynamic_range_little_large: {
		left: 'dynamic range too small: widen softest and loudest, real pianissimo',
		right: 'control of a wide dynamic range, steps of loudness'
	},
	music_making_fast_slow: {
		left: 'tempo too fast, hurrying: hold the tempo, begin slower',
		right: 'tempo too slow, dragging: move forward, conduct with fewer beats'
	},
	music_making_flat_spacious: {
		left: 'playing sounds flat: phrasing, breathe, sing each phrase, goal of the phrase',
		right: 'playing has too much space: too many pauses and breaths between phrases'
	},
	music_making_disproportioned_balanced: {
		left: 'out of proportion: balance between the hands, voicing, melody and accompaniment',
		right: 'balance and voicing of melody and bass'
	},
	music_making_pure_dramatic: {
		left: 'performance too plain: contrast and character, more dramatic',
		right: 'overdone, dramatic in every bar: play simply, fewer effects'
	},
	interpretation_unsatisfactory_convincing: {
		left: 'convincing performance: decide what the piece is about, one idea clear in every detail',
		right: 'performing a convincing piece: playing through without stopping'
	}
};
