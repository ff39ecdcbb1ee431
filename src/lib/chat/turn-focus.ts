/** Moves the focus from question to question; from outside to the last one, or the first. */
export function moveBetweenTurns(step: 1 | -1): boolean {
	const turns = [...document.querySelectorAll<HTMLElement>('[data-turn]')];
	const at = turns.findIndex((turn) => turn.contains(document.activeElement));
	const next = at === -1 ? (step === 1 ? turns[0] : turns.at(-1)) : turns[at + step];
	next?.focus();
	return next !== undefined;
}
