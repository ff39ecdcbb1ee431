// What an archive holds: every row of every table of a conversation, as JSON that is also read line by line, so that neither writing nor
// reading one holds a long log in memory.
//
//   {"format":"segue-conversation-archive","version":1,"schemaVersion":2,"conversationId":"…","columns":{"events":["seq",…],…},"rows":[
//   ["events",[1,null,…]],
//   …
//   ["end",{"events":120,…}]
//   ]}
//
// Left out: the outbox (empty when a conversation leaves), what was due (planned anew when it comes back) and calls (over for long).
import { z } from 'zod';
import type { ConversationStorage, SqlValue } from '../store/storage.ts';
import { applySteps, schemaVersion } from '../store/migrations.ts';

export const ARCHIVE_VERSION = 1;
const LEFT_OUT = new Set(['schema_version', 'outbox', 'due', 'call', 'call_events']);
const ROWS_AT_ONCE = 64;

const Name = z.string().regex(/^[a-z_]{1,60}$/);
const Header = z.object({
	format: z.literal('segue-conversation-archive'),
	version: z.literal(ARCHIVE_VERSION),
	schemaVersion: z.number().int().positive(),
	conversationId: z.string(),
	columns: z.record(Name, z.array(Name).min(1))
});
type Header = z.infer<typeof Header>;
const Row = z.tuple([Name, z.array(z.union([z.string(), z.number(), z.null()]))]);
const End = z.tuple([z.literal('end'), z.record(Name, z.number().int())]);

/** Synchronous: read to the end without a pause it is the state at one moment. Otherwise whoever reads it sees to it that nothing is written. */
export function* archiveLines(storage: ConversationStorage, conversationId: string): Generator<string> {
	const columns: Header['columns'] = {};
	for (const table of tablesOf(storage)) columns[table] = columnsOf(storage, table);
	const header: Header = {
		format: 'segue-conversation-archive',
		version: ARCHIVE_VERSION,
		schemaVersion: schemaVersion(storage),
		conversationId,
		columns
	};
	yield `${JSON.stringify(header).slice(0, -1)},"rows":[\n`;
	const counts: Record<string, number> = {};
	for (const [table, names] of Object.entries(columns)) {
		counts[table] = 0;
		for (let after = 0; ;) {
			const rows = storage.sql<Record<string, SqlValue>>(
				`SELECT rowid AS row_position, ${names.join(', ')} FROM ${table} WHERE rowid > ? ORDER BY rowid LIMIT ${ROWS_AT_ONCE}`,
				after
			);
			for (const row of rows) {
				yield `${JSON.stringify([table, names.map((name) => row[name] ?? null)])},\n`;
				counts[table]++;
			}
			if (rows.length < ROWS_AT_ONCE) break;
			after = Number(rows.at(-1)?.['row_position']);
		}
	}
	yield `${JSON.stringify(['end', counts])}\n]}\n`;
}

export class ArchiveProblem extends Error {
	override readonly name = 'ArchiveProblem';
}

export interface ArchiveReader {
	/** One line of an archive, in order. */
	take(line: string): void;
	/** How many rows wait to be written. */
	waiting(): number;
	/** Writes them, all or none. */
	flush(): void;
	/** The schema the tables now have. Throws when the archive was not whole. */
	finish(): number;
}

/**
 * Fills tables that this makes. They get no schema version: until whoever called gives them one, they are what a broken-off attempt has
 * left. Throws ArchiveProblem for anything that is no archive of this conversation.
 */
export function createArchiveReader(storage: ConversationStorage, conversationId: string): ArchiveReader {
	let header: Header | undefined;
	let hasEnded = false;
	let waiting: [table: string, values: SqlValue[]][] = [];
	const counts = new Map<string, number>();

	function begin(line: string): void {
		header = parse(Header, line.replace(/,"rows":\[$/, '}'));
		if (header.conversationId !== conversationId)
			throw new ArchiveProblem('the archive is another conversation’s');
		const { schemaVersion: version, columns } = header;
		storage.transaction(() => applySteps(storage, 0, version));
		for (const [table, names] of Object.entries(columns)) {
			if (names.join() !== columnsOf(storage, table).join())
				throw new ArchiveProblem(`the archive’s table ${table} is not that of its schema`);
			counts.set(table, 0);
		}
		if (tablesOf(storage).some((table) => !counts.has(table)))
			throw new ArchiveProblem('the archive lacks a table');
	}

	function end(line: string): void {
		const [, expected] = parse(End, line);
		for (const [table, count] of counts)
			if (expected[table] !== count) throw new ArchiveProblem(`the archive lacks rows of ${table}`);
		hasEnded = true;
	}

	return {
		take(line) {
			if (line === '' || line === ']}') return;
			if (header === undefined) {
				begin(line);
				return;
			}
			if (line.startsWith('["end"')) {
				end(line);
				return;
			}
			const [table, values] = parse(Row, line.replace(/,$/, ''));
			const count = counts.get(table);
			if (hasEnded || count === undefined || values.length !== header.columns[table]?.length)
				throw new ArchiveProblem('the archive holds a row that belongs to no table');
			counts.set(table, count + 1);
			waiting.push([table, values]);
		},
		waiting: () => waiting.length,
		flush() {
			storage.transaction(() => {
				for (const [table, values] of waiting)
					storage.sql(
						`INSERT INTO ${table} (${header?.columns[table]?.join(', ') ?? ''}) VALUES (${values.map(() => '?').join(', ')})`,
						...values
					);
			});
			waiting = [];
		},
		finish() {
			if (header === undefined || !hasEnded) throw new ArchiveProblem('the archive breaks off');
			return header.schemaVersion;
		}
	};
}

function parse<T>(schema: z.ZodType<T>, line: string): T {
	try {
		return schema.parse(JSON.parse(line));
	} catch (cause) {
		throw new ArchiveProblem('the archive cannot be read', { cause });
	}
}

/** All that a later migration adds is in here by itself. */
function tablesOf(storage: ConversationStorage): string[] {
	return storage
		.sql<{ name: string }>(`SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name`)
		.map(({ name }) => name)
		.filter((name) => !LEFT_OUT.has(name) && !/^(sqlite|_cf)_/.test(name));
}

function columnsOf(storage: ConversationStorage, table: string): string[] {
	return storage
		.sql<{ name: string }>(`SELECT name FROM pragma_table_info(?)`, table)
		.map(({ name }) => name);
}
