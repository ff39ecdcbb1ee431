// Chooses the units of an answer: the best one, whatever it needs to be understood, then sentences that go on from it or
// cover what the question still asks, until the budget is used or nothing good enough is left. Never the same thing twice.
import { readTerms } from '#lib/shared/text/terms.ts';
import { glossedTerm, opensList } from './answer-signals.ts';
import type { Question } from './question.ts';
import type { ScoredUnit } from './score.ts';
import type { Unit } from './units.ts';

export type Selection = {
	/** In the order they were chosen; the first is the direct answer. */
	chosen: Unit[];
	/** Units that are there to introduce others: they are not sentences in their own right. */
	leadIns: ReadonlySet<Unit>;
};

/** How long the answer may become. */
type Room = { words: number; sentences: number };

/** What a further sentence is worth beside its own score. Chosen by trying a grid; the maximum is flat. */
export const SELECTION = {
	maxSentences: 4,
	/** A further sentence has to come to at least this share of the best one's score. */
	leastShare: 0.7,
	nextInBlock: 0.12,
	sameBlock: 0.1,
	beforeInBlock: 0,
	samePassage: 0.03,
	/** Another document has to be clearly to the point, or the answer wanders off. */
	otherDocument: -0.05,
	otherCoverage: 0.75,
	siblingCoverage: 0.95,
	newGround: 0.35,
	repetition: 0.45,
	repetitionOnNewGround: 0.15,
	/** Likeness above which two sentences say the same. */
	same: 0.66,
	maxItems: 12,
	/** Of a list that is not wanted as a whole, the items that come this near to the best one. */
	itemShare: 0.9
};

export function selectUnits(question: Question, scored: ScoredUnit[], room: Room, used: Unit[]): Selection {
	const pick = new Picking(question, scored, room, used);
	const best = scored.filter((candidate) => pick.isNew(candidate.unit)).toSorted((a, b) => b.score - a.score);
	const lead = best.find(isSayable) ?? best[0];
	if (!lead) return { chosen: [], leadIns: new Set() };
	pick.take(lead);
	for (let next = pick.best(lead); next; next = pick.best(lead)) pick.take(next);
	return { chosen: pick.chosen, leadIns: pick.leadIns };
}

class Picking {
	readonly chosen: Unit[] = [];
	readonly leadIns = new Set<Unit>();
	readonly #question: Question;
	readonly #scored: ScoredUnit[];
	readonly #bySource = new Map<string, ScoredUnit>();
	readonly #used: Unit[];
	readonly #covered = new Set<string>();
	readonly #mostSentences: number;
	#wordsLeft: number;
	#refused = new Set<Unit>();

	constructor(question: Question, scored: ScoredUnit[], room: Room, used: Unit[]) {
		this.#question = question;
		this.#scored = scored;
		this.#used = used;
		this.#wordsLeft = room.words;
		this.#mostSentences = room.sentences;
		for (const candidate of scored) this.#bySource.set(keyOf(candidate.unit), candidate);
	}

