export {
	createApiKeys,
	type ApiKey,
	type ApiKeys,
	type KeyChoices,
	type KeyPage,
	type OwnedKey
} from './api-keys/api-keys.ts';
export { KeyListQuery, NewKey, NewKeyForm } from './api-keys/forms.ts';
export { createAuth, type Account, type Auth, type AuthOptions, type Identified } from './auth.ts';
export { createGuestCheck } from './is-guest.ts';
export { createStaffCheck } from './is-staff.ts';
export { createEntry, type Admitted, type Entry } from './entry/entry.ts';
export { createExternalTokens, type ExternalTokens } from './external-tokens/external-tokens.ts';
export { createKeySet, type KeySet } from './external-tokens/key-set.ts';
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
export { CodeForm } from './second-factor/forms.ts';
export { createCodeTaker } from './second-factor/code-taker.ts';
export {
	createSecondFactor,
	type Enrolment,
	type SecondFactor,
	type SecondFactorState
} from './second-factor/second-factor.ts';
export { Confirm } from './step-up/forms.ts';
export { createStepUp, type Question, type StepUp } from './step-up/step-up.ts';
export { ChangeEmail } from './addresses/forms.ts';
export { createAccountLife, type AccountLife } from './account-life.ts';
export type { Addresses, AddressStanding } from './addresses/addresses.ts';
export { AcceptInvitation, JoinInvitation, NewInvitation } from './invitations/forms.ts';
export type { Invitation, Invitations, InvitationState, InvitationView } from './invitations/invitations.ts';
export { AuditEvents, ChangeRole, ListPeople, Paged } from './people/forms.ts';
export { createPeople, type People, type PersonDetail, type PersonSummary } from './people/people.ts';
export { ChangePassword, ForgottenPassword, ResetPassword, Token } from './passwords/forms.ts';
export type { Passwords } from './passwords/passwords.ts';
