// Compares documents with each other, those that changed since the last time; keeps what was found until it is mended or dismissed.
import { sql } from 'drizzle-orm';
import { m } from '#lib/paraglide/messages.js';
import { requirePermission, type Actor } from '#lib/shared/actor.ts';
import {
	FINDINGS_SHOWN,
	type FindingKind,
	type FindingList,
	type FoundStatement,
	type KnowledgeFinding
} from '#lib/shared/consistency.ts';
import { AppError } from '#lib/shared/errors.ts';
import { sha256Hex } from '#lib/shared/ids.ts';
import { prepareRaw, type Audit, type Clock, type Database } from '../platform/index.ts';
import { compareStatements, type Finding } from './compare-statements.ts';
import { readStatements, type ChunkRow } from './read-statements.ts';

/** Chunks of all documents that are held at once, some twenty megabytes with their index: past it a school's knowledge is not compared. */
const CHUNKS_AT_MOST = 8_000;
const DOCUMENTS_AT_ONCE = 50;
const FINDINGS_OF_A_LOOK = 1_000;

export interface Consistency {
	list(actor: Actor, query: { kind: FindingKind; dismissed: boolean }): Promise<FindingList>;
	/** Compares some documents that were changed with all. Gives how many were compared. Throws `too-large`. */
	compare(actor: Actor): Promise<number>;
	dismiss(actor: Actor, id: string, isDismissed: boolean): Promise<void>;
	/** All that changed, by night. Gives how many documents were compared; none where there are too many. */
	upkeep(): Promise<number>;
}

interface ConsistencyDependencies {
	database: Database;
	clock: Clock;
	audit: Audit;
}

