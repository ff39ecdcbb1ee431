// Words of which one says that it is not the other: major is not minor, the tonic is not the dominant, up is not down. The search's lexicon
// counts some of them as near, since who asks for one may find it beside the other; a sentence that says one for the other is wrong.
import { stem } from '#lib/shared/text/terms.ts';

/** Names of things. */
const NAMES = `
major minor diminished augmented perfect
tonic supertonic mediant subdominant dominant submediant
sharp flat natural
antecedent consequent
exposition development recapitulation coda transition introduction refrain episode
primary secondary tertiary
soprano alto tenor bass
treble bass
whole half quarter eighth sixteenth
duple triple quadruple
simple compound
consonant dissonant
consonance dissonance
parallel contrary oblique
conjunct disjunct
prime retrograde
authentic plagal deceptive
adult child
adult children
student teacher
teacher parent
morning afternoon evening night
spring summer autumn winter
daily weekly monthly yearly
piano violin viola cello guitar flute clarinet oboe bassoon trumpet horn trombone tuba harp organ
mr mrs
mr ms
sir madam
north south east west
melody harmony rhythm
binary ternary
homophonic polyphonic monophonic
homophony polyphony monophony
diatonic chromatic
numerator denominator
phone mail
office teacher
office parent
phone post
mail post
assistant office
violin cello
half full
half double
semitone tone
half free
same less
`;
/** How things are, and what they do. */
const OPPOSITES = `
strong weak
tight loose
ascending descending
ascend descend
rise fall
up down
upward downward
upper lower
higher lower
high low
highest lowest
above below
over under
top bottom
outer inner
inside outside
internal external
increase decrease
raise lower
raised lowered
more less
more fewer
most least
larger smaller
largest smallest
large small
long short
longer shorter
fast slow
faster slower
loud soft
louder softer
early late
earlier later
begin end
beginning ending
begins ends
start end
opening closing
open closed
opened closed
first last
same different
same opposite
similar contrasting
true false
right wrong
include exclude
minimum maximum
step leap
vertical horizontal
forward backward
public private
free paid
cheap expensive
online onsite
black white
add subtract
multiply divide
odd even
single double
one-sided two-sided
row column
question answer
allowed forbidden
accept reject
win lose
before after
until after
stay move
same difference
depend same
easier harder
easy hard
weaker stronger
rises falls
switchon switchoff
good poor
good bad
better worse
quick slow
quicker slower
wide narrow
heavy light
full empty
precede follow
gentle strong
gentler stronger
softer stronger
slower accelerated
faster decelerated
accelerate decelerate
accelerate slow
left right
front back
near far
nearest farthest
cheaper dearer
older younger
oldest youngest
heavier lighter
wider narrower
`;

const readSets = (list: string): string[][] =>
	list
		.trim()
		.split('\n')
		.map((line) => line.split(' ').map(stem));
const SETS = [...readSets(NAMES), ...readSets(OPPOSITES)];
const NAMED = new Set(readSets(NAMES).flat());

const CONTRARY = new Map<string, Set<string>>();
for (const set of SETS)
	for (const word of set) {
		const others = CONTRARY.get(word) ?? new Set();
		for (const other of set) if (other !== word) others.add(other);
		CONTRARY.set(word, others);
	}

/** Those whom an answer calls "you". */
const ADDRESSED = new Set(
	'student pupil learner child children parent guardian adult family'.split(' ').map(stem)
);
export const isAddressee = (wordStem: string): boolean => ADDRESSED.has(wordStem);

export function areContrary(one: string, other: string): boolean {
	return CONTRARY.get(one)?.has(other) === true;
}

/** Whether it is the name of one thing among several of a kind. */
export function isNameOfKind(wordStem: string): boolean {
	return NAMED.has(wordStem);
}

export function contrariesOf(wordStem: string): ReadonlySet<string> {
	return CONTRARY.get(wordStem) ?? NONE;
}

const NONE: ReadonlySet<string> = new Set();
