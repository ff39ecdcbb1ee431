// How well short messages are understood, on the held-out part of scripts/understanding/messages.jsonl: F1 of each intent and of each
// sentiment with their mean over classes (macro-F1), the share of languages that were right, F1 of what is named. Prints one JSON object.
// Usage: npm run -s eval:intents [-- --development] [--each]     (--development: the part that was fitted on; --each: every miss on standard error)
import { SENTIMENTS } from './understanding/examples.mjs';
import { readMessages } from './understanding/messages.mjs';
import { INTENTS } from '../src/lib/shared/conversation/intents.ts';
import { understand } from '../src/lib/server/ai/embedded/understanding/index.ts';

const flags = process.argv.slice(2);
const { development, heldOut } = readMessages();
const judged = (flags.includes('--development') ? development : heldOut).map((message) => ({
	message,
	understood: understand(message.text)
}));

const intents = byClass(
	INTENTS,
	judged.map(({ message, understood }) => [message.intent, understood.intent])
);
const sentiments = byClass(
	SENTIMENTS,
	judged.map(({ message, understood }) => [message.sentiment, Math.sign(understood.sentiment)])
);
const languages = judged.filter(({ message, understood }) => message.language === understood.language);
const names = { right: 0, extra: 0, missed: 0 };
for (const { message, understood } of judged) {
	const wanted = message.entities.map(({ kind, text }) => `${kind} ${text}`);
	const found = understood.entities.map(({ kind, text }) => `${kind} ${text}`);
	names.right += found.filter((name) => wanted.includes(name)).length;
	names.extra += found.filter((name) => !wanted.includes(name)).length;
	names.missed += wanted.filter((name) => !found.includes(name)).length;
	if (flags.includes('--each') && message.intent !== understood.intent)
		console.error(
			`${message.intent} | ${understood.intent} ${understood.intentConfidence} | ${message.text}`
		);
}
console.log(
	JSON.stringify({
		part: flags.includes('--development') ? 'development' : 'held out',
		messages: judged.length,
		intent: intents,
		sentiment: sentiments,
		language: digits(languages.length / judged.length),
		named: { ...names, f1: digits(f1(names.right, names.extra, names.missed)) }
	})
);

/**
 * @template {string | number} Class
 * @param {readonly Class[]} classes @param {[Class, unknown][]} pairs what it is, and what it was taken for
 */
function byClass(classes, pairs) {
	const each = classes.map((name) => {
		const right = pairs.filter(([is, taken]) => is === name && taken === name).length;
		const extra = pairs.filter(([is, taken]) => is !== name && taken === name).length;
		const missed = pairs.filter(([is, taken]) => is === name && taken !== name).length;
		return { name, n: right + missed, f1: f1(right, extra, missed) };
	});
	return {
		macroF1: digits(each.reduce((sum, one) => sum + one.f1, 0) / classes.length),
		accuracy: digits(pairs.filter(([is, taken]) => is === taken).length / pairs.length),
		each: Object.fromEntries(each.map((one) => [one.name, [digits(one.f1), one.n]]))
	};
}

/** @param {number} right @param {number} extra @param {number} missed */
function f1(right, extra, missed) {
	return right === 0 ? 0 : (2 * right) / (2 * right + extra + missed);
}

/** @param {number} value */
function digits(value) {
	return Number(value.toFixed(3));
}
