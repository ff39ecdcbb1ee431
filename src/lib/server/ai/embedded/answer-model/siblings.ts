// Words that take each other's place in a question: "and for adults?" asked after a question about children swaps the two.
// Ordinary classes of a school and of music; nothing here is about one document.
import { stem } from '#lib/shared/text/terms.ts';

const SETS = [
	'major minor',
	'simple compound',
	'duple triple quadruple',
	'perfect imperfect',
	'augmented diminished',
	'antecedent consequent',
	'ascending descending',
	'consonance consonances dissonance dissonances',
	'consonant dissonant',
	'melodic harmonic',
	'tonic dominant subdominant',
	'sharp sharps flat flats',
	'half whole',
	'first second third fourth fifth sixth',
	'monday tuesday wednesday thursday friday saturday sunday weekend weekday weekdays',
	'january february march april may june july august september october november december',
	'child children kid kids adult adults teenager teenagers teen teens parent parents student students teacher teachers',
	'beginner beginners intermediate advanced',
	'individual group private',
	'online remote person',
	'piano guitar violin viola cello bass flute clarinet oboe saxophone trumpet trombone horn tuba drums percussion harp organ voice singing ukulele recorder keyboard',
	'singer singers pianist pianists guitarist guitarists violinist violinists drummer drummers',
	'morning afternoon evening',
	'summer winter spring autumn',
	'weekly monthly yearly annual termly',
	'buy rent hire borrow',
	'wav mp3 m4a flac',
	'ios android windows mac iphone ipad laptop computer phone tablet'
].map((words) => new Set(words.split(' ').map(stem)));

export function siblingSetsOf(wordStem: string): ReadonlySet<string>[] {
	return SETS.filter((set) => set.has(wordStem));
}
