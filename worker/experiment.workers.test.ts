import { expect, it } from 'vitest';
import type { Actor } from '#lib/shared/actor.ts';
import { newId } from '#lib/shared/ids.ts';
import { addArticle, ask, openSchool, person, project } from './fixtures/school.ts';

const ADA: Actor = { userId: 'ada', role: 'admin', via: 'session' };

it('an answer is given in the variant that is in force for the person, says so, and is counted', async () => {
	const services = openSchool();
	await addArticle(services);
	const rule = {
		isOn: true,
		roles: ['guest' as const],
		percentage: 100,
		weights: { six: 0, three: 1, ten: 0 }
	};
	await services.flags.change(ADA, { name: 'answer-passages', version: 0, rule });
	const actor = await person();
	const id = newId();
	const { events } = await ask(services, actor, id, 'How long is a piano lesson?');
	const parts = events.map(({ part }) => part);
	expect(parts.find((part) => part.type === 'data-turn')?.data.variants).toEqual({
		'answer-passages': 'three'
	});
	const outputs = parts.flatMap((part) => (part.type === 'tool-output-available' ? [part.output] : []));
	expect((outputs[0] as { data: { passages: unknown[] } }).data.passages.length).toBeLessThanOrEqual(3);

	const message = parts.find((part) => part.type === 'start');
	await services.chat.rate(actor, id, message?.messageId ?? '', { value: 'up' });
	await project(id);
	const { flags } = await services.flags.describe(ADA);
	expect(flags[0]?.tallies).toEqual({ three: { answers: 1, up: 1, down: 0, handovers: 0 } });
});
