import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { test } from '@japa/runner'
import type { Assert } from '@japa/assert'
import pg from 'pg'
import { ask, type Check, type Finding } from '#tests/simulation/auditor/findings'
import { checkForesight } from '#tests/simulation/auditor/foresight'
import { checkHistory, nothingYet } from '#tests/simulation/auditor/history'
import { checkSeals } from '#tests/simulation/auditor/documents'
import { allChecks } from '#tests/simulation/auditor/index'
import { checkOutside } from '#tests/simulation/auditor/outside'
import { checkPrices } from '#tests/simulation/auditor/prices'
import { checkSeparation } from '#tests/simulation/auditor/separation'
import type { Company } from '#tests/simulation/company'
import { damageFor, loosen } from '#tests/simulation/damage'
import { innocents } from '#tests/simulation/innocent'
import { commandFor, readSettings } from '#tests/simulation/settings'
import { simulate } from '#tests/simulation/simulation'
import { findFreePort } from '#tests/support/environment'
import { applicationProgram, runToEnd } from '../../bin/lib/programs.mjs'

/** A small run of what `bin/ace simulate` does for hours at night: docs/simulation.md. */
const small = { seed: 7, customers: 5, months: 2, faults: 0.03, isJson: true }
const longAgo = new Date(0)

test.group('Simulated months', () => {
  test('a few customers, faults everywhere, and an auditor that finds nothing until something is wrong', async ({ assert }) => {
    const unseen: string[] = []
    const accused: string[] = []
    const report = await simulate(small, () => undefined, async (company) => {
      unseen.push(...(await listUnseen(company)))
      accused.push(...(await listAccused(company)))
      await findInDocuments(company, assert)
    })
    const findings = report.months.flatMap(({ findings: found }) => found)
    assert.deepEqual(findings, [], `Replay: ${commandFor(small)}`)
    assert.deepEqual(unseen, [], 'checks that say nothing whatever is wrong')
    assert.deepEqual(accused, [], 'checks that call a fault what is none')
    assert.lengthOf(report.months, small.months)
    // A company in which nothing happened would be clean as well.
    assert.isAtLeast(report.counts.invoices ?? 0, small.customers)
    assert.isAbove(report.tally.deaths, 0)
  })

  test('what cannot begin ends and says why; a port that another program has is passed over', async ({ assert, cleanup }) => {
    const other = createServer().listen(0, '127.0.0.1')
    cleanup(() => void other.close())
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    assert.isAbove(await findFreePort(port), port)
    const environment = { ...process.env, TEST_PORT: String(port) }
    const { code, output } = await runToEnd({ args: applicationProgram('bin/simulate.ts', ['--customers=1', '--months=1']), environment })
    assert.equal(code, 2)
    assert.match(output, /EADDRINUSE/)
  })

  test('settings that cannot be are refused by their name', ({ assert }) => {
    const impossible = [
      ['--seed=-1', /--seed/],
      ['--customers=0', /--customers/],
      ['--months=1.5', /--months/],
      ['--faults=0.9', /--faults/],
      ['--faults=', /--faults/],
    ] as const
    for (const [argument, reason] of impossible) assert.throws(() => readSettings([argument]), reason)
    assert.deepInclude(readSettings(['--seed=5']), { seed: 5, customers: 8, months: 3, faults: 0.02 })
  })
}) // prettier-ignore

/** The auditor's own checks, each of which must find what breaks what it looks after. @returns those that do not */
function listUnseen({ now, today, tenant }: Company): Promise<string[]> {
  return damaged(tenant.id, async (database) => {
    const unseen: string[] = []
    const complains = async (check: Check) =>
      (await ask(database, [check], { now, today, timeZone: tenant.timeZone })).length > 0
    for (const check of allChecks) {
      await database.query('savepoint whole')
      for (const statement of damageFor(check.name)) await database.query(statement)
      if (!(await complains(check))) unseen.push(check.name)
      await database.query('rollback to savepoint whole')
    }
    return unseen
  })
}

/** What the auditor was taught is no fault stays none. @returns what it complains about, or does not see in the first place */
function listAccused({ now, today, tenant }: Company): Promise<string[]> {
  return damaged(tenant.id, async (database) => {
    const wrongly: string[] = []
    const dated = (statement: string) => statement.replaceAll('$today', `'${today}'::date`)
    for (const { check: name, wrong, right } of innocents) {
      const check = allChecks.find((each) => each.name === name)!
      const complaints = () => ask(database, [check], { now, today, timeZone: tenant.timeZone })
      await database.query('savepoint whole')
      for (const statement of wrong) await database.query(dated(statement))
      if ((await complaints()).length === 0) wrongly.push(`${name}: not seen`)
      for (const statement of right) await database.query(dated(statement))
      wrongly.push(...(await complaints()).map(({ found }) => `${name}: ${found}`))
      await database.query('rollback to savepoint whole')
    }
    return wrongly
  })
}

