import { test } from '@japa/runner'
import fc from 'fast-check'
import { sql } from 'kysely'
import { type ColumnKind, rowsAs, toArray } from '#app/shared/database/column_arrays'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { as, createTenant } from '#tests/support/tenants'

const noText = /[\0\uD800-\uDFFF]/g
const json = fc.option(
  fc.json({ noUnicodeString: true, maxDepth: 2 }).map((text) => text.replaceAll(/\\u0000/g, ''))
)
const row = fc.record({
  id: fc.uuid(),
  text: fc.option(fc.string({ unit: 'binary' }).map((text) => text.replaceAll(noText, ''))),
  small: fc.integer({ min: -32_768, max: 32_767 }),
  whole: fc.option(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })),
  large: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  day: fc
    .date({ min: new Date('1900-01-01'), max: new Date('2999-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10)),
  instant: fc.option(
    fc.date({ min: new Date('1900-01-01'), max: new Date('2999-12-31'), noInvalidDate: true })
  ),
  content: json,
  kept: json,
  bytes: fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
})

/** JSON as it is read. */
function read(text: string | null): unknown {
  return text === null ? null : JSON.parse(text)
}

const columns = {
  id: 'uuid',
  text: 'text',
  small: 'int2',
  whole: 'int4',
  large: 'int8',
  day: 'date',
  instant: 'timestamptz',
  content: 'jsonb',
  kept: 'json',
  bytes: 'bytea',
} as const

test.group('Rows as arrays of their columns', () => {
  test('come out of the database as they went in', async ({ assert }) => {
    const tenant = await createTenant()
    const ask = (rows: object[]) =>
      as(tenant, () =>
        inReadTransaction(() =>
          sql<object>`select r.* from ${rowsAs(rows, columns as Record<string, ColumnKind>)}`.execute(db)
        )
      )
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 20 }), async (rows) => {
        const { rows: found } = await ask(rows)
        const expected = rows.map((each) => ({
          ...each,
          content: read(each.content),
          kept: read(each.kept),
        }))
        assert.deepEqual(spelled(found), spelled(expected))
      }),
      { numRuns: 60 }
    )
    const many = Array.from({ length: 3_000 }, (_, whole) => ({ whole, text: `ü${whole}` }))
    const { rows: found } = await as(tenant, () =>
      inReadTransaction(() =>
        sql<object>`select r.* from ${rowsAs(many, { whole: 'int4', text: 'text' })}`.execute(db)
      )
    )
    assert.deepEqual(found, many)
  })

  test('refuse what their type cannot hold', ({ assert }) => {
    const cases: [ColumnKind, string | number | bigint][] = [
      ['uuid', 'no uuid'],
      ['uuid', '0190a5b2-0000-7000-8000-00000000000g'],
      ['uuid', '0190a5b2-0000-7000-8000+000000000001'],
      ['uuid', '0190a5b2-0000-7000-8000-00000000000é'],
      ['int2', 40_000],
      ['int4', 1.5],
      ['int4', Number.NaN],
      ['int8', 2n ** 63n],
      ['int8', '1.5'],
      ['date', '2026-02-31x'],
    ]
    for (const [kind, value] of cases) assert.throws(() => toArray(kind, [value]))
  })
})

/** Without bigints, which JSON refuses, and with parsed JSON, whose fields the database sorts. */
function spelled(rows: readonly object[]): unknown {
  return JSON.parse(
    JSON.stringify(rows, (_name, value: unknown) => (typeof value === 'bigint' ? value.toString() : value))
  ) as unknown
}
