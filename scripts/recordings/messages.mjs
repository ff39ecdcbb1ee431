// The words of the product are compiled from messages/: a command that runs its code outside of a build sees to it that they are there.
import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../..');
const SOURCES = path.join(ROOT, 'messages/en');
const COMPILED = path.join(ROOT, 'src/lib/paraglide/messages.js');

export function prepareMessages() {
	const compiled = statSync(COMPILED, { throwIfNoEntry: false })?.mtimeMs ?? 0;
	const newest = Math.max(...readdirSync(SOURCES).map((name) => statSync(path.join(SOURCES, name)).mtimeMs));
	if (compiled > newest) return;
	// As the `messages` script of package.json says; its output must not get between the lines of a command.
	execFileSync('npm', ['run', '-s', 'messages'], { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
}
