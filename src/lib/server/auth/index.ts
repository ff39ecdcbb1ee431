export { createAuth, type Account, type Auth, type AuthOptions, type Identified } from './auth.ts';
export { DemoEntry, SignIn, SignUp } from './forms.ts';
export type { DemoRole } from './demo.ts';
export type { IssuedSession } from './sessions/lucia.ts';
export {
	createSessions,
	type Client,
	type Entered,
	type Person,
	type Sessions
} from './sessions/sessions.ts';
export { Confirm } from './step-up/forms.ts';
export { createStepUp, type Question, type StepUp } from './step-up/step-up.ts';
