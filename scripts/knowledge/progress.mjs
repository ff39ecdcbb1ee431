// How far a long list has come: a bar that redraws itself on a terminal, a line per item anywhere else.
const WIDTH = 24;

/**
 * @param {number} total
 * @param {{isTTY?: boolean, columns?: number, write: (text: string) => unknown}} output
 */
export function createProgress(total, output) {
	let done = 0;
	const clear = () => output.isTTY && output.write('\r\x1b[K');
	return {
		/** @param {string} label what was just finished @param {string} outcome */
		step(label, outcome) {
			done++;
			if (!output.isTTY) {
				output.write(`${outcome.padEnd(9)} ${label}\n`);
				return;
			}
			clear();
			output.write(drawBar(done, total, label, output.columns ?? 80));
			if (done === total) clear();
		},
		/** A line that stays, above the bar. @param {string} text */
		say(text) {
			clear();
			output.write(`${text}\n`);
		}
	};
}

/** @param {number} done @param {number} total @param {string} label @param {number} columns */
export function drawBar(done, total, label, columns) {
	const filled = Math.round((WIDTH * done) / Math.max(1, total));
	const bar = `${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)} ${done}/${total} `;
	return bar + label.slice(0, Math.max(0, columns - bar.length - 1));
}
