// How the models of a deployment have done lately. Types alone: the page reads them.

export type ReportedTask = 'answer' | 'embed' | 'rerank' | 'extract';

/** Tries of a model, by how they ended. `away`: it was not asked, its breaker being open. */
export type Tries = Record<'answered' | 'away' | 'slow' | 'busy' | 'too-long' | 'failed', number>;

export interface ReportedModel {
	provider: string;
	model: string;
	/** `half-open`: its time is over, and the next question decides. `unknown`: nobody could be asked. */
	breaker: 'closed' | 'open' | 'half-open' | 'unknown';
	/** Until when it is left alone; milliseconds since epoch. */
	openUntil: number | null;
	tries: Tries;
	/** How often the next one of its chain had to be asked. */
	fallbacks: number;
	/** Milliseconds within which half of the first words came, and 95 of 100; `over`: later than the last of the steps. null: none came. */
	firstWords: { half: Wait; most: Wait } | null;
}
export type Wait = { withinMs: number } | { overMs: number };

export interface ReportedCache {
	cache: 'embedding' | 'llm';
	lookups: number;
	hits: number;
}

export interface ModelReport {
	/** From this hour on; milliseconds since epoch. */
	since: number;
	/** Every task, with the remote models it is put to, in the order in which they are asked; behind them stands what is embedded. */
	tasks: { task: ReportedTask; models: ReportedModel[] }[];
	caches: ReportedCache[];
}
