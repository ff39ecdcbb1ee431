// Rows as SQL that nothing on its way can misread: a value that is more than plain words travels as hex, since wrangler and D1 each look
// for statements and transactions in the text of a file. No statement is longer than D1 takes (100 kB): long values are added in pieces.
import { quoteName } from './database.mjs';
import { ROWID } from './dump.mjs';

const STATEMENT_LIMIT_BYTES = 90_000;
const PIECE_CHARACTERS = 10_000;
const PLAIN = /^[\w .,:@/+=-]*$/;
const READ_BY_SPLITTERS = /begin|commit|transaction|savepoint|rollback|--/i;

/** @param {string | number | null} value */
export function toLiteral(value) {
	if (value === null) return 'NULL';
	if (typeof value === 'number') return String(value);
	if (PLAIN.test(value) && !READ_BY_SPLITTERS.test(value)) return `'${value}'`;
	return `CAST(X'${Buffer.from(value, 'utf8').toString('hex')}' AS TEXT)`;
}

/** @param {string} table @param {import('./database.mjs').Row} row @returns {string[]} one statement, or more for a long row */
export function insertStatements(table, row) {
	const { [ROWID]: rowid = null, ...columns } = row;
	const entries = Object.entries(columns).filter(([name]) => name !== 'rowid');
	const literals = new Map(entries.map(([name, value]) => [name, toLiteral(value)]));
	/** @type {string[]} */
	const additions = [];
	const size = () => [...literals.values()].reduce((sum, literal) => sum + literal.length, 0);
	const byLength = entries
		.filter(([, value]) => typeof value === 'string')
		.sort(([, a], [, b]) => String(b).length - String(a).length);
	for (const [name, value] of byLength) {
		if (size() <= STATEMENT_LIMIT_BYTES) break;
		literals.set(name, "''");
		for (const piece of pieces(String(value)))
			additions.push(
				`UPDATE ${quoteName(table)} SET ${quoteName(name)} = ${quoteName(name)} || ${toLiteral(piece)} WHERE rowid = ${rowid};`
			);
	}
	const names = ['rowid', ...[...literals.keys()].map(quoteName)].join(', ');
	const values = [String(rowid), ...literals.values()].join(', ');
	return [`INSERT INTO ${quoteName(table)} (${names}) VALUES (${values});`, ...additions];
}

/** Never in the middle of a character. */
function pieces(text) {
	/** @type {string[]} */
	const found = [];
	for (let from = 0; from < text.length;) {
		let to = Math.min(text.length, from + PIECE_CHARACTERS);
		if (to < text.length && /[\uD800-\uDBFF]/.test(text[to - 1] ?? '')) to -= 1;
		found.push(text.slice(from, to));
		from = to;
	}
	return found;
}
