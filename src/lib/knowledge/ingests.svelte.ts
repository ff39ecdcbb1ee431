// Files that are read in the background, as the page shows them: asked about while any is on its way, and once more for each that ends.
import type { IngestView } from '#lib/shared/knowledge.ts';

export const isUnderWay = ({ status }: Pick<IngestView, 'status'>): boolean =>
	status === 'waiting' || status === 'reading' || status === 'indexing';

export class IngestList {
	list: IngestView[] = $state.raw([]);
	/** The last that ended while one looked. */
	ended: IngestView | undefined = $state.raw();
	readonly underWay = $derived(this.list.filter(isUnderWay).length);

	constructor(
		private readonly ask: (path: string, method: string) => Promise<unknown>,
		private readonly onend: () => void
	) {}

	/** What the server says; newer than what is known here. */
	show(list: readonly IngestView[]): void {
		const before = new Map(this.list.map((one) => [one.id, one]));
		this.list = [...list];
		const ended = list.find((one) => !isUnderWay(one) && isUnderWay(before.get(one.id) ?? one));
		if (ended === undefined) return;
		this.ended = ended;
		this.onend();
	}

	/** One that has only just arrived. */
	add(ingest: IngestView): void {
		this.list = [ingest, ...this.list.filter(({ id }) => id !== ingest.id)];
	}

	async look(): Promise<void> {
		const { ingests } = (await this.ask('/api/knowledge/ingests', 'GET')) as { ingests: IngestView[] };
		this.show(ingests);
	}

	async retry({ id }: IngestView): Promise<void> {
		this.add((await this.ask(`/api/knowledge/ingests/${id}/retry`, 'POST')) as IngestView);
	}

	/** Cancels it, or takes it off the list. */
	async remove({ id }: IngestView): Promise<void> {
		await this.ask(`/api/knowledge/ingests/${id}`, 'DELETE');
		await this.look();
	}
}
