// Numbers as English says them.

const ONES =
	'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
		' '
	);
const TENS = 'zero ten twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const SCALES = ['', 'thousand', 'million', 'billion', 'trillion'];
const ORDINALS: Readonly<Record<string, string>> = {
	one: 'first',
	two: 'second',
	three: 'third',
	five: 'fifth',
	eight: 'eighth',
	nine: 'ninth',
	twelve: 'twelfth'
};

function belowHundred(value: number): string {
	if (value < 20) return ONES[value] ?? '';
	const ones = value % 10;
	return (TENS[Math.floor(value / 10)] ?? '') + (ones === 0 ? '' : `-${ONES[ones] ?? ''}`);
}

function belowThousand(value: number): string {
	if (value < 100) return belowHundred(value);
	const rest = value % 100;
	return `${ONES[Math.floor(value / 100)] ?? ''} hundred${rest === 0 ? '' : ` and ${belowHundred(rest)}`}`;
}

/** A whole number, 0 to 999 trillion; what is longer is said digit by digit. */
export function cardinal(value: number): string {
	if (!Number.isSafeInteger(value) || value >= 1e15) return digits(String(value));
	if (value < 1_000) return belowThousand(value);
	const groups: string[] = [];
	for (let rest = value, scale = 0; rest > 0; rest = Math.floor(rest / 1_000), scale++) {
		const group = rest % 1_000;
		if (group > 0) groups.unshift(`${belowThousand(group)} ${SCALES[scale] ?? ''}`.trim());
	}
	const last = value % 1_000;
	return last > 0 && last < 100
		? `${groups.slice(0, -1).join(' ')} and ${groups.at(-1) ?? ''}`
		: groups.join(' ');
}

export function ordinal(value: number): string {
	const words = cardinal(value);
	const last = /[a-z]+$/.exec(words)?.[0] ?? '';
	const said = ORDINALS[last] ?? (last.endsWith('y') ? `${last.slice(0, -1)}ieth` : `${last}th`);
	return words.slice(0, words.length - last.length) + said;
}

/** Two and two, as years and opus numbers are said: 1685 sixteen eighty-five, 1905 nineteen oh five, 2000 two thousand. */
export function pairs(value: number): string {
	if (value < 1_000 || value > 9_999 || (value >= 2_000 && value < 2_010)) return cardinal(value);
	const first = Math.floor(value / 100);
	const rest = value % 100;
	if (rest === 0) return first % 10 === 0 ? cardinal(value) : `${belowHundred(first)} hundred`;
	return `${belowHundred(first)} ${rest < 10 ? `oh ${ONES[rest] ?? ''}` : belowHundred(rest)}`;
}

/** "846" eight forty-six, "1007" ten oh seven, "59" fifty-nine. */
export function catalogue(value: number): string {
	if (value < 100) return belowHundred(value);
	const rest = value % 100;
	const first = Math.floor(value / 100);
	if (rest === 0) return cardinal(value);
	if (first >= 100) return cardinal(value);
	return `${belowHundred(first)} ${rest < 10 ? `oh ${ONES[rest] ?? ''}` : belowHundred(rest)}`;
}

export function digits(text: string): string {
	return (text.match(/\d/g) ?? []).map((digit) => ONES[Number(digit)] ?? '').join(' ');
}

/** As written in English: "1,200", "3.5", "007". */
export function number(text: string): string {
	const [whole = '', fraction] = text.replaceAll(',', '').split('.');
	const said =
		(whole.length > 1 && whole.startsWith('0')) || whole.length > 15
			? digits(whole)
			: cardinal(Number(whole));
	return fraction === undefined || fraction === '' ? said : `${said} point ${digits(fraction)}`;
}
