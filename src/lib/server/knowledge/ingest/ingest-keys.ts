// Where a file on its way is kept, beside the document it becomes: whoever deletes the document finds it by the same prefix.

interface Whose {
	id: string;
	documentId: string;
}

/** As it came. */
export const uploadKey = ({ id, documentId }: Whose): string => `documents/${documentId}/ingest-${id}.upload`;
/** What was read of it, until it is in force (prepared.ts). */
export const preparedKey = ({ id, documentId }: Whose): string => `documents/${documentId}/ingest-${id}.json`;
