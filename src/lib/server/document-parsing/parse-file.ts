// One door for every kind. The reader of PDFs is loaded with the first of them.
import type { ParseFile } from './parsed-file.ts';

export const parseFile: ParseFile = async (kind, bytes, reading) => {
	if (kind === 'docx') {
		const { readDocx } = await import('./docx/read-docx.ts');
		return readDocx(bytes);
	}
	const { readPdf } = await import('./pdf/read-pdf.ts');
	return readPdf(bytes, reading);
};
