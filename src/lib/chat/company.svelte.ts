// Who else has the conversation open, and who of them types: what the live socket says of people, not of the log. Nobody who has
// left stays in it: a socket that breaks empties it.
import { TYPING_MS, type LivePerson, type LiveRequest } from '#lib/shared/conversation/live.ts';
import { unattended } from '#lib/ui/unattended.ts';
import type { LiveNews } from './live-socket.ts';
import type { Surroundings } from './wire.ts';

/** Whoever goes on typing says so this often; the others forget it after TYPING_MS. */
const SAY_EVERY_MS = TYPING_MS / 2;

export class Company {
	#people: LivePerson[] = $state.raw([]);
	#ownKey: string | undefined = $state();
	/** Until when each of the others is taken to type. */
	#typing: Readonly<Record<string, number>> = $state.raw({});
	#saidAt: number | undefined;

	readonly others = $derived(this.#people.filter(({ key }) => key !== this.#ownKey));
	readonly typists = $derived(this.others.filter(({ key }) => key in this.#typing));

	constructor(
		private readonly surroundings: Pick<Surroundings, 'wait' | 'now'>,
		private readonly say: (request: LiveRequest) => void
	) {}

	take(news: LiveNews): void {
		switch (news.type) {
			case 'ready':
				this.#ownKey = news.key;
				break;
			case 'presence':
				this.#people = news.people;
				break;
			case 'notes':
				// Of the desk, which takes them itself.
				break;
			case 'typing':
				if (news.isTyping) unattended(this.#seeTyping(news.key));
				else this.#forgetTyping(news.key);
		}
	}

	/** The line to the others is gone. */
	clear(): void {
		this.#people = [];
		this.#typing = {};
		this.#saidAt = undefined;
	}

	/** Called with what stands where one writes, whenever it changes. */
	write(words: string): void {
		const now = this.surroundings.now();
		const isTyping = words.trim() !== '';
		if (!isTyping && this.#saidAt === undefined) return;
		if (isTyping && this.#saidAt !== undefined && now - this.#saidAt < SAY_EVERY_MS) return;
		this.#saidAt = isTyping ? now : undefined;
		if (this.others.length > 0) this.say({ type: 'typing', isTyping });
	}

	async #seeTyping(key: string): Promise<void> {
		const until = this.surroundings.now() + TYPING_MS;
		this.#typing = { ...this.#typing, [key]: until };
		await this.surroundings.wait(TYPING_MS);
		if (this.#typing[key] === until) this.#forgetTyping(key);
	}

	#forgetTyping(key: string): void {
		this.#typing = Object.fromEntries(Object.entries(this.#typing).filter(([other]) => other !== key));
	}
}
