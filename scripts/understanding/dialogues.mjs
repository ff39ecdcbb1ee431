// Short dialogues with what each message wants, in two parts by the hash of what is said; and whether a turn did what was wanted.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/**
 * What a message wants: tools with their arguments (several calls of one tool as a list), or no tool of the desk: `knowledge` (a question, or
 * nothing to do), `ask …` (what is missing is asked for), `nothing done` (the wish is taken back, and that is said).
 * An argument is a number or a word that must be equal, or a list of words that its text must hold.
 * @typedef {Record<string, string | number | string[]>} WantedInput
 * @typedef {'knowledge' | 'ask matter' | 'ask number' | 'ask change' | 'nothing done' | Record<string, WantedInput | WantedInput[]>} Wanted
 * @typedef {{ said: string[], wants: Wanted[] }} Dialogue
 * @typedef {{ toolName: string, input: Record<string, unknown> }} Call
 */

/** Of 256 equally likely first bytes, those whose remainder by 10 is under 3: three tenths. */
export function isHeldOut(/** @type {Dialogue} */ { said }) {
	return (createHash('sha256').update(said.join('\n')).digest()[0] ?? 0) % 10 < 3;
}

export function readDialogues() {
	const lines = readFileSync(new URL('dialogues.jsonl', import.meta.url), 'utf8').split('\n');
	/** @type {Dialogue[]} */
	const all = lines.filter((line) => line !== '').map((line) => JSON.parse(line));
	return {
		development: all.filter((dialogue) => !isHeldOut(dialogue)),
		heldOut: all.filter(isHeldOut)
	};
}

/**
 * Whether the right tools were called (searching beside them is free), and whether with the right arguments. `arguments` is undefined where the
 * tools were wrong, or none was wanted.
 * @param {Wanted} wanted @param {Call[]} calls @param {string} said which of our own sentences was said, by the name it has among the wants
 * @returns {{ choice: boolean, arguments: boolean | undefined }}
 */
export function judge(wanted, calls, said) {
	const ofTheDesk = calls.filter(({ toolName }) => toolName !== 'search_knowledge_base');
	if (typeof wanted === 'string') {
		const choice = ofTheDesk.length === 0 && (wanted === 'knowledge' ? said === '' : said === wanted);
		return { choice, arguments: undefined };
	}
	const wants = Object.entries(wanted).flatMap(([toolName, input]) =>
		(Array.isArray(input) ? input : [input]).map((one) => ({ toolName, input: one }))
	);
	const names = (/** @type {{ toolName: string }[]} */ list) =>
		list.map(({ toolName }) => toolName).sort((one, other) => one.localeCompare(other));
	const choice = names(wants).join() === names(ofTheDesk).join();
	if (!choice) return { choice, arguments: undefined };
	const left = [...ofTheDesk];
	const isFound = wants.every((want) => {
		const at = left.findIndex((call) => call.toolName === want.toolName && hasInput(want, call));
		if (at >= 0) left.splice(at, 1);
		return at >= 0;
	});
	return { choice, arguments: isFound };
}

/** @param {{ toolName: string, input: WantedInput }} want @param {Call} call */
function hasInput({ toolName, input: wanted }, { input }) {
	const isOpening = toolName === 'create_ticket';
	// A chain's title is for the person alone.
	const free = toolName === 'execute_tool_chain' ? ['title'] : [];
	const extra = Object.keys(input).filter((name) => !(name in wanted) && !free.includes(name));
	if (toolName !== 'hand_over' && extra.length > 0) return false;
	if (isOpening && !isSubject(String(input['subject']), wanted)) return false;
	return Object.entries(wanted).every(([name, value]) => {
		const given = input[name];
		if (!Array.isArray(value)) return given === value;
		const text = (typeof given === 'object' ? JSON.stringify(given) : String(given ?? '')).toLowerCase();
		const holds = value.every((word) => text.includes(word.toLowerCase()));
		// The order itself is no part of what is to be written into the ticket.
		const isBare =
			name !== 'comment' || wanted['status'] !== undefined || !text.includes(String(wanted['number']));
		return text !== '' && holds && isBare;
	});
}

/** One line that speaks of the matter. @param {string} subject @param {WantedInput} wanted */
function isSubject(subject, { description }) {
	const words = (Array.isArray(description) ? description.join(' ') : '').match(/[\p{L}\p{N}]{3,}/gu) ?? [];
	return !subject.includes('\n') && words.some((word) => subject.toLowerCase().includes(word.toLowerCase()));
}
