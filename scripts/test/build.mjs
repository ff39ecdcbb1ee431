// Builds as npm start does, from what the sources are now; the browser suite then starts from the same build.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, needsBuild } from '../start/build.mjs';
import { bundle, BUNDLES } from '../start/bundles.mjs';
import { Problem } from '../start/problem.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');
try {
	const logs = mkdtempSync(join(tmpdir(), 'segue-build-'));
	if (needsBuild(root)) await build({ root, logs });
	if (needsBuild(root, BUNDLES)) await bundle({ root, logs });
} catch (thrown) {
	if (!(thrown instanceof Problem)) throw thrown;
	console.error(thrown.message);
	process.exitCode = 1;
}
