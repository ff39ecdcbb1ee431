export { createAttachments, type Attachments } from './attachments.ts';
export { contentDisposition, screenName } from './file-name.ts';
export { LIMITS as ATTACHMENT_LIMITS } from './limits.ts';
export { recognise, usualEnding } from './recognise.ts';
export { markSent } from './mark-sent.ts';
