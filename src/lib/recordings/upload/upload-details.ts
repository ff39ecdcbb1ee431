/** What a recording is called; a student left out is the uploader. */
export interface UploadDetails {
	title: string;
	piece: string;
	composer: string;
	instrument: string;
	notes: string;
	tags: string[];
	studentId: string | undefined;
	playedAt: number;
}

/** "03_Clair-de-lune.wav" is called "Clair de lune". */
export function titleOfFile(fileName: string): string {
	const bare = fileName.replace(/\.[a-z0-9]{1,5}$/i, '').replace(/[_-]+/g, ' ');
	const title = bare
		.replace(/^\d{1,3}[ .]+(?=\D)/, '')
		.replace(/\s+/g, ' ')
		.trim();
	return (title === '' ? fileName : title).slice(0, 120);
}

export const tagsOf = (typed: string): string[] => [
	...new Set(
		typed
			.split(',')
			.map((tag) => tag.trim())
			.filter((tag) => tag !== '')
	)
];

export function bareDetails(title: string, playedAt: number): UploadDetails {
	const nothing = { piece: '', composer: '', instrument: '', notes: '' };
	return { title, ...nothing, tags: [], studentId: undefined, playedAt };
}

/** As the server takes them: what was left empty is left out. */
export function sentDetails(details: UploadDetails): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(details).filter(
			([, value]) => value !== '' && value !== undefined && !(Array.isArray(value) && value.length === 0)
		)
	);
}
