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
		const documentId = await firstDocument(administrator);
		const meet = (who: Who) => somebody(who, product.url, documentId, door);
		const found: Record<string, Who[]> = {};
		const expected: Record<string, readonly Who[]> = {};
		for (const [whose, letIn] of relationsOf(door)) {
			expected[whose] = WHO.filter((who) => letIn.includes(who));
			found[whose] = [];
			for (const who of WHO) {
				const { caller, subject } = await meet(who);
				if (whose === 'own' && who === 'visitor') continue;
				const { subject: about } = whose === 'others' ? await meet('guest') : { subject };
				// A guest's own conversation is not another's.
				const other = whose === 'others' && who === 'guest' ? (await meet('user')).subject : about;
				if (await isLetIn(caller, name, door, other)) found[whose].push(who);
			}
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

async function firstDocument(administrator: Caller): Promise<string> {
	const answer = await administrator.get('/api/knowledge/documents?limit=1');
	return (answer.json as { documents: { id: string }[] }).documents[0]?.id ?? '';
}
