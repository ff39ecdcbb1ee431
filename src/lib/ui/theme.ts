export type Theme = 'light' | 'dark';

/** The reader's own choice out of a cookie; undefined leaves it to the system. */
export function readTheme(value: string | undefined): Theme | undefined {
	return value === 'light' || value === 'dark' ? value : undefined;
}
