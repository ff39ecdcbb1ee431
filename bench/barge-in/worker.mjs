// A process of the laboratory: runs the trials it is told to, and tells each outcome. Apart from its messages it says nothing.
//   node --experimental-transform-types worker.mjs SET FIRST_SEED COUNT
import { registerHooks } from 'node:module';

// Files of the audio thread are addresses to the page, never modules of it; here nobody asks for them.
registerHooks({
	resolve: (specifier, context, next) =>
		specifier.endsWith('?worker&url')
			? { url: 'data:text/javascript,export default ""', shortCircuit: true }
			: next(specifier, context)
});
const { runTrial } = await import('./trial.ts');

const [set, first, count] = process.argv.slice(2);
for (let seed = Number(first); seed < Number(first) + Number(count); seed++)
	process.send?.(await runTrial(/** @type {import('./sets.ts').SetName} */ (set), seed));
process.disconnect?.();
