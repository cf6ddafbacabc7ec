import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Tenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { asTenant, inReadTransaction } from '#app/shared/database/unit'
import { allEventKinds } from '#app/shared/events/event'
import { listAuditLog } from '#app/reporting/queries/list_audit_log'
import { type AuditFilter, kindsOfRuns } from '#app/reporting/queries/newest_facts'
import { createLiveTenant } from './support/live_tenant.js'
import { asOwner } from './support/owner.js'
import type { Figures } from './support/report.js'
import { type SeededLog, seedEvents } from './support/seed_events.js'

const p95UnderMs = 100
/** Of each kind of question. */
const repeats = 25
const dayMs = 86_400_000

/** Questions that staff ask of the log, one of each kind with other values each time. */
type Question = (chance: () => number) => AuditFilter

/**
 * Searches of a tenant's audit log, each kind of question in turn and never with the same values, beside reading the rows of the answer by
 * their ids.
 */
export async function measureAuditSearch({ count }: { count: number }): Promise<Figures> {
  const tenant = await createLiveTenant()
  const startedAt = performance.now()
  // What billing runs record for everybody is most of a log.
  const types = [...new Set([...kindsOfRuns, ...allEventKinds().map(({ name }) => name)])]
  const { log, sizes } = await asOwner(async (client) => {
    const seeded = await seedEvents(client, { tenantId: tenant.id, count, types })
    return { log: seeded, sizes: (await client.query<Size>(sizesOfLog)).rows }
  })
  const builtSeconds = (performance.now() - startedAt) / 1000
  const found = await askAll(tenant, questionsOf(log))
  const slowest = found
    .toSorted((first, second) => percentile(second.ms, 0.95) - percentile(first.ms, 0.95))
    .slice(0, 5)
  const p95 = percentile(found.flatMap(({ ms }) => ms), 0.95) // prettier-ignore
  const share = percentile(found.flatMap(({ shares }) => shares), 0.5) // prettier-ignore
  return {
    what: `${found.length * repeats} searches of ${found.length} kinds in ${count.toLocaleString('en')} facts of three years, beside the same rows by their ids`,
    figures: [
      { label: 'p50', value: percentile(found.flatMap(({ ms }) => ms), 0.5), unit: 'ms' }, // prettier-ignore
      ...slowest.map(({ name, ms }) => ({
        label: `slow: ${name}`,
        value: percentile(ms, 0.95),
        unit: 'ms (p95)',
      })),
      { label: 'share of the bound', value: share, unit: '(median)' },
      { label: 'data made in', value: builtSeconds, unit: 's' },
      ...sizes.map(({ name, mb }) => ({ label: name, value: mb, unit: 'MB' })),
    ],
    aims: [{ label: 'p95, ms', value: p95, wanted: `under ${p95UnderMs}`, isReached: p95 < p95UnderMs }],
  }
}

interface Size {
  name: string
  mb: number
}

const sizesOfLog = `
  select 'events, rows' as name, (pg_table_size('events') / 1048576)::float8 as mb
  union all
  select * from (select indexrelid::regclass::text, (pg_relation_size(indexrelid) / 1048576)::float8 from pg_index
                  where indrelid = 'events'::regclass order by 2 desc) as i`