export function createConsistency({ database, clock, audit }: ConsistencyDependencies): Consistency {
	const changed = () =>
		database.all<{ id: string; revision: string }>(sql`
			SELECT d.id AS id, d.revision AS revision FROM knowledge_documents d
				LEFT JOIN knowledge_comparisons c ON c.document_id = d.id
			WHERE c.revision IS NOT d.revision ORDER BY d.updated_at, d.id LIMIT ${DOCUMENTS_AT_ONCE}`);

	/** undefined: there are too many. */
	async function compareSome(): Promise<number | undefined> {
		const documents = await changed();
		if (documents.length === 0) return 0;
		const chunks = await database.all<ChunkRow>(sql`
			SELECT c.document_id AS documentId, c.revision AS revision, c.start AS start, c.title AS title, c.headings AS headings, c.body AS body
			FROM knowledge_chunks c JOIN knowledge_documents d ON d.id = c.document_id AND d.revision = c.revision
			LIMIT ${CHUNKS_AT_MOST + 1}`);
		if (chunks.length > CHUNKS_AT_MOST) return undefined;
		const statements = readStatements(chunks);
		const ids = new Set(documents.map(({ id }) => id));
		const findings = compareStatements(
			statements.filter(({ documentId }) => ids.has(documentId)),
			statements
		).slice(0, FINDINGS_OF_A_LOOK);
		const found = await Promise.all(findings.map(inOrder));
		const list = JSON.stringify([...ids]);
		const now = clock.now();
		await database.$client.batch(
			[
				// What stood in an older text is looked for anew; what was dismissed is known again by its words.
				sql`DELETE FROM knowledge_findings WHERE is_dismissed = 0 AND (a_document_id IN (SELECT value FROM json_each(${list}))
					OR b_document_id IN (SELECT value FROM json_each(${list})))`,
				...found.map(
					({ id, kind, a, b, differences }) => sql`INSERT INTO knowledge_findings
						SELECT ${id}, ${kind}, ${a.documentId}, ${a.revision}, ${a.start}, ${a.end}, ${a.text},
							${b.documentId}, ${b.revision}, ${b.start}, ${b.end}, ${b.text}, ${JSON.stringify(differences)}, 0, ${now}
						WHERE (SELECT count(*) FROM knowledge_documents WHERE (id = ${a.documentId} AND revision = ${a.revision})
							OR (id = ${b.documentId} AND revision = ${b.revision})) = 2
						ON CONFLICT (id) DO UPDATE SET a_revision = excluded.a_revision, a_start = excluded.a_start, a_end = excluded.a_end,
							b_revision = excluded.b_revision, b_start = excluded.b_start, b_end = excluded.b_end`
				),
				...documents.map(
					({ id, revision }) => sql`INSERT INTO knowledge_comparisons (document_id, revision)
						SELECT ${id}, ${revision} WHERE EXISTS (SELECT 1 FROM knowledge_documents WHERE id = ${id})
						ON CONFLICT (document_id) DO UPDATE SET revision = excluded.revision`
				)
			].map((statement) => prepareRaw(database, statement))
		);
		return documents.length;
	}

	return {
		async list(actor, { kind, dismissed }) {
			requirePermission(actor, 'write:knowledge');
			const [rows, counts, [waiting]] = await Promise.all([
				database.all<FindingRow>(sql`
					SELECT f.*, a.title AS a_title, b.title AS b_title FROM knowledge_findings f
						JOIN knowledge_documents a ON a.id = f.a_document_id JOIN knowledge_documents b ON b.id = f.b_document_id
					WHERE f.is_dismissed = ${Number(dismissed)} AND f.kind = ${kind}
					ORDER BY f.created_at DESC, f.id LIMIT ${FINDINGS_SHOWN}`),
				database.all<{ kind: FindingKind; count: number }>(
					sql`SELECT kind, count(*) AS count FROM knowledge_findings WHERE is_dismissed = 0 GROUP BY kind`
				),
				database.all<{ count: number }>(sql`
					SELECT count(*) AS count FROM knowledge_documents d LEFT JOIN knowledge_comparisons c ON c.document_id = d.id
					WHERE c.revision IS NOT d.revision`)
			]);
			const countOf = (one: FindingKind) => counts.find((row) => row.kind === one)?.count ?? 0;
			return {
				findings: rows.map(toFinding),
				counts: { contradiction: countOf('contradiction'), duplicate: countOf('duplicate') },
				waiting: waiting?.count ?? 0
			};
		},
		async compare(actor) {
			requirePermission(actor, 'write:knowledge');
			const compared = await compareSome();
			if (compared === undefined) throw new AppError('too-large', m.consistency_too_large());
			return compared;
		},
		async dismiss(actor, id, isDismissed) {
			requirePermission(actor, 'write:knowledge');
			const [found] = await database.all(
				sql`UPDATE knowledge_findings SET is_dismissed = ${Number(isDismissed)} WHERE id = ${id} RETURNING id`
			);
			if (found === undefined) throw new AppError('not-found', m.consistency_unknown());
			audit.record(actor, {
				...{ action: 'dismiss:finding', objectType: 'knowledge-finding', objectId: id, outcome: 'allowed' },
				details: { isDismissed }
			});
		},
		async upkeep() {
			let total = 0;
			for (;;) {
				const compared = await compareSome();
				if (compared === undefined || compared === 0) return total;
				total += compared;
			}
		}
	};
}

/** The same pair is the same finding, whichever was compared with the other. */
async function inOrder(finding: Finding) {
	const isSwapped = textKey(finding.a) > textKey(finding.b);
	const [a, b] = isSwapped ? [finding.b, finding.a] : [finding.a, finding.b];
	const pairs = finding.kind === 'duplicate' ? [] : finding.differences;
	const differences = isSwapped ? pairs.map(([one, other]) => [other, one]) : pairs;
	return { id: await sha256Hex(`${textKey(a)}\n${textKey(b)}`), kind: finding.kind, a, b, differences };
}

const textKey = ({ documentId, text }: { documentId: string; text: string }) => `${documentId} ${text}`;

type Side = 'a' | 'b';
type FindingRow = Pick<KnowledgeFinding, 'id' | 'kind'> & { differences: string } & Record<
		`${Side}_${'document_id' | 'title' | 'revision' | 'text'}`,
		string
	> &
	Record<`${Side}_${'start' | 'end'}`, number>;

function toFinding(row: FindingRow): KnowledgeFinding {
	const side = (of: Side): FoundStatement => ({
		documentId: row[`${of}_document_id`],
		title: row[`${of}_title`],
		revision: row[`${of}_revision`],
		start: row[`${of}_start`],
		end: row[`${of}_end`],
		text: row[`${of}_text`]
	});
	const differences = JSON.parse(row.differences) as [string, string][];
	return { id: row.id, kind: row.kind, a: side('a'), b: side('b'), differences };
}
