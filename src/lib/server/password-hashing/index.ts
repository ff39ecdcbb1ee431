export { createHashLine, type HashLine } from './hash-line.ts';
export { createPasswordHasher, type PasswordHasher, type PasswordHasherRemote } from './password-hasher.ts';
export { hashPassword, isOutdated, verifyPassword } from './scrypt.ts';
