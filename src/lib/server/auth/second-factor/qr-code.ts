// A QR code as the path of an SVG, for a page to draw: no markup crosses from here to there.
import { encode } from 'uqr';

export interface QrCode {
	/** Side of the square, in modules, quiet zone included. */
	size: number;
	/** The dark modules. */
	path: string;
}

/** Four modules of quiet zone, which the standard asks for. */
export function drawQrCode(text: string): QrCode {
	const { data, size } = encode(text, { ecc: 'M', border: 4 });
	let path = '';
	for (const [y, row] of data.entries())
		for (let x = 0; x < row.length; x++) {
			const start = x;
			while (row[x] === true) x++;
			if (x > start) path += `M${start} ${y}h${x - start}v1H${start}z`;
		}
	return { size, path };
}
