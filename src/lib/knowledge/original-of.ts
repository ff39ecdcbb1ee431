/** What kind of file a document was read from, where it is kept and worth having: text is shown anyway. */
export function originalOf({ mediaType }: { mediaType: string }): { kind: 'PDF' | 'Word' } | null {
	if (mediaType === 'application/pdf') return { kind: 'PDF' };
	return mediaType.includes('wordprocessingml') ? { kind: 'Word' } : null;
}
