// The files of uploads under way, kept by this browser (IndexedDB) until the server has them: after a reload they go on by themselves. A
// browser that keeps nothing (a private window, a full disk) loses only that: its uploads then ask for the file again.
import type { UploadDetails } from './upload-details.ts';

export interface KeptUpload {
	clientKey: string;
	/** Whose it is: a browser may be shared. */
	personId: string;
	file: File;
	details: UploadDetails;
	/** The original is there, and its derived sound is not yet. */
	recordingId?: string;
	isPaused?: boolean;
}

export interface KeptFiles {
	all: () => Promise<KeptUpload[]>;
	keep: (upload: KeptUpload) => Promise<void>;
	forget: (clientKey: string) => Promise<void>;
}

const STORE = 'uploads';

export function openKeptFiles(): KeptFiles {
	let opened: Promise<IDBDatabase> | undefined;
	const run = async <T>(
		mode: IDBTransactionMode,
		act: (store: IDBObjectStore) => IDBRequest<T>
	): Promise<T> => {
		opened ??= open();
		const database = await opened;
		return settled(act(database.transaction(STORE, mode).objectStore(STORE)));
	};
	return {
		all: () =>
			run<KeptUpload[]>('readonly', (store) => store.getAll() as IDBRequest<KeptUpload[]>).catch(() => []),
		keep: (upload) => run('readwrite', (store) => store.put(upload)).then(ignore, ignore),
		forget: (clientKey) => run('readwrite', (store) => store.delete(clientKey)).then(ignore, ignore)
	};
}

const ignore = (): void => undefined;

function open(): Promise<IDBDatabase> {
	const request = indexedDB.open('segue-recordings', 1);
	request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: 'clientKey' });
	return settled(request);
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
	return new Promise((resolve, reject) => {
		request.onsuccess = () => resolve(request.result);
		request.onerror = () => reject(request.error ?? new Error('IndexedDB'));
	});
}
