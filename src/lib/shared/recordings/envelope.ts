// A take's outline for drawing: the loudest that each stretch of time is, as a share of the take's own loudest, so that a quiet recording
// can be seen as well.
import { ENVELOPE_RATE, type Take } from './take/take.ts';

export interface Envelope {
	/** Values each second: fewer for long takes. */
	perSecond: number;
	/** 0..1, from the beginning of the recording. */
	values: number[];
}

const RATES = [50, 20, 10, 5, 2];
const MOST_VALUES = 4_000;

export const NO_ENVELOPE: Envelope = { perSecond: 2, values: [] };

export function envelopeOf(take: Take): Envelope {
	const perSecond = RATES.find((rate) => take.durationSeconds * rate <= MOST_VALUES) ?? 2;
	const powers = new Float64Array(Math.ceil(take.durationSeconds * perSecond));
	let most = 0;
	for (const [at, power] of take.envelope.entries()) {
		const place = Math.min(
			powers.length - 1,
			Math.floor((take.startSeconds + at / ENVELOPE_RATE) * perSecond)
		);
		if (power > (powers[place] ?? 0)) powers[place] = power;
		if (power > most) most = power;
	}
	const scale = most > 0 ? 1 / most : 0;
	return {
		perSecond,
		values: Array.from(powers, (power) => Math.round(Math.sqrt(power * scale) * 1_000) / 1_000)
	};
}
