import { readFileSync } from 'node:fs';
import { getTableColumns, getTableName, is } from 'drizzle-orm';
import { integer, SQLiteTable, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { describe, expect, it } from 'vitest';
import { STORE_ERASURE, TABLE_ERASURE, type TableErasure } from './erasure.ts';
import * as schema from './schema/index.ts';

/** Points at a person. */
const POINTER = /(^|_)(user|person|owner|author|assignee|actor|teacher|student|recipient|sender)_id$|_by$/;
/** Tells something about one. */
const TRAIT = /(^|_)(email|display_name|address|user_agent|phone|birth\w*)$/;

/** What the list does not know of these tables; empty when it is complete. */
function gapsIn(tables: Record<string, unknown>, list: Record<string, TableErasure>): string[] {
	const gaps: string[] = [];
	for (const [name, table] of Object.entries(tables)) {
		if (!is(table, SQLiteTable)) continue;
		const entry = list[name];
		if (entry === undefined) {
			gaps.push(`${getTableName(table)} is not classified`);
			continue;
		}
		const listed = entry.holds === 'person' ? Object.keys(entry.columns) : [];
		for (const [key, column] of Object.entries(getTableColumns(table))) {
			const isUnlisted = POINTER.test(column.name)
				? !listed.includes(key)
				: TRAIT.test(column.name) && listed.length === 0;
			if (isUnlisted) gaps.push(`${getTableName(table)}.${column.name} is not listed`);
		}
	}
	return gaps;
}

/** The names a configuration binds things to: `binding`, and for objects `name` beside `class_name`. */
function storesIn(toml: string): string[] {
	const named = /^binding = "(\w+)"|^name = "(\w+)"\nclass_name/gm;
	return Array.from(toml.matchAll(named), ([, binding, object]) => binding ?? object ?? '');
}

describe('the erasure list', () => {
	it('knows every table and every column that points at a person', () => {
		expect(gapsIn(schema, TABLE_ERASURE)).toEqual([]);
	});

	it('names no table that is not there', () => {
		expect(Object.keys(TABLE_ERASURE).filter((name) => !(name in schema))).toEqual([]);
	});

	it('gives every table that holds something of a person a column to find it by', () => {
		const without = Object.entries(TABLE_ERASURE).filter(
			([, entry]) => entry.holds === 'person' && Object.keys(entry.columns).length === 0
		);
		expect(without).toEqual([]);
	});

	it('knows every store that the app or the Worker binds', () => {
		const bound = ['wrangler.toml', 'worker/wrangler.toml'].flatMap((path) =>
			storesIn(readFileSync(new URL(`../../../../${path}`, import.meta.url), 'utf8'))
		);
		expect(bound.length).toBeGreaterThan(0);
		expect(bound.filter((name) => !(name in STORE_ERASURE))).toEqual([]);
		expect(storesIn('[[queues.producers]]\nbinding = "JOBS"\n[ai]\nbinding = "AI"')).toEqual(['JOBS', 'AI']);
	});

	describe('when a table is planted', () => {
		const notes = sqliteTable('notes', { id: integer('id').primaryKey(), authorId: text('author_id') });
		const visits = sqliteTable('visits', { id: integer('id').primaryKey(), userAgent: text('user_agent') });

		it('misses one that is not classified', () => {
			expect(gapsIn({ notes }, {})).toEqual(['notes is not classified']);
		});

		it('misses a column that points at a person', () => {
			const list: Record<string, TableErasure> = { notes: { holds: 'nothing', because: 'a mistake' } };
			expect(gapsIn({ notes }, list)).toEqual(['notes.author_id is not listed']);
		});

		it('misses a trait in a table that is said to hold nothing', () => {
			const list: Record<string, TableErasure> = { visits: { holds: 'nothing', because: 'a mistake' } };
			expect(gapsIn({ visits }, list)).toEqual(['visits.user_agent is not listed']);
		});
	});
});
