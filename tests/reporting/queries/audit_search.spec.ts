import { test } from '@japa/runner'
import fc from 'fast-check'
import type { Tenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { inTransaction } from '#app/shared/database/unit'
import { derivedId } from '#app/shared/ids'
import { listAuditLog } from '#app/reporting/queries/list_audit_log'
import { actorKinds, type AuditFilter } from '#app/reporting/queries/newest_facts'
import { as, createTenant } from '#tests/support/tenants'

const namespace = '6ba7b812-9dad-11d1-80b4-00c04fd430c8'
const idOf = (name: string) => derivedId(namespace, name)
const start = Date.parse('2026-01-01T00:00:00Z')
const hour = 3_600_000
const types = ['invoice.issued', 'invoice.paid', 'user.signed_in', 'long.forgotten']
const named = (kind: string, count: number) => Array.from({ length: count }, (_, n) => idOf(`${kind} ${n}`))
const [people, customers, subjects] = [named('person', 3), named('customer', 4), named('subject', 5)]
const reasons = ['Umzug nach Köln', 'Nach dem Ausfall; ÄRGER', 'moved']
const wordsOf = (text: string) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u)
const addresses = ['192.0.2.1', '2001:db8::1']

/** Facts of five days, one each twenty minutes, of every mixture. */
function factsOf(count: number) {
  return Array.from({ length: count }, (_, n) => {
    const occurred_at = new Date(start + (n * hour) / 3)
    const actor_kind = actorKinds[(n * 7) % 5]!
    const isPerson = actor_kind === 'customer' || actor_kind === 'staff'
    const hex = occurred_at.getTime().toString(16).padStart(12, '0')
    return {
      id: `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-${String(n).padStart(12, '0')}`,
      type: types[n < 60 && n % 3 === 0 ? 3 : n % 3]!,
      subject_kind: 'invoice',
      subject_id: subjects[(n * 3) % 5]!,
      customer_id: n % 4 === 0 ? null : customers[n % 4]!,
      actor_kind,
      actor_id: isPerson ? people[n % 3]! : null,
      impersonator_id: actor_kind === 'customer' && n % 11 === 0 ? people[0]! : null,
      origin_ip: isPerson ? addresses[n % 2]! : null,
      occurred_at,
      data: { total: '5', ...(n % 2 === 0 ? { reason: reasons[n % 3]! } : {}) },
    }
  })
}

type Row = ReturnType<typeof factsOf>[number]

function wants(filter: AuditFilter, row: Row): boolean {
  const { from, until } = filter
  const same = (wish: string | undefined, value: string | null) => wish === undefined || wish === value
  return (
    same(filter.type, row.type) &&
    (filter.types === undefined || filter.types.includes(row.type)) &&
    (filter.text === undefined || isMeant(filter.text, row)) &&
    same(filter.subjectId, row.subject_id) &&
    same(filter.customerId, row.customer_id) &&
    same(filter.actorId, row.actor_id) &&
    same(filter.impersonatorId, row.impersonator_id) &&
    same(filter.actorKind, row.actor_kind) &&
    same(filter.originIp, row.origin_ip) &&
    (from === undefined || row.occurred_at >= from) &&
    (until === undefined || row.occurred_at < until)
  )
}

function isMeant({ types: kinds, ids, words }: NonNullable<AuditFilter['text']>, row: Row): boolean {
  const about = [row.subject_id, row.customer_id, row.actor_id]
  const isPerson = row.actor_kind === 'customer' || row.actor_kind === 'staff'
  const written = isPerson && 'reason' in row.data ? wordsOf(row.data.reason!) : []
  return (
    kinds.includes(row.type) ||
    ids.some((id) => about.includes(id)) ||
    (words.length > 0 && words.every((word) => written.includes(word)))
  )
}

const some = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 })
const instant = fc.integer({ min: -10, max: 130 }).map((hours) => new Date(start + hours * hour))
const filters: fc.Arbitrary<AuditFilter> = fc.record({
  type: some(fc.constantFrom(...types, 'never.happened')),
  types: some(fc.subarray([...types, ''])),
  subjectId: some(fc.constantFrom(...subjects)),
  customerId: some(fc.constantFrom(...customers)),
  actorId: some(fc.constantFrom(...people)),
  impersonatorId: some(fc.constantFrom(...people)),
  actorKind: some(fc.constantFrom(...actorKinds)),
  originIp: some(fc.constantFrom(...addresses)),
  text: some(
    fc.record({
      types: fc.subarray(types.slice(0, 2), { maxLength: 1 }),
      ids: fc.subarray([...customers, ...subjects, ...people], { maxLength: 2 }),
      words: fc.subarray(['nach', 'köln', 'ärger', 'ausfall', 'umzug', 'moved'], { maxLength: 2 }),
    })
  ),
  from: some(instant),
  until: some(instant),
  limit: fc.integer({ min: 1, max: 40 }),
})

/** Everything that a filter finds, a page at a time. */
async function searchAll(tenant: Tenant, filter: AuditFilter): Promise<string[]> {
  const ids: string[] = []
  let cursor: string | undefined
  do {
    const page = await as(tenant, () => listAuditLog({ ...filter, cursor }))
    ids.push(...page.rows.map(({ id }) => id))
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  return ids
}

test.group('The audit log', () => {
  test('is searched by who, what, which, from where and when, page by page, and no fact is missed', async ({
    assert,
  }) => {
    const tenant = await createTenant()
    const facts = factsOf(360)
    await as(tenant, () => inTransaction(() => db.insertInto('events').values(facts).execute()))
    // Where the clock cannot be moved ids bound a period; where it can they say nothing of it.
    const clocks = [tenant, { ...tenant, isDemo: false }]
    const search = fc.asyncProperty(filters, fc.constantFrom(...clocks), async (filter, owner) => {
      const expected = facts.filter((row) => wants(filter, row)).map(({ id }) => id)
      assert.deepEqual(await searchAll(owner, filter), expected.toReversed())
    })
    await fc.assert(search, { numRuns: 120 })
  })
})
