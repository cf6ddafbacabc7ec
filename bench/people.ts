import app from '@adonisjs/core/services/app'
import { sql } from 'kysely'
import hash from '@adonisjs/core/services/hash'
import type { Tenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { pool } from '#app/shared/database/pool'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'
import { AddStaffMember } from '#app/identity/index'
import { SignIn } from '#app/identity/actions/sign_in'
import { callerOf } from '#app/identity/queries/find_session_caller'
import { readSession } from '#app/identity/queries/read_session'
import { TokenCallers } from '#app/identity/http/token_callers'
import { makeToken } from '#app/identity/domain/api_token'
import { as } from '../tests/support/tenants.js'
import { createLiveTenant } from './support/live_tenant.js'
import type { Figures } from './support/report.js'

const password = 'correct horse battery'
const email = 'sam@example.test'
const signIns = 12
/** As many at once as Node hashes at once. */
const atOnce = 4
const checks = 2_000

async function withSam(): Promise<{ tenant: Tenant; userId: string; token: string }> {
  const tenant = await createLiveTenant()
  const add = await app.container.make(AddStaffMember)
  const { token, hash: token_hash } = makeToken()
  const userId = await as(tenant, async () => {
    const added = await add.execute({ email, name: 'Sam', password, locale: 'en', roles: ['support'] })
    if (!added.ok) throw new Error(added.error.type)
    const { userId: id } = added.value
    const abilities = ['staff:customers:read']
    const row = { id: newId(), user_id: id, name: 'Bench', token_hash, abilities, created_at: new Date() }
    await inTransaction(() => db.insertInto('api_tokens').values(row).execute())
    return id
  })
  return { tenant, userId, token }
}

/** Of several who sign in at once each is somebody else: one person's tries wait for each other. */
const colleague = (index: number) => `sam${index}@example.test`

async function addColleagues(tenant: Tenant): Promise<void> {
  const add = await app.container.make(AddStaffMember)
  await as(tenant, async () => {
    for (let index = 0; index < atOnce; index += 1) {
      const person = { email: colleague(index), name: 'Sam', password, locale: 'en' }
      const added = await add.execute({ ...person, roles: ['support'] })
      if (!added.ok) throw new Error(added.error.type)
    }
  })
}

/** How many a second, of work that is done a few at a time. */
async function rateOf(count: number, run: (worker: number) => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  let left = count
  const worker = async (_: unknown, index: number) => {
    while (left-- > 0) await run(index)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return (count * 1000) / (performance.now() - startedAt)
}

/** Sign-ins beside the bare comparison of a password, in turns: what a sign-in may cost is the hash and little more. */
export async function measureSignIns(): Promise<Figures> {
  const { tenant } = await withSam()
  await addColleagues(tenant)
  const signIn = await app.container.make(SignIn)
  const hashed = await hash.make(password)
  const tryOnce = async (index: number) => {
    const staffSecondFactor = 'optional' as const
    const where = { ip: `203.0.${index}.7`, userAgent: null, rpId: 'localhost', browserMark: null }
    const result = await signIn.execute({
      email: colleague(index),
      password,
      kind: 'staff',
      staffSecondFactor,
      ...where,
    })
    if (!result.ok) throw new Error(result.error.type)
  }
  return as(tenant, async () => {
    await rateOf(8, tryOnce)
    const shares: number[] = []
    const rates = { product: 0, bare: 0 }
    for (let round = 0; round < 3; round += 1) {
      rates.bare = await rateOf(signIns, () => hash.verify(hashed, password))
      rates.product = await rateOf(signIns, tryOnce)
      shares.push(rates.product / rates.bare)
    }
    const share = shares.toSorted((first, second) => first - second)[1]!
    return {
      what: 'Passwords checked with everything around them, beside the bare comparison',
      figures: [
        { label: 'sign-ins', value: rates.product, unit: 'a second' },
        { label: 'bare comparisons', value: rates.bare, unit: 'a second' },
      ],
      aims: [{ label: 'share', value: share, wanted: 'at least 0.7', isReached: share >= 0.7 }],
    }
  })
}

/**
 * What it costs to find out who asks and what they may do: by a token in steady use, and by a session, whose row a request reads in any case.
 * The check is what reading it together with the rights, and looking one of these up, costs more than the row alone.
 */
export async function measurePermissionChecks(): Promise<Figures> {
  const { tenant, userId, token } = await withSam()
  const sessionId = newId()
  const data = { user_id: userId, tenant_id: tenant.id, kind: 'staff' }
  await pool().query(
    `insert into platform.sessions (id, data, user_id, expires_at) values ($1, $2, $3, now() + interval '1 day')`,
    [sessionId, JSON.stringify(data), userId]
  )
  const callers = new TokenCallers()
  const byToken = async () => {
    const answer = await callers.findCaller(token, { ip: '203.0.113.7' })
    if (answer.kind !== 'known' || !answer.caller.abilities.has('staff:customers:read'))
      throw new Error(answer.kind)
  }
  const bySession = async () => {
    const session = await readSession(sessionId)
    const identity = { userId, kind: 'staff', customerId: null } as const
    const found = session && (await callerOf(identity, session.rights))
    if (!found?.caller.abilities.has('staff:customers:read')) throw new Error('Nobody was found')
  }
  const sessionAlone = async () => {
    const read = () =>
      sql`select data from platform.sessions where id = ${sessionId} and expires_at > now()`.execute(db)
    if ((await inReadTransaction(read)).rows.length !== 1) throw new Error('No session was found')
  }
  return as(tenant, async () => {
    const ofToken = await costOf(byToken)
    const found = { session: [] as number[], alone: [] as number[] }
    for (let round = 0; round < 5; round += 1) {
      found.alone.push((await costOf(sessionAlone)).ms)
      found.session.push((await costOf(bySession)).ms)
    }
    const [session, alone] = [middleOf(found.session), middleOf(found.alone)]
    const check = middleOf(found.session.map((ms, round) => ms - found.alone[round]!))
    return {
      what: 'Who asks, and may they? With a token in steady use, and with a session',
      figures: [
        { label: 'session with its rights', value: session, unit: 'ms' },
        { label: 'session alone', value: alone, unit: 'ms' },
      ],
      aims: [
        { label: 'token, ms', value: ofToken.ms, wanted: 'under 0.2', isReached: ofToken.ms < 0.2 },
        { label: 'session, ms for the rights', value: check, wanted: 'under 0.2', isReached: check < 0.2 },
      ],
    }
  })
}

function middleOf(values: number[]): number {
  return values.toSorted((first, second) => first - second)[Math.floor(values.length / 2)]!
}

async function costOf(run: () => Promise<void>): Promise<{ ms: number }> {
  for (let time = 0; time < checks / 10; time += 1) await run()
  const startedAt = performance.now()
  for (let time = 0; time < checks; time += 1) await run()
  return { ms: (performance.now() - startedAt) / checks }
}
