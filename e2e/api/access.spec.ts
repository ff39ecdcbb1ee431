// Every door of the product, as everybody, to what is one's own and to what is another's. A route that the table does not know fails
// here, and so does a row whose route is gone.
import { expect } from '../fixtures.ts';
import { DOORS } from './access/doors.ts';
import { isLetIn, somebody, WHO, type Door, type Who } from './access/knock.ts';
import { doorsOfProduct } from './access/routes.ts';
import { test, type Caller } from './caller.ts';

test('the table knows every route and method, and none that is not there', () => {
	expect(Object.keys(DOORS).sort()).toEqual(doorsOfProduct());
});

for (const [name, door] of Object.entries(DOORS))
	test(name, async ({ product, administrator }) => {
		const documentId = await ownDocument(administrator);
		const meet = (who: Who) => somebody(who, product.url, documentId, door);
		const found: Record<string, Who[]> = {};
		const expected: Record<string, readonly Who[]> = {};
		for (const [whose, letIn] of relationsOf(door)) {
			expected[whose] = WHO.filter((who) => letIn.includes(who));
			const answers = await Promise.all(
				WHO.map(async (who) => {
					const { caller, subject } = await meet(who);
					if (whose === 'own' && who === 'visitor') return false;
					if (whose !== 'others') return isLetIn(caller, name, door, subject);
					// A guest's own conversation is not another's.
					const { subject: other } = await meet(who === 'guest' ? 'user' : 'guest');
					return isLetIn(caller, name, door, other);
				})
			);
			found[whose] = WHO.filter((_, index) => answers[index]);
		}
		expect(found).toEqual(expected);
	});

function relationsOf({ to, own, others }: Door): ['everybody' | 'own' | 'others', readonly Who[]][] {
	return [
		...(to === undefined ? [] : [['everybody', to] as ['everybody', readonly Who[]]]),
		...(own === undefined ? [] : [['own', own] as ['own', readonly Who[]]]),
		...(others === undefined ? [] : [['others', others] as ['others', readonly Who[]]])
	];
}

/** The same one each time, unless a door has deleted it: those of other tests come and go with them. */
async function ownDocument(administrator: Caller): Promise<string> {
	const json = { name: 'doors.md', mediaType: 'text/markdown', text: '# Keys\n\nWho keeps which key.' };
	const answer = await administrator.post('/api/knowledge/documents', json);
	expect(answer.status, answer.text).toBeLessThan(300);
	return (answer.json as { documentId: string }).documentId;
}
