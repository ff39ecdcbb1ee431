// Which new passwords are refused beyond their length (that is in the form's schema): those that anybody would try first, and those that
// hold the person's or the school's own name. No rules about kinds of characters: they make passwords worse (NIST SP 800-63B, 5.1.1.2).
//
// The list of common passwords is @zxcvbn-ts/language-common's, 49,000 of public breaches; it is unpacked at the first new password.
import { m } from '#lib/paraglide/messages.js';
import { AppError } from '#lib/shared/errors.ts';

/** Whose password it is to be. */
export interface PasswordOwner {
	email: string;
	displayName?: string | null | undefined;
	schoolName: string;
}

/** What the list does not hold and a music school's people would think of first. */
const OWN_GUESSES = ['musicschool', 'pianoforte', 'correcthorsebatterystaple', 'violinist', 'musikschule'];
const SWAPPED = new Map(
	Array.from('@a4a3e1i!i0o$s5s7t'.matchAll(/(.)(.)/g), ([, sign = '', letter = '']) => [sign, letter])
);
const FEW_DIGITS = 10;
/** From here on a name is long enough to be no accident inside another word: `anna` is in `savannah`, `annameyer` in nothing. */
const UNMISTAKABLE = 7;

let known: Promise<ReadonlySet<string>> | undefined;

/** Throws `invalid` with a problem at `field` when the password will not do. */
export async function requireGoodPassword(
	password: string,
	owner: PasswordOwner,
	field = 'password'
): Promise<void> {
	const message = await objectionTo(password, owner);
	if (message !== undefined)
		throw new AppError('invalid', message, { details: { problems: [{ field, message }] } });
}

/** A sentence for the person choosing, or undefined when the password will do. */
export async function objectionTo(password: string, owner: PasswordOwner): Promise<string | undefined> {
	const plain = password.toLowerCase();
	const letters = Array.from(plain);
	if (new Set(letters).size < 4) return m.auth_password_few_characters();
	if (isRun(letters)) return m.auth_password_run();
	const [mailbox = ''] = owner.email.split('@');
	if (holdsName(plain, owner.email) || holdsName(plain, mailbox)) return m.auth_password_is_email();
	const { displayName, schoolName } = owner;
	if ([displayName ?? '', schoolName].some((name) => holdsName(plain, name.toLowerCase())))
		return m.auth_password_holds_name();
	if (
		(displayName ?? '')
			.toLowerCase()
			.split(/\s+/)
			.some((word) => word.length > 3 && holdsName(plain, word))
	)
		return m.auth_password_holds_name();
	// A date, however it is written: a few ten thousand tries.
	if (/^[^\p{L}]+$/u.test(plain) && plain.replace(/\D/g, '').length < FEW_DIGITS)
		return m.auth_password_common();
	const list = await (known ??= loadList());
	return guessesFrom(plain).some((guess) => list.has(guess)) ? m.auth_password_common() : undefined;
}

async function loadList(): Promise<ReadonlySet<string>> {
	const { dictionary } = await import('@zxcvbn-ts/language-common');
	return new Set([...dictionary['passwords-common'], ...OWN_GUESSES]);
}

/** What a guesser's rules make this password from: digits and signs around a word, signs for letters, a word said twice. */
function guessesFrom(plain: string): string[] {
	const swapped = swapSigns(plain);
	const bases = [plain, stripEnds(plain), swapped, stripEnds(swapped), swapSigns(stripEnds(plain))];
	return [...bases, ...bases.flatMap((base) => repeatedUnit(base) ?? [])].filter((guess) => guess.length > 2);
}

function swapSigns(text: string): string {
	return Array.from(text, (letter) => SWAPPED.get(letter) ?? letter).join('');
}

/** `Password2024!` is tried right after `password`. */
function stripEnds(password: string): string {
	return password.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
}

/** `dragon` for `dragondragon` and `dragon-dragon`. */
function repeatedUnit(text: string): string | undefined {
	return /^(.{3,}?)(?:[^\p{L}\p{N}]*\1)+$/u.exec(text)?.[1];
}

/** Whether the name is in the password, its own spaces and signs left out or not. A short one only where it stands alone. */
function holdsName(plain: string, name: string): boolean {
	const letters = Array.from(name.normalize('NFKC')).filter((letter) => /[\p{L}\p{N}]/u.test(letter));
	if (letters.length < 3) return false;
	const loose = letters.join('[^\\p{L}\\p{N}]*');
	const pattern = letters.length >= UNMISTAKABLE ? loose : `(?<!\\p{L})${loose}(?!\\p{L})`;
	return new RegExp(pattern, 'u').test(plain);
}

/** abcdefghij, 9876543210: every step the same, by one. */
function isRun(letters: string[]): boolean {
	const codes = letters.map((letter) => letter.codePointAt(0) ?? 0);
	const steps = new Set(codes.slice(1).map((code, index) => code - (codes[index] ?? 0)));
	return steps.size === 1 && (steps.has(1) || steps.has(-1));
}
