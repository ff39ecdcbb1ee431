import { Problem } from '../start/problem.mjs';

export const USAGE = `Segue's knowledge, from the command line (Segue must be running):

  npm run -s knowledge -- add PATH…      add files, or folders with all below them (.md .markdown .txt .html .htm .pdf .docx)
  npm run -s knowledge -- list           what it knows
  npm run -s knowledge -- remove NAME…   take documents out again, by name

  --tag TAG         a tag for every document added; may be given several times
  --audience WHO    who may read them: public (default), students, teachers or staff
  --json            one JSON object as the last line

  SEGUE_URL   where Segue runs (http://localhost:8788)
  SEGUE_KEY   its administrator key; without it, the one in the state folder (SEGUE_STATE, .segue)`;

const AUDIENCES = ['public', 'students', 'teachers', 'staff'];

/**
 * @typedef {{command: 'add' | 'list' | 'remove' | 'help', names: string[], tags: string[], audience?: string, json: boolean}} Arguments
 * @param {string[]} args @returns {Arguments} Throws Problem with exit code 2 for what cannot be meant.
 */
export function readArguments(args) {
	/** @type {string[]} */
	const words = [];
	/** @type {string[]} */
	const tags = [];
	let audience;
	let json = false;
	let isHelp = false;
	let isAllNames = false;
	for (let index = 0; index < args.length; index++) {
		const arg = args[index] ?? '';
		if (isAllNames || !arg.startsWith('-')) words.push(arg);
		else if (arg === '--') isAllNames = true;
		else if (arg === '--json') json = true;
		else if (arg === '--help' || arg === '-h') isHelp = true;
		else if (/^--(tag|audience)(=|$)/.test(arg)) {
			const [name, inline] = arg.split(/=(.*)/s);
			const value = inline ?? args[++index];
			if (!value) throw new Problem(`${name} needs a value.`, 2);
			if (name === '--tag') tags.push(value);
			else audience = value;
		} else throw new Problem(`There is no option ${arg}; npm run -s knowledge -- --help lists them.`, 2);
	}
	const [command, ...names] = words;
	if (isHelp || command === undefined) return { command: 'help', names: [], tags, json };
	if (command !== 'add' && command !== 'list' && command !== 'remove') {
		throw new Problem(`There is no command "${command}": use add, list or remove.`, 2);
	}
	if (command !== 'list' && names.length === 0)
		throw new Problem(`${command} needs at least one ${command === 'add' ? 'path' : 'name'}.`, 2);
	if (audience !== undefined && !AUDIENCES.includes(audience)) {
		throw new Problem(`There is no audience "${audience}": use ${AUDIENCES.join(', ')}.`, 2);
	}
	return { command, names, tags, json, ...(audience === undefined ? {} : { audience }) };
}