/** What is not asked in one statement: seals, prices, the outside, what was written once, other tenants, previews. */
async function findInDocuments(company: Company, assert: Assert): Promise<void> {
  const { tenant, sandbox } = company
  const folder = sandbox.process.directory
  const nothingArrived = () => ({ position: 0, ids: new Set<string>(), checkedUntil: longAgo })
  const first = (table: string, set: string, where = 'true') =>
    `update ${table} set ${set} where ctid = (select ctid from ${table} where ${where} limit 1)`
  const deeds: [string, (database: pg.Client) => Promise<Finding[]>, RegExp][] = [
    [first('invoices', `snapshot = jsonb_set(snapshot::jsonb, '{reference}', '"X"')::json`), (database) => checkSeals(database, longAgo), /not what was sealed/],
    [first('invoices', 'total = total + 1'), (database) => checkSeals(database, longAgo), /says \d+, is/],
    [first('invoices', `snapshot = jsonb_set(snapshot::jsonb, '{lines,0,tax_amount}', '"1"')::json`), (database) => checkPrices(database, longAgo), /tax of/],
    [first('payments', 'captured_amount = captured_amount + 1', `status = 'succeeded' and gateway_reference like 'pi%'`), (database) => checkOutside(database, folder, nothingArrived()), /we booked/],
    [`update payments set gateway_reference = null`, (database) => checkOutside(database, folder, nothingArrived()), /of which we know nothing|we booked nothing/],
    [first('services', `status = 'suspended'`, `status = 'active'`), (database) => checkOutside(database, folder, nothingArrived()), /is running, our service is suspended/],
    [first('services', `spec = jsonb_set(spec, '{memoryMb}', '1')`, `status = 'active'`), (database) => checkOutside(database, folder, nothingArrived()), /1 MB/],
    [first('services', `id = gen_random_uuid()`, `status = 'active'`), (database) => checkOutside(database, folder, nothingArrived()), /is no service of ours/],
    [first('messages', `id = gen_random_uuid()`, `status = 'sent'`), (database) => checkOutside(database, folder, nothingArrived()), /is no mail of ours/],
    [first('messages', `smtp_message_id = '<x@y>'`, `status = 'sent'`), (database) => checkOutside(database, folder, nothingArrived()), /never came/],
  ]
  await damaged(tenant.id, async (database) => {
    for (const [statement, check, expected] of deeds) {
      await database.query('savepoint whole')
      await database.query(statement)
      const found = (await check(database)).map((finding) => finding.found)
      assert.match(found.join('; '), expected, statement)
      await database.query('rollback to savepoint whole')
    }
    const remembered = nothingYet()
    assert.deepEqual(await checkHistory(database, remembered), [])
    await database.query(first('postings', 'amount = amount'))
    assert.match((await checkHistory(database, remembered))[0]?.found ?? '', /^postings/)
    assert.match((await foreseeWrongly(database))[0]?.found ?? '', /were shown/)
  })
  const database = await connect(tenant.id)
  // Whoever is the same tenant sees its rows: so would a stranger whom nothing keeps away.
  assert.isNotEmpty(await checkSeparation(database, () => connect(tenant.id)))
  await database.end()
} // prettier-ignore

/** A preview that said a cent more than what came. */
async function foreseeWrongly(database: pg.Client): Promise<Finding[]> {
  const { rows } = await database.query<{ customer: string; subscription: string; starts: string; net: string; tax: string }>(
    `select i.customer_id as customer, l.subscription_id as subscription, l.period_starts_on::text as starts, sum(l.amount)::text as net, sum(l.tax_amount)::text as tax
       from invoice_lines l join invoices i on i.id = l.invoice_id where l.period_starts_on is not null group by 1, 2, 3 limit 1`
  )
  const { customer, subscription, starts, net, tax } = rows[0]!
  const shown = { customerId: customer, subscriptionId: subscription, startsOn: starts, issuesOn: starts, net: BigInt(net) + 1n, tax: BigInt(tax) }
  return checkForesight(database, [shown], { since: new Date('2099-01-01'), until: '2099-01-01', idOf: (id) => id })
} // prettier-ignore

async function connect(tenantId: string): Promise<pg.Client> {
  const options = `-c app.tenant=${tenantId}`
  const database = new pg.Client({ connectionString: process.env.DATABASE_URL, options })
  await database.connect()
  return database
}

/** A transaction in which the database refuses nothing, and of which nothing stays. */
async function damaged<T>(tenantId: string, work: (database: pg.Client) => Promise<T>): Promise<T> {
  const database = await connect(tenantId)
  try {
    await database.query('begin')
    await database.query(loosen)
    return await work(database)
  } finally {
    await database.query('rollback')
    await database.end()
  }
}
