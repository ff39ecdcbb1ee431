// TeX to MathML elements. Loaded only by a page that shows a formula.
import temml from 'temml';

/** Draws into `target`; false when the TeX is wrong. Commands that could load or link are refused. */
export function drawFormula(tex: string, displayMode: boolean, target: HTMLElement): boolean {
	try {
		temml.render(tex, target, {
			displayMode,
			throwOnError: true,
			trust: false,
			maxSize: [20, 20],
			maxExpand: 200
		});
		return true;
	} catch {
		return false;
	}
}
