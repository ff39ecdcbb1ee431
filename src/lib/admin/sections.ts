// The pages of the administration and what each asks for. Who may open none of them has no administration.
import { can, type Actor } from '#lib/shared/actor.ts';

const SECTIONS = [
	{ path: '/admin/dashboard', needs: 'read:handover' },
	{ path: '/admin/desk', needs: 'take:conversation' },
	{ path: '/admin/tickets', needs: 'write:ticket' },
	// Of no one in particular: anybody's.
	{ path: '/admin/transcripts', needs: 'read:conversation' },
	{ path: '/admin/knowledge', needs: 'write:knowledge' },
	{ path: '/admin/consistency', needs: 'write:knowledge' },
	{ path: '/admin/gaps', needs: 'read:conversation' },
	{ path: '/admin/feedback', needs: 'read:rating' },
	{ path: '/admin/people', needs: 'read:person' },
	{ path: '/admin/invitations', needs: 'write:person' },
	{ path: '/admin/keys', needs: 'read:person' },
	{ path: '/admin/audit', needs: 'read:audit' },
	{ path: '/admin/mail', needs: 'read:mail' },
	{ path: '/admin/flags', needs: 'write:flag' },
	{ path: '/admin/models', needs: 'read:health' },
	{ path: '/admin/deliveries', needs: 'write:delivery' }
] as const;

export type SectionPath = (typeof SECTIONS)[number]['path'];

/** In the order of the navigation; the first is where the administration begins for this actor. */
export function sectionsFor(actor: Actor): SectionPath[] {
	return SECTIONS.filter(({ needs }) => can(actor, needs)).map(({ path }) => path);
}
