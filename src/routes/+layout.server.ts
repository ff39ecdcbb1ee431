import type { LayoutServerLoad } from './$types';
import { readTheme } from '#lib/ui/theme.ts';

export const load: LayoutServerLoad = ({ cookies }) => ({ theme: readTheme(cookies.get('theme')) });
