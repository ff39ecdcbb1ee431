// What happens to an account between its beginning and its end: passwords, addresses, invitations. One call, since they share their needs.
import { createAddresses, type Addresses } from './addresses/addresses.ts';
import { createInvitations, type Invitations } from './invitations/invitations.ts';
import { createPasswords, type Passwords, type PasswordsOptions } from './passwords/passwords.ts';

export interface AccountLife {
	passwords: Passwords;
	addresses: Addresses;
	invitations: Invitations;
}

export type AccountLifeOptions = PasswordsOptions;

export function createAccountLife(options: AccountLifeOptions): AccountLife {
	return {
		passwords: createPasswords(options),
		addresses: createAddresses(options),
		invitations: createInvitations(options)
	};
}