function idOf(name: string): string {
  const hex = createHash('md5').update(name).digest('hex')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

function questionsOf({ from, until, types }: SeededLog): Record<string, Question> {
  const span = until.getTime() - from.getTime()
  const below = (chance: () => number, count: number) => Math.floor(chance() * count)
  const periodOf = (chance: () => number, days: number) => {
    const begin = from.getTime() + chance() * (span - days * dayMs)
    return { from: new Date(begin), until: new Date(begin + days * dayMs) }
  }
  const staff = (chance: () => number) => idOf(`staff ${below(chance, 25)}`)
  const customer = (chance: () => number) => idOf(`customer ${below(chance, 50_000)}`)
  const frequent = (chance: () => number) => types[below(chance, 10)]!
  const rare = (chance: () => number) => types[types.length - 1 - below(chance, 30)]!
  const past = (chance: () => number) => types[3 + 7 * below(chance, Math.floor(types.length / 7))]!
  const words = ['invoice', 'payment', 'service', 'user', 'e', 'refund', 'opened', 'nothing']
  const word = (chance: () => number) => {
    const wanted = words[below(chance, words.length)]!
    return [...types.filter((name) => name.includes(wanted)), '']
  }
  return {
    'the newest': () => ({}),
    'far back': (chance) => ({ cursor: uuidAt(from.getTime() + chance() * span) }),
    'a frequent kind': (chance) => ({ type: frequent(chance) }),
    'a rare kind': (chance) => ({ type: rare(chance) }),
    'a kind of long ago': (chance) => ({ type: past(chance) }),
    'a word of kinds': (chance) => ({ types: word(chance) }),
    'a word of kinds in a month': (chance) => ({ types: word(chance), ...periodOf(chance, 30) }),
    'customers': () => ({ actorKind: 'customer' }), // prettier-ignore
    'panels, of long ago': () => ({ actorKind: 'panel' }),
    'a kind by staff': (chance) => ({ actorKind: 'staff', type: rare(chance) }),
    'a kind by staff in a month': (chance) => ({ actorKind: 'staff', type: frequent(chance), ...periodOf(chance, 30) }),
    'one of staff': (chance) => ({ actorId: staff(chance) }),
    'one of staff and a rare kind': (chance) => ({ actorId: staff(chance), type: rare(chance) }),
    'one of staff on a day': (chance) => ({ actorId: staff(chance), ...periodOf(chance, 1) }),
    'a customer': (chance) => ({ customerId: customer(chance) }),
    'the largest customer and a rare kind': (chance) => ({ customerId: idOf('customer 0'), type: rare(chance) }),
    'a record': (chance) => ({ subjectId: idOf(`subject ${1 + below(chance, 100_000)}`) }),
    'a record of many facts': () => ({ subjectId: idOf('subject 0') }),
    'an address of staff': (chance) => ({ originIp: `192.0.2.${below(chance, 30)}` }),
    'an address of a customer': (chance) => ({ originIp: `198.18.${below(chance, 200)}.${below(chance, 250)}` }),
    'in a customer’s name': (chance) => ({ impersonatorId: staff(chance) }),
    'a day': (chance) => periodOf(chance, 1),
    'a year': (chance) => periodOf(chance, 365),
    'a kind in a month': (chance) => ({ type: frequent(chance), ...periodOf(chance, 30) }),
    // No index holds these: the facts of the time in question are gone through.
    'a kind of runs': () => ({ type: 'invoice.issued', actorKind: 'system' }),
    'a kind of runs in a month': (chance) => ({ type: 'subscription.renewed', ...periodOf(chance, 30) }),
    'a name': (chance) => ({ text: { types: [], ids: [1, 2, 3, 4, 5, 6].map(() => customer(chance)), words: ['nobody'] } }),
    'a word of reasons': (chance) => ({ text: { types: [], ids: [], words: [String(below(chance, 1000))] } }),
    'a frequent word': () => ({ text: { types: [], ids: [], words: ['agreed'] } }),
    'three words of reasons': (chance) => ({ text: { types: [], ids: [], words: ['as', 'agreed', String(below(chance, 1000))] } }),
    'a word in a month': (chance) => ({ text: { types: [], ids: [], words: [String(below(chance, 1000))] }, ...periodOf(chance, 30) }),
    'nothing at all': () => ({ type: 'never.happened' }),
  } // prettier-ignore
}

function uuidAt(ms: number): string {
  const hex = Math.floor(ms).toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`
}

interface Found {
  name: string
  ms: number[]
  /** What the rows by their ids took, of what the search took. */
  shares: number[]
}

/** All kinds of questions in turns, so that none finds warm what the one before it has read. */
async function askAll(tenant: Tenant, questions: Record<string, Question>): Promise<Found[]> {
  const chance = chanceFrom(42)
  const found = Object.keys(questions).map((name): Found => ({ name, ms: [], shares: [] }))
  await asTenant({ tenant }, async () => {
    for (let round = 0; round < repeats; round += 1) {
      for (const each of found) {
        const filter = questions[each.name]!(chance)
        const askedAt = performance.now()
        const { rows } = await listAuditLog(filter)
        const ms = performance.now() - askedAt
        each.ms.push(ms)
        each.shares.push((await timeOfRows(rows.map(({ id }) => id))) / ms)
      }
    }
  })
  return found
}

function timeOfRows(ids: string[]): Promise<number> {
  return inReadTransaction(async () => {
    const askedAt = performance.now()
    await sql`select * from events where id = any(${ids}::uuid[]) order by id desc`.execute(db)
    return performance.now() - askedAt
  })
}

function percentile(values: number[], part: number): number {
  const sorted = values.toSorted((first, second) => first - second)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]!
}

/** The same numbers in each run (mulberry32). */
function chanceFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
