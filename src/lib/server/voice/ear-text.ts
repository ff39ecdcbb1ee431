import { stripMarkdown } from '#lib/shared/text/markdown-text.ts';
export function toSpoken(text: string): string {
	return stripMarkdown(text).text.replace(/\s+/gu, ' ').trim();
}
