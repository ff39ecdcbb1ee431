import { defineConfig } from 'drizzle-kit';

export default defineConfig({
	dialect: 'sqlite',
	schema: './src/lib/server/platform/schema/index.ts',
	out: './drizzle'
});
