// npm run -s bench -- NAME [--rounds N]: the last line is one JSON object.
import { parseArgs } from 'node:util';

const BENCHES = {
	'first-token': async (/** @type {number | undefined} */ rounds) =>
		(await import('./first-token.mjs')).benchFirstToken(rounds === undefined ? {} : { rounds }),
	kill: async (/** @type {number | undefined} */ rounds) =>
		(await import('./kill.mjs')).benchKill(rounds === undefined ? {} : { turns: rounds }),
	page: async (/** @type {number | undefined} */ rounds) =>
		(await import('./page.mjs')).benchPage(rounds === undefined ? {} : { rounds })
};

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: { rounds: { type: 'string' } }
});
const name = positionals[0] ?? '';
if (!Object.hasOwn(BENCHES, name)) {
	console.error(`Usage: npm run -s bench -- ${Object.keys(BENCHES).join('|')} [--rounds N]`);
	process.exit(2);
}
const rounds = values.rounds === undefined ? undefined : Number(values.rounds);
const result = await BENCHES[/** @type {keyof typeof BENCHES} */ (name)](rounds);
console.log(JSON.stringify({ bench: name, ...result }));
