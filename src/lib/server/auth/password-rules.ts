// Which new passwords are refused beyond their length (that is in the form's schema): those that anybody would try first. No rules
// about kinds of characters: they make passwords worse (NIST SP 800-63B, 5.1.1.2).
import { m } from '#lib/paraglide/messages.js';
import { FIRST_GUESSES } from './first-guesses.ts';

/** A sentence for the person choosing, or undefined when the password will do. */
export function objectionTo(password: string, email: string): string | undefined {
	const plain = password.toLowerCase();
	const letters = Array.from(plain);
	if (new Set(letters).size < 4) return m.auth_password_few_characters();
	if (isRun(letters)) return m.auth_password_run();
	if (FIRST_GUESSES.has(plain) || FIRST_GUESSES.has(stripEnds(plain))) return m.auth_password_common();
	const [mailbox = ''] = email.split('@');
	if (plain === email || stripEnds(plain) === mailbox) return m.auth_password_is_email();
	return undefined;
}

/** `Password2024!` is tried right after `password`. */
function stripEnds(password: string): string {
	return password.replace(/^[\d\W_]+|[\d\W_]+$/g, '');
}

/** abcdefghij, 9876543210: every step the same, by one. */
function isRun(letters: string[]): boolean {
	const codes = letters.map((letter) => letter.codePointAt(0) ?? 0);
	const steps = new Set(codes.slice(1).map((code, index) => code - (codes[index] ?? 0)));
	return steps.size === 1 && (steps.has(1) || steps.has(-1));
}
