// The Worker that hashes passwords: its object, and no address of its own.
export { PasswordObject } from './password.object.ts';

export default {
	fetch: () => new Response(null, { status: 404 })
};
