/** C0 and C1 controls but tab and newline. */
// eslint-disable-next-line no-control-regex -- control characters are the subject
export const HIDDEN_CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** Embeddings, overrides and isolates of the writing direction (Unicode Standard Annex 9). */
export const DIRECTION_OVERRIDES = /[\u202a-\u202e\u2066-\u2069]/g;
