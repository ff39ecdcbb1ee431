import type { FilePart } from '#lib/shared/conversation/attachments.ts';

/** CSS pixels. One alone fits the narrowest phone; of several, two stand side by side there. */
const ALONE = { width: 288, height: 216 };
const AMONG_OTHERS = { width: 140, height: 140 };
/** What is touched is never smaller, however thin the picture. */
const LEAST = 44;

/** How large a picture stands in the text: known before it is loaded, so that nothing moves. */
export function pictureBox(
	{ width = 0, height = 0 }: Pick<FilePart, 'width' | 'height'>,
	isAlone: boolean
): { width: number; height: number } {
	const most = isAlone ? ALONE : AMONG_OTHERS;
	if (!(width > 0) || !(height > 0)) return most;
	const scale = Math.min(1, most.width / width, most.height / height);
	return {
		width: Math.max(LEAST, Math.round(width * scale)),
		height: Math.max(LEAST, Math.round(height * scale))
	};
}
