// What a file is, by its bytes alone: a claimed type is not looked at, and of the name only a text's ending, to tell kinds of text apart.
// Gives what is to be kept of it. Throws `unsupported` for other kinds, `too-large`, and `invalid` for what is broken or empty.
import { m } from '#lib/paraglide/messages.js';
import { PICTURE_ENDINGS, TEXT_ENDINGS } from '#lib/shared/conversation/attachments.ts';
import { AppError } from '#lib/shared/errors.ts';
import { endingOf, screenName } from './file-name.ts';
import { LIMITS } from './limits.ts';
import { cleanGif, isGif } from './pictures/gif.ts';
import { cleanJpeg, JPEG_SIGNATURE } from './pictures/jpeg.ts';
import { latin, type CleanPicture } from './pictures/picture.ts';
import { cleanPng, PNG_SIGNATURE } from './pictures/png.ts';
import { cleanWebp, isWebp } from './pictures/webp.ts';

export interface RecognisedFile {
	name: string;
	mediaType: string;
	bytes: Uint8Array<ArrayBuffer>;
	/** Pixels; null for text. */
	width: number | null;
	height: number | null;
}

interface PictureKind {
	mediaType: keyof typeof PICTURE_ENDINGS;
	is: (bytes: Uint8Array) => boolean;
	clean: (bytes: Uint8Array) => CleanPicture;
}

const beginsWith = (signature: string) => (bytes: Uint8Array) =>
	latin(bytes, 0, signature.length) === signature;

const PICTURES: readonly PictureKind[] = [
	{ mediaType: 'image/png', is: beginsWith(PNG_SIGNATURE), clean: cleanPng },
	{ mediaType: 'image/jpeg', is: beginsWith(JPEG_SIGNATURE), clean: cleanJpeg },
	{ mediaType: 'image/webp', is: isWebp, clean: cleanWebp },
	{ mediaType: 'image/gif', is: isGif, clean: cleanGif }
];

export function recognise(name: string, bytes: Uint8Array<ArrayBuffer>): RecognisedFile {
	if (bytes.length === 0) throw new AppError('invalid', m.attachments_empty());
	const picture = PICTURES.find(({ is }) => is(bytes));
	return picture === undefined ? recogniseText(name, bytes) : recognisePicture(picture, name, bytes);
}

/** The usual ending of a kept file, for its key. */
export function usualEnding(mediaType: string): string {
	const endings: Partial<Record<string, readonly string[]>> = { ...PICTURE_ENDINGS, ...TEXT_ENDINGS };
	return endings[mediaType]?.[0] ?? 'bin';
}

function recognisePicture(
	{ mediaType, clean }: PictureKind,
	name: string,
	given: Uint8Array
): RecognisedFile {
	requireSize(given, LIMITS.pictureBytes, m.attachments_picture_too_large({ limit: '5 MB' }));
	const { bytes, width, height } = clean(given);
	if (width * height > LIMITS.pictureMegapixels * 1_000_000)
		throw new AppError(
			'too-large',
			m.attachments_too_many_pixels({ limit: LIMITS.pictureMegapixels, width, height }),
			{ details: { maxMegapixels: LIMITS.pictureMegapixels } }
		);
	return { name: screenName(name, PICTURE_ENDINGS[mediaType]), mediaType, bytes, width, height };
}

function recogniseText(name: string, bytes: Uint8Array<ArrayBuffer>): RecognisedFile {
	const ending = endingOf(name.trim());
	if (beginsWith('%PDF-')(bytes) || ending === 'pdf') throw unsupported(m.attachments_no_pdf());
	if (latin(bytes, 4, 4) === 'ftyp') throw unsupported(m.attachments_no_such_picture());
	const [mediaType, endings] = Object.entries(TEXT_ENDINGS).find(([, known]) => known.includes(ending)) ?? [];
	if (mediaType === undefined || endings === undefined) throw unsupported(m.attachments_unsupported());
	requireSize(bytes, LIMITS.textBytes, m.attachments_text_too_large({ limit: '256 KB' }));
	let text: string;
	try {
		text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes);
	} catch (cause) {
		throw new AppError('unsupported', m.attachments_not_text(), { cause });
	}
	if (!isPrintable(text)) throw unsupported(m.attachments_not_text());
	if (!/[^\p{White_Space}\p{Cf}\p{Cc}]/u.test(text)) throw new AppError('invalid', m.attachments_empty());
	return { name: screenName(name, endings), mediaType, bytes, width: null, height: null };
}

/** Of what is no sign and no blank, a text has none or next to none; NUL never. */
function isPrintable(text: string): boolean {
	if (text.includes('\0')) return false;
	// eslint-disable-next-line no-control-regex -- control characters are the subject
	const strange = text.match(/[\u0001-\u0008\u000b\u000e-\u001f\u007f-\u009f\ufffd-\uffff]/g)?.length ?? 0;
	return strange * 100 <= text.length;
}

function requireSize(bytes: Uint8Array, maxBytes: number, message: string): void {
	if (bytes.length > maxBytes) throw new AppError('too-large', message, { details: { maxBytes } });
}

function unsupported(message: string): AppError {
	return new AppError('unsupported', message);
}
