// Verbs of two words that people say where texts have one ("turn up" for "arrive"), brought to the one word. What the verb is done to may
// stand between the two, where it is short. Written by hand from general knowledge of English, taken from no collection.
const FORMS: Record<string, string> = {
	break: 'breaks?|broke|broken|breaking',
	bring: 'brings?|brought|bringing',
	call: 'call(?:s|ed|ing)?',
	carry: 'carr(?:y|ies|ied|ying)',
	catch: 'catch(?:es|ing)?|caught',
	close: 'clos(?:e|es|ed|ing)',
	come: 'comes?|came|coming',
	cut: 'cut(?:s|ting)?',
	do: 'do|does|did|done|doing',
	drop: 'drop(?:s|ped|ping)?',
	fall: 'falls?|fell|fallen|falling',
	fill: 'fill(?:s|ed|ing)?',
	find: 'finds?|found|finding',
	get: 'gets?|got|gotten|getting',
	give: 'gives?|gave|given|giving',
	go: 'go|goes|went|gone|going',

	hang: 'hangs?|hung|hanging',
	hear: 'hears?|heard|hearing',
	hold: 'holds?|held|holding',
	keep: 'keeps?|kept|keeping',
	leave: 'leaves?|left|leaving',
	let: 'let(?:s|ting)?',
	look: 'look(?:s|ed|ing)?',
	make: 'makes?|made|making',
	move: 'mov(?:e|es|ed|ing)',
	pass: 'pass(?:es|ed|ing)?',
	pay: 'pays?|paid|paying',
	pick: 'pick(?:s|ed|ing)?',
	play: 'play(?:s|ed|ing)?',
	pull: 'pull(?:s|ed|ing)?',
	put: 'put(?:s|ting)?',
	run: 'runs?|ran|running',
	send: 'sends?|sent|sending',
	set: 'set(?:s|ting)?',
	shut: 'shut(?:s|ting)?',
	sign: 'sign(?:s|ed|ing)?',
	slow: 'slow(?:s|ed|ing)?',
	sort: 'sort(?:s|ed|ing)?',
	speed: 'speed(?:s|ed|ing)?|sped',
	split: 'split(?:s|ting)?',
	stick: 'sticks?|stuck|sticking',
	take: 'takes?|took|taken|taking',
	throw: 'throws?|threw|thrown|throwing',
	try: 'tr(?:y|ies|ied|ying)',
	turn: 'turn(?:s|ed|ing)?',
	work: 'work(?:s|ed|ing)?',
	write: 'writes?|wrote|written|writing'
};
/** A verb and what follows it, and the word for both. With "…" its object may stand between. */
const PHRASES = `
	break down: fail; bring along: bring; bring … back: return; call off: cancel; call … off: cancel; carry on: continue;
	carry out: perform; close down: close; come along: attend; come back: return; come round: visit; cut down on: reduce;
	do without: spare; drop off: deliver; drop out: leave; drop a line: write; drop … off: deliver; fall behind: late; fill in: complete;
	fill out: complete; fill … in: complete; fill … out: complete; find out: learn; get back: return; get … back: return; get in touch: contact; get rid of: remove;
	get together: meet; give up: stop; give back: return; give … back: return; go ahead: happen; go back: return; go over: review;
	go off: ring; go along: attend; go on: continue;
	hang on: wait; hang on to: keep; hear back: answer; hold on: wait; hold on to: keep; keep on: continue; keep going: continue; keep an eye on: watch;
	leave out: omit; leave … out: omit; leave off: stop; let … know: tell; look after: keep; look into: examine; look out for: notice; look up: find; look for: seek;
	make up for: replace; make sure: ensure; make use of: use; move on: change; move over: change; pass on: tell; pass … on: tell; pay back: refund; pay … back: refund; pick out: choose;
	pick up: continue; pick … up: learn; play back: play; pull out: withdraw; put off: postpone; put … off: postpone; put back: return; put together: assemble;
	put up with: accept; run out: end; run through: play; send back: return; send … back: return; send in: submit; send off: send; set up: arrange;
	set aside: reserve; set out: arrange; shut down: close; sign up: enrol; slow down: slow; sort out: settle; sort … out: settle; speed up: faster; split up: divide;
	stick to: keep; stick with: keep; take away: remove; take … away: remove; take off: subtract; take part: participate; take place: happen; take back: return; take … back: return;
	take over: replace; take up: start; throw away: discard; throw … away: discard; throw out: discard; try out: try; try … out: try; turn up: arrive; turn down: refuse; turn out: become;
	turn into: become; work out: calculate; write down: note; write … down: note
`;
const OBJECT =
	'((?:it|them|us|me|you|him|her|this|that|these|those|everything|(?:the|a|an|your|my|our|their|his|its)(?:\\s[\\p{L}-]+){1,2})\\s)';

export const PHRASAL_VERBS: [RegExp, string][] = PHRASES.trim()
	.split(/;\s*/u)
	.map((line): [string, string] => {
		const [phrase = '', instead = ''] = line.split(': ');
		return [phrase, instead];
	})
	// "Hang on to" before "hang on".
	.toSorted(([one], [other]) => other.length - one.length)
	.map(([phrase, instead]) => {
		const [verb = '', ...rest] = phrase.split(' ');
		const isApart = rest[0] === '…';
		const after = (isApart ? rest.slice(1) : rest).join('\\s');
		const shape = `\\b(?:${FORMS[verb] ?? verb})\\s${isApart ? OBJECT : ''}${after}\\b`;
		return [new RegExp(shape, 'giu'), isApart ? `${instead} $1` : instead];
	});