	/** Not said yet; two like sentences are two things when each speaks of a part of the question that the other does not. */
	isNew(unit: Unit): boolean {
		const speaksOf = this.#bySource.get(keyOf(unit))?.covered ?? new Set<string>();
		const saysSame = (other: Unit) => {
			if (other === unit || likeness(unit, other) < SELECTION.same) return other === unit;
			const otherSpeaksOf = this.#bySource.get(keyOf(other))?.covered;
			if (!otherSpeaksOf || other.text === unit.text) return true;
			return speaksOf.isSubsetOf(otherSpeaksOf) || otherSpeaksOf.isSubsetOf(speaksOf);
		};
		return ![...this.chosen, ...this.#used].some(saysSame);
	}

	best(lead: ScoredUnit): ScoredUnit | undefined {
		if (this.#sentences() >= this.#mostSentences) return undefined;
		let best: ScoredUnit | undefined;
		let bestGain = SELECTION.leastShare * lead.score;
		for (const candidate of this.#scored) {
			if (this.#refused.has(candidate.unit) || candidate.unit.words > this.#wordsLeft) continue;
			if (!isSayable(candidate) || !this.isNew(candidate.unit)) continue;
			if (!this.#staysOnTopic(candidate, lead)) continue;
			const gain = this.#gain(candidate);
			if (gain > bestGain) {
				bestGain = gain;
				best = candidate;
			}
		}
		return best;
	}

	/** Takes a unit with what it needs; the first one whatever its length, a later one only when all of it fits. */
	take(candidate: ScoredUnit): void {
		const group = this.#withContext(candidate.unit);
		const words = group.reduce((sum, unit) => sum + unit.words, 0);
		if (this.chosen.length > 0 && words > this.#wordsLeft) {
			this.#refused.add(candidate.unit);
			return;
		}
		for (const unit of group) this.#add(unit);
		this.#addItems(candidate.unit);
	}

	#add(unit: Unit): void {
		if (this.chosen.includes(unit)) return;
		this.chosen.push(unit);
		this.#wordsLeft -= unit.words;
		for (const stem of this.#bySource.get(keyOf(unit))?.covered ?? []) this.#covered.add(stem);
	}

	/** Other cases of the same list are left out. From another document only what speaks of the question nearly as fully as the direct answer does. */
	#staysOnTopic(candidate: ScoredUnit, lead: ScoredUnit): boolean {
		if (candidate.features.figure > 0 && candidate.coverage < lead.coverage) return false;
		const entry = glossedTerm(candidate.unit.text);
		const asked = new Set(this.#question.terms.map((term) => term.stem));
		if (entry !== '' && !readTerms(entry).some((term) => asked.has(term.stem))) return false;
		// Items beside the one that answers are mostly other cases: they have to fit the question as well as it does.
		const isSibling =
			lead.unit.kind !== 'prose' && candidate.unit.kind !== 'prose' && candidate.unit.n === lead.unit.n;
		if (isSibling && candidate.coverage < SELECTION.siblingCoverage * lead.coverage) return false;
		if (isSibling && !this.#isListWanted() && !this.#namesWhat(lead.unit, candidate.unit)) return false;
		const documents = this.chosen.map((unit) => unit.passage.documentId);
		if (documents.includes(candidate.unit.passage.documentId)) return true;
		return candidate.coverage >= SELECTION.otherCoverage * lead.coverage;
	}

	#isListWanted(): boolean {
		return this.#question.kind === 'list' || this.#question.kind === 'steps';
	}

	/** Whether the other item has every word of the question that the first one has, and not just a word like it: a cello is no violin. */
	#namesWhat(first: Unit, other: Unit): boolean {
		return this.#question.terms.every(({ stem }) => !first.stems.has(stem) || other.stems.has(stem));
	}

	#sentences(): number {
		// A list under its introduction is one thing said.
		return this.chosen.filter(
			(unit) => !this.leadIns.has(unit) && !(unit.leadIn && this.leadIns.has(unit.leadIn))
		).length;
	}

	#gain(candidate: ScoredUnit): number {
		const { unit } = candidate;
		let near: number = SELECTION.otherDocument;
		let repetition = 0;
		for (const other of this.chosen) {
			if (other.n === unit.n) near = Math.max(near, nearnessOf(unit, other));
			if (other.passage.documentId === unit.passage.documentId) near = Math.max(near, 0);
			repetition = Math.max(repetition, likeness(unit, other));
		}
		let added = 0;
		for (const term of this.#question.terms) {
			if (candidate.covered.has(term.stem) && !this.#covered.has(term.stem)) added += term.weight;
		}
		// Two sides of a comparison are described in like words.
		const repeats =
			(added > 0 ? SELECTION.repetitionOnNewGround : SELECTION.repetition) * Math.max(0, repetition - 0.3);
		return candidate.score + near + (SELECTION.newGround * added) / this.#question.totalWeight - repeats;
	}

	/** The unit, preceded by what it cannot be understood without. */
	#withContext(unit: Unit): Unit[] {
		const group = [unit];
		if (unit.leadIn && opensList(unit.leadIn.text) && !this.chosen.includes(unit.leadIn)) {
			this.leadIns.add(unit.leadIn);
			return [unit.leadIn, ...this.#restOfItem(unit)];
		}
		// The sentences of an item belong together; a paragraph's sentence needs the one before it only when it points there.
		for (let first = unit; unit.kind === 'item' || group.length < 2;) {
			const before = this.#neighbour(first, -1);
			if (!before || before.unit.block !== first.block || this.chosen.includes(before.unit)) break;
			const isNeeded = unit.kind === 'item' || this.#bySource.get(keyOf(first))?.features.dangling === 1;
			if (!isNeeded || !isSayable(before)) break;
			group.unshift(before.unit);
			first = before.unit;
		}
		return group;
	}

	/** All sentences of the item that a unit stands in. */
	#restOfItem(unit: Unit): Unit[] {
		if (unit.kind !== 'item') return [unit];
		return this.#scored
			.map((candidate) => candidate.unit)
			.filter((other) => other.n === unit.n && other.block === unit.block);
	}

	/** The items of the list that a chosen sentence introduces, or that a chosen item stands in. */
	#addItems(unit: Unit): void {
		const stem = unit.kind === 'prose' ? unit : unit.leadIn;
		if (!stem || !opensList(stem.text)) return;
		const items = this.#scored.filter(
			(candidate) => candidate.unit.leadIn === stem && candidate.unit.n === stem.n
		);
		if (items.length === 0) return;
		const isWholeList = unit.kind === 'prose' || this.#isListWanted();
		const top = Math.max(...items.map((item) => item.score));
		const wanted = isWholeList ? items : items.filter((item) => item.score >= SELECTION.itemShare * top);
		this.#add(stem);
		this.leadIns.add(stem);
		const total = wanted.reduce((sum, item) => sum + item.unit.words, 0);
		// A list that does not fit is cut to its best items; they are written in their own order again.
		const order = total <= this.#wordsLeft ? wanted : wanted.toSorted((a, b) => b.score - a.score);
		let taken = this.chosen.filter((other) => other.leadIn === stem).length;
		for (const item of order) {
			if (taken >= SELECTION.maxItems || item.unit.words > this.#wordsLeft || this.chosen.includes(item.unit))
				continue;
			for (const sentence of this.#restOfItem(item.unit)) this.#add(sentence);
			taken++;
		}
	}

	#neighbour(unit: Unit, step: number): ScoredUnit | undefined {
		return this.#bySource.get(`${unit.n}:${unit.order + step}`);
	}
}

/** Reads as something to say: not cut off, not a question of the text's own, not the announcement of a missing picture. */
function isSayable({ features }: ScoredUnit): boolean {
	return features.broken === 0 && features.asks === 0 && features.hollow === 0;
}

function keyOf(unit: Unit): string {
	return `${unit.n}:${unit.order}`;
}

/** Words in common as a share of all words of both. */
function likeness(a: Unit, b: Unit): number {
	if (a.text === b.text) return 1;
	let common = 0;
	for (const stem of a.stems) if (b.stems.has(stem)) common++;
	return common / (a.stems.size + b.stems.size - common);
}

/** What standing near a chosen sentence is worth. What stands before it in its paragraph would push the answer down. */
function nearnessOf(unit: Unit, chosen: Unit): number {
	if (unit.block !== chosen.block) return SELECTION.samePassage;
	if (unit.order < chosen.order) return SELECTION.beforeInBlock;
	return unit.order === chosen.order + 1 ? SELECTION.nextInBlock : SELECTION.sameBlock;
}
