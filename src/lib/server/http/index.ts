export { Reply } from './answer.ts';
export { challengeFor } from './challenge.ts';
export { answerPreflight, corsHeaders } from './cors.ts';
export { isCrossSite, isForgeable } from './cross-site.ts';
export { requireEnrolled } from './enrolment.ts';
export { holds } from './etag.ts';
export { endpoint, type Door, type Entry } from './endpoint.ts';
export { formAction, type FormEntry, type FormFailure } from './action.ts';
export { pageLoad, type PageDoor, type PageEntry } from './load.ts';
export { originOf } from './origin.ts';
export { ownPath } from './own-path.ts';
export {
	clearPendingCookie,
	clearSessionCookie,
	clientOf,
	ensurePerson,
	readPendingSecret,
	readBearerToken,
	readSessionSecret,
	setPendingCookie,
	setSessionCookie
} from './person.ts';
export { parseWith } from './parse.ts';
export { readBytes, readJson } from './read-body.ts';
export { readMultipart, type FormPart, type MultipartReader } from './read-multipart.ts';
export { refuse } from './refusal.ts';
export { allowSendingTo, securityHeaders, withHeaders } from './response-headers.ts';
export { sendFile, type SentFile } from './send-file.ts';
export { limitClassOf, limitHeaders } from './route-limits.ts';
