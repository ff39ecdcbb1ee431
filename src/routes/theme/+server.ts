// The theme's form without scripts: the choice goes round system, dark, light.
import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import type { RequestHandler } from './$types';

const Form = z.object({
	back: z
		.string()
		.max(2000)
		.regex(/^\/(?![/\\])/)
		.catch('/'),
	from: z.enum(['', 'light', 'dark']).catch('')
});

export const POST: RequestHandler = async ({ request, cookies }) => {
	const { back, from } = Form.parse(Object.fromEntries(await request.formData()));
	const theme = from === 'dark' ? 'light' : 'dark';
	// Not httpOnly: the toggle writes it too. It holds nothing but a colour.
	cookies.set('theme', theme, {
		path: '/',
		maxAge: 31_536_000,
		sameSite: 'lax',
		httpOnly: false,
		secure: false
	});
	redirect(303, back);
};
