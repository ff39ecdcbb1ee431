// What can be told of a file before it is sent anywhere, to spare a person the wait. Lenient: what a file is, its bytes decide, at the
// server.
import { m } from '#lib/paraglide/messages.js';
import {
	PICTURE_BYTES,
	PICTURE_ENDINGS,
	TEXT_BYTES,
	TEXT_ENDINGS
} from '#lib/shared/conversation/attachments.ts';
import { sizeText } from './size-text.ts';

const PICTURES: readonly string[] = Object.values(PICTURE_ENDINGS).flat();
const TEXTS: readonly string[] = Object.values(TEXT_ENDINGS).flat();

/** Why this file cannot be attached; undefined when the server is to decide. */
export function refusalOf({ name, type, size }: Pick<File, 'name' | 'type' | 'size'>): string | undefined {
	const ending = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase();
	const isText = ending !== undefined && TEXTS.includes(ending);
	const isPicture = type in PICTURE_ENDINGS || (ending !== undefined && PICTURES.includes(ending));
	if (ending === 'pdf' || type === 'application/pdf') return m.attachments_no_pdf();
	if (!isText && !isPicture) {
		if (type.startsWith('image/') && type !== 'image/svg+xml') return m.attachments_no_such_picture();
		if (type !== '' || ending !== undefined) return m.attachments_unsupported();
	}
	if (size === 0) return m.attachments_empty();
	if (isText && !isPicture && size > TEXT_BYTES)
		return m.attachments_text_too_large({ limit: sizeText(TEXT_BYTES) });
	if (size > PICTURE_BYTES) return m.attachments_picture_too_large({ limit: sizeText(PICTURE_BYTES) });
	return undefined;
}
