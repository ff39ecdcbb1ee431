// The captions of a call as they change: what is understood, what was typed, what is answered.
import type { CallFields } from './call-fields.ts';
import { withInterim, withResponse, withTurn } from './captions.ts';
import type { CallResponse } from './responses.ts';

export class CaptionBoard {
	/** Something is being understood that is no turn yet. */
	hasInterim = false;
	/** Shown when they were sent; their turns are not shown again. */
	readonly #typed: string[] = [];

	constructor(
		private readonly fields: Pick<CallFields, 'captions'>,
		private readonly newId: () => string
	) {}

	understood(text: string, isFinal: boolean): void {
		// A final one of the browser stays open until the server has made a turn of it.
		this.hasInterim = text !== '' && !isFinal;
		this.fields.captions = withInterim(this.fields.captions, text, this.newId());
	}

	typed(text: string, id: string): void {
		this.#typed.push(text);
		this.fields.captions = withTurn(withInterim(this.fields.captions, '', ''), text, id);
	}

	/** True for a turn that was spoken. */
	turn(turnId: string, text: string): boolean {
		const typed = this.#typed.indexOf(text.trim());
		if (typed !== -1) {
			this.#typed.splice(typed, 1);
			return false;
		}
		this.hasInterim = false;
		this.fields.captions = withTurn(this.fields.captions, text, turnId);
		return true;
	}

	response(response: CallResponse): void {
		this.fields.captions = withResponse(this.fields.captions, response);
	}
}
