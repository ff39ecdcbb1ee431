export {
	createAuth,
	type Account,
	type Auth,
	type AuthOptions,
	type Client,
	type Entered,
	type Identified,
	type IssuedSession,
	type Person
} from './auth.ts';
export { DemoEntry, SignIn, SignUp } from './forms.ts';
export type { DemoRole } from './demo.ts';
