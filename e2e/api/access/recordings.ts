import { newId } from '../turn.ts';
import { newEmail, type Door, type Knock, type Who } from './knock.ts';
import { ACCOUNTS, EVERYBODY } from './who.ts';

const NOBODY: Who[] = [];
const TEACHERS: readonly Who[] = ['teacher', 'admin'];
const TOKEN = 'x'.repeat(43);
const SHARE = `/api/recordings/${newId()}/shares`;

/** Nobody has this recording, note, student or link. Whose real ones are is tried where the room is tested. */
const toNothing = (address: string, more: Partial<Knock> = {}): Door => ({
	to: NOBODY,
	knock: () => ({ address, ...more })
});
const open = (address: string, to: readonly Who[] = ACCOUNTS): Door => ({ to, knock: () => ({ address }) });
const recording = () => `/api/recordings/${newId()}`;
const student = () => `/api/students/${newId()}`;
const link = () => ({ linkId: newId() });
const consent = { guardianName: 'G', relation: 'mother' };

export const RECORDING_DOORS: Record<string, Door> = {
	'GET /recordings': open('/recordings'),
	'GET /recordings/progress': open('/recordings/progress'),
	'GET /recordings/[id]': toNothing(`/recordings/${newId()}`),
	'GET /recordings/[id]/compare': toNothing(`/recordings/${newId()}/compare`),
	'GET /api/recordings': open('/api/recordings'),
	'GET /api/recordings/progress': open('/api/recordings/progress'),
	'GET /api/recordings/[id]': toNothing(recording()),
	'PATCH /api/recordings/[id]': toNothing(recording(), { json: { version: 1, title: 'T' } }),
	'DELETE /api/recordings/[id]': toNothing(recording()),
	// No sound at all: whoever may send one is told that this is none.
	'POST /api/upload': { to: ACCOUNTS, knock: () => ({ address: '/api/upload', file: 'Hello '.repeat(20) }) },
	'GET /api/recordings/uploads': open('/api/recordings/uploads'),
	// Too large to begin.
	'POST /api/recordings/uploads': {
		to: ACCOUNTS,
		knock: () => ({
			address: '/api/recordings/uploads',
			json: { fileName: 'a.wav', sizeBytes: 60_000_000, clientKey: newId() }
		})
	},
	'DELETE /api/recordings/uploads/[id]': open(`/api/recordings/uploads/${newId()}`),
	'POST /api/recordings/uploads/[id]/complete': toNothing(`/api/recordings/uploads/${newId()}/complete`),
	'PUT /api/recordings/uploads/[id]/parts/[number]': toNothing(`/api/recordings/uploads/${newId()}/parts/1`),
	'POST /api/recordings/[id]/sound': toNothing(`${recording()}/sound`, {
		json: { sizeBytes: 5, clientKey: 'k' }
	}),
	'GET /api/recordings/[id]/file': toNothing(`${recording()}/file`),
	'GET /api/recordings/[id]/file-link': toNothing(`${recording()}/file-link`),
	'GET /api/recordings/[id]/analysis': toNothing(`${recording()}/analysis`),
	'POST /api/recordings/[id]/analysis': toNothing(`${recording()}/analysis`),
	'GET /api/recordings/[id]/compare/[otherId]': toNothing(`${recording()}/compare/${newId()}`),
	'GET /api/feedback/[id]': toNothing(`/api/feedback/${newId()}`),
	'POST /api/feedback/[id]': toNothing(`/api/feedback/${newId()}`, { json: { clientKey: 'k' } }),
	'GET /api/recordings/[id]/notes': toNothing(`${recording()}/notes`),
	'POST /api/recordings/[id]/notes': toNothing(`${recording()}/notes`, {
		json: { startSeconds: 0, endSeconds: 1, text: 'Here', clientKey: 'k' }
	}),
	'PATCH /api/recordings/[id]/notes/[noteId]': toNothing(`${recording()}/notes/${newId()}`, {
		json: { version: 1, state: 'done' }
	}),
	'DELETE /api/recordings/[id]/notes/[noteId]': toNothing(`${recording()}/notes/${newId()}`),
	'GET /api/recordings/[id]/shares': toNothing(SHARE),
	'POST /api/recordings/[id]/shares': toNothing(SHARE, { json: {} }),
	'DELETE /api/recordings/[id]/shares/[shareId]': toNothing(`${SHARE}/${newId()}`),
	'GET /api/shared/recordings/[token]': toNothing(`/api/shared/recordings/${TOKEN}`),
	'GET /shared/recordings/[token]': toNothing(`/shared/recordings/${TOKEN}`),
	'GET /students': open('/students'),
	'POST /students?/invite': {
		to: TEACHERS,
		knock: () => ({ address: '/students', form: { email: newEmail(), name: 'A student' } })
	},
	'POST /students?/resend': toNothing('/students', { form: link() }),
	'POST /students?/minor': toNothing('/students', { form: { ...link(), isMinor: 'no' } }),
	'POST /students?/end': toNothing('/students', { form: link() }),
	'POST /students?/consent': toNothing('/students', {
		form: { ...link(), ...consent, holdsSignedConsent: 'on' }
	}),
	'POST /students?/withdraw': toNothing('/students', { form: link() }),
	'GET /api/students': open('/api/students'),
	'POST /api/students': {
		to: TEACHERS,
		knock: () => ({
			address: '/api/students',
			json: { email: newEmail(), name: 'A student', isMinor: false }
		})
	},
	'PATCH /api/students/[linkId]': toNothing(student(), { json: { name: 'X' } }),
	'DELETE /api/students/[linkId]': toNothing(student()),
	'POST /api/students/[linkId]/invitation': toNothing(`${student()}/invitation`),
	'POST /api/students/[linkId]/consent': toNothing(`${student()}/consent`, {
		json: { ...consent, holdsSignedConsent: true }
	}),
	'DELETE /api/students/[linkId]/consent': toNothing(`${student()}/consent`),
	'POST /api/students/accept': toNothing('/api/students/accept', { json: { token: TOKEN } }),
	// Links that open nothing.
	'GET /student-invitation': open(`/student-invitation?token=${TOKEN}`, EVERYBODY),
	'POST /student-invitation?/default': toNothing(`/student-invitation?token=${TOKEN}`, {
		form: { token: TOKEN }
	}),
	'GET /guardian-consent': open(`/guardian-consent?token=${TOKEN}`, EVERYBODY),
	'POST /guardian-consent?/default': toNothing(`/guardian-consent?token=${TOKEN}`, { form: { token: TOKEN } })
};
