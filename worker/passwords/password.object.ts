// One lane of password hashing. A thin shell: the rules are in src/lib/server/password-hashing.
import { DurableObject } from 'cloudflare:workers';
import {
	createHashLine,
	hashPassword,
	verifyPassword,
	type PasswordHasherRemote
} from '#lib/server/password-hashing/index.ts';
import { toOutcome, type Outcome } from '#lib/shared/errors.ts';

/** Five to eight seconds' worth. */
const MAX_LINE = 50;

export class PasswordObject extends DurableObject implements PasswordHasherRemote {
	readonly #line = createHashLine({
		maxLength: MAX_LINE,
		// A task of its own: without one, no answer would leave before the line is empty.
		pause: () => new Promise((resolve) => setTimeout(resolve, 0))
	});

	hash(password: string): Promise<Outcome<string>> {
		return toOutcome(() => this.#line.run(() => hashPassword(password)));
	}

	verify(password: string, stored: string | null): Promise<Outcome<boolean>> {
		return toOutcome(() => this.#line.run(() => verifyPassword(password, stored)));
	}

	ping(): Promise<'pong'> {
		return Promise.resolve('pong');
	}
}
