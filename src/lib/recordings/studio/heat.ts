// How a moment's change relative to the take is coloured: four steps to either side of none, blue to the left pole and amber to the right
// one, told apart by lightness as well as by hue, also by eyes that see fewer colours.

/** What fills the scale: few moments of a take move further. */
const FULL_CHANGE = 0.12;
const STEPS = 4;

/** -4 .. 4. */
export function stepOf(change: number): number {
	const steps = Math.round((change / FULL_CHANGE) * STEPS);
	return Math.max(-STEPS, Math.min(STEPS, steps)) || 0;
}

export const classOf = (change: number): string => {
	const step = stepOf(change);
	return step === 0 ? 'none' : `${step < 0 ? 'left' : 'right'}-${Math.abs(step)}`;
};
