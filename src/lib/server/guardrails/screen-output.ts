// What leaves a model before anybody reads it: control and direction characters are dropped, and a surrogate pair that was
// split between two deltas is joined, so that every delta is valid Unicode by itself.
import { DIRECTION_OVERRIDES, HIDDEN_CONTROLS } from './hidden-characters.ts';

/** Stateful: one per text. `end` gives what was held back. */
export function createOutputScreen(): { take(delta: string): string; end(): string } {
	let held = '';
	return {
		take(delta) {
			let text = held + delta;
			held = '';
			if (/[\ud800-\udbff]$/.test(text)) {
				held = text.slice(-1);
				text = text.slice(0, -1);
			}
			return clean(text);
		},
		end() {
			const rest = held;
			held = '';
			return clean(rest);
		}
	};
}

function clean(text: string): string {
	return text.replace(HIDDEN_CONTROLS, '').replace(DIRECTION_OVERRIDES, '').toWellFormed();
}
