// What a reader sees of an open PDF: how large its pages are, where they are scrolled to, and which of them are drawn.
import type { PageSize } from './open-pdf.ts';
import { pagesToDraw, placeAt, topOf, totalHeight, type Place } from './page-places.ts';

/** Of the size on paper. */
const STEPS = [0.25, 0.33, 0.5, 0.67, 0.8, 1, 1.25, 1.5, 2, 3, 4];
/** On a wide screen the width is not all there is. */
const WIDEST_FIT = 1.6;
const NARROWEST_FIT = 0.2;

export class PdfView {
	sizes: readonly PageSize[] = $state.raw([]);
	/** Of the pane the pages are in; 0 as long as it is not shown. */
	width = $state(0);
	height = $state(0);
	scrolled = $state(0);
	/** undefined: as wide as the pane. */
	#chosen: number | undefined = $state();

	readonly widest = $derived(this.sizes.reduce((widest, { width }) => Math.max(widest, width), 1));
	readonly zoom = $derived(
		this.#chosen ?? Math.max(NARROWEST_FIT, Math.min(WIDEST_FIT, this.width / this.widest))
	);
	readonly heights = $derived(this.sizes.map(({ height }) => height * this.zoom));
	readonly isFitted = $derived(this.#chosen === undefined);
	readonly canGrow = $derived(this.zoom < (STEPS.at(-1) ?? 1));
	readonly canShrink = $derived(this.zoom > (STEPS[0] ?? 1));
	/** The page one reads: what stands a third down the pane. */
	readonly page = $derived(placeAt(this.heights, this.scrolled + this.height / 3).page);

	open(count: number, size: PageSize): void {
		this.sizes = Array.from({ length: count }, () => size);
	}

	/** Whether that changed anything. */
	learnSize(page: number, { width, height }: PageSize): boolean {
		const known = this.sizes[page - 1];
		if (known === undefined || (known.width === width && known.height === height)) return false;
		this.sizes = this.sizes.with(page - 1, { width, height });
		return true;
	}

	fit(): void {
		this.#chosen = undefined;
	}

	grow(): void {
		this.#chosen = STEPS.find((step) => step > this.zoom * 1.01) ?? this.zoom;
	}

	shrink(): void {
		this.#chosen = STEPS.findLast((step) => step < this.zoom * 0.99) ?? this.zoom;
	}

	toDraw(): number[] {
		return this.height === 0 ? [] : pagesToDraw(this.heights, this.scrolled, this.height);
	}

	/** What is in the middle of the pane, for coming back to it after sizes changed. */
	middle(): Place {
		return placeAt(this.heights, this.scrolled + this.height / 2);
	}

	scrollFor(middle: Place): number {
		return this.#bounded(topOf(this.heights, middle) - this.height / 2);
	}

	scrollForPage(page: number): number {
		return this.#bounded(topOf(this.heights, { page, share: 0 }) - 8);
	}

	#bounded(offset: number): number {
		return Math.max(0, Math.min(offset, totalHeight(this.heights) - this.height));
	}
}
