// Uploads of a page wait here for their turn: two at a time, and the first of all alone. A visitor becomes a guest by it, and two at the
// same moment would become two.
import { unattended } from '#lib/ui/unattended.ts';

const AT_ONCE = 2;

export class UploadLine {
	readonly #waiting: (() => Promise<boolean>)[] = [];
	#running = 0;
	#isKnown = false;

	/** `work` gives whether the server took something. */
	add(work: () => Promise<boolean>): void {
		this.#waiting.push(work);
		this.#next();
	}

	#next(): void {
		while (this.#running < (this.#isKnown ? AT_ONCE : 1)) {
			const work = this.#waiting.shift();
			if (work === undefined) return;
			this.#running++;
			unattended(this.#run(work));
		}
	}

	async #run(work: () => Promise<boolean>): Promise<void> {
		try {
			if (await work()) this.#isKnown = true;
		} finally {
			this.#running--;
			this.#next();
		}
	}
}
