// The demo's student becomes the demo's teacher's, as anybody would: invited, and accepted by the link in the letter, which lies in the
// outbox of a deployment that sends none. What is there already is left alone.
import { enterDemo } from './demo-conversation.mjs';
import { Problem } from './problem.mjs';

/** Nobody reads mail there. */
const ADDRESS = 'sam@ottermere.example';

/** @param {{url: string, key: string}} where `key`: the administrator's. */
export async function linkDemoStudent({ url, key }) {
	const teacher = await enterDemo(url, 'teacher');
	const student = await enterDemo(url, 'user');
	const call = async (method, path, cookie, json) => {
		const answer = await fetch(new URL(path, url), {
			method,
			headers: { cookie, origin: new URL(url).origin, 'content-type': 'application/json' },
			...(json === undefined ? {} : { body: JSON.stringify(json) })
		});
		const text = await answer.text();
		if (!answer.ok)
			throw new Problem(`The demo's student could not be invited: ${answer.status} ${text.slice(0, 200)}`);
		return text === '' ? undefined : JSON.parse(text);
	};

	const { students } = await call('GET', '/api/students', teacher);
	if (students.some(({ state }) => state === 'active')) return;
	const invited = students.find(({ email }) => email === ADDRESS);
	if (invited === undefined)
		await call('POST', '/api/students', teacher, { email: ADDRESS, name: 'Sam', isMinor: false });
	else await call('POST', `/api/students/${invited.id}/invitation`, teacher);
	const token = await newestToken({ url, key });
	// Letters that really go out are not ours to open.
	if (token !== undefined) await call('POST', '/api/students/accept', student, { token });
}

/** Of the newest letter in the outbox. */
async function newestToken({ url, key }) {
	const answer = await fetch(new URL('/admin/mail', url), {
		headers: { 'x-api-key': key, accept: 'text/html' }
	});
	return /\/student-invitation\?token=([\w-]{43})/.exec(await answer.text())?.[1];
}
