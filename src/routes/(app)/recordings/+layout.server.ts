import { can } from '#lib/shared/actor.ts';
import { pageLoad } from '#lib/server/http/index.ts';

/** Whoever may have no recordings gets none here: the pages inside say what to do. */
export const load = pageLoad({}, async ({ services, actor }) => {
	const { userId = '', displayName = '', role } = actor;
	const isTeacher = can(actor, 'write:student', { assigneeId: userId });
	const students =
		role === 'guest' || !isTeacher ? [] : (await services.recordings.students.list(actor)).students;
	return {
		recorder: { id: userId, name: displayName, isTeacher },
		students: students.flatMap(({ personId, name }) => (personId === null ? [] : [{ personId, name }]))
	};
});
